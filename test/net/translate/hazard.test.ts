/** Failures, their second tries, withdrawals and limits in the net: both sides are explored with them, too. */
import fc from "fast-check";
import { describe, expect, test } from "vitest";
import type { Hazards } from "../../../src/net/translate/hazard.ts";
import { translate } from "../../../src/net/translate/translate.ts";
import { take } from "../../../src/semantics/advance.ts";
import { type Configuration, failed, running } from "../../../src/semantics/configuration.ts";
import type { Event } from "../../../src/semantics/event.ts";
import { apply } from "../../../src/semantics/step.ts";
import { mayWithdraw } from "../../../src/semantics/withdraw.ts";
import { type StepsOf, type TextStep, enabledSteps, explored } from "./lockstep.ts";
import { begun, begunSystems } from "./lockstep-system.ts";

/** The steps of the semantics, with what may go wrong; what has gone wrong is counted beside the configurations. */
class Ordeal {
  readonly #failures = new WeakMap<Configuration, number>();
  readonly #hazards: Partial<Hazards>;
  readonly seen = { fail: 0, refire: 0, withdraw: 0 };

  constructor(hazards: Partial<Hazards>) {
    this.#hazards = hazards;
  }

  readonly failedIn = (c: Configuration): number => this.#failures.get(c) ?? 0;

  readonly stepsOf: StepsOf = (c) => [
    ...enabledSteps(c)
      .filter(({ text }) => !text.startsWith("fire ") || this.#hasSlot(c))
      .map(({ text, after }) => ({ text, after: () => this.#counted(after(), c, 0) })),
    ...[...c.all()].flatMap((instance) => this.#mishaps(c, instance)),
  ];

  #mishaps(c: Configuration, instance: number): TextStep[] {
    const name = c.names[instance] ?? "";
    const { failuresMax = 0, isRefired, isWithdrawn } = this.#hazards;
    const error = { code: "MADEUS_ACTION_FAILED", message: "supposed to fail" };
    const steps = c.life(instance).transitions.flatMap(({ on }, transition): TextStep[] => {
      const mark = c.mark(instance, on);
      if (mark === running && this.failedIn(c) < failuresMax)
        return [
          this.#step(`fail ${name} ${transition}`, c, 1, [
            { type: "failed", instance, transition, error },
          ]),
        ];
      return mark === failed && isRefired === true && this.#hasSlot(c)
        ? [
            this.#step(`refire ${name} ${transition}`, c, 0, [
              { type: "refire", instance, transition },
            ]),
          ]
        : [];
    });
    const hasFailed = c
      .life(instance)
      .transitions.some(({ on }) => c.mark(instance, on) === failed);
    if (isWithdrawn !== true || !hasFailed) return steps;
    const asked = c.clone();
    take(asked, { type: "withdraw", instance });
    if (!mayWithdraw(asked, instance)) return steps;
    const behavior = c.behavior(instance);
    const after = (): Configuration => {
      this.seen.withdraw++;
      const next = asked.clone();
      apply(next, { rule: "withdraw", instance, element: behavior });
      return this.#counted(next, c, 0);
    };
    return [...steps, { text: `withdraw ${name} ${behavior}`, after }];
  }

  #step(text: string, c: Configuration, failures: number, events: readonly Event[]): TextStep {
    const after = (): Configuration => {
      this.seen[failures > 0 ? "fail" : "refire"]++;
      const next = c.clone();
      for (const event of events) take(next, event);
      next.agenda.clear();
      next.steps.clear();
      return this.#counted(next, c, failures);
    };
    return { text, after };
  }

  #counted(next: Configuration, before: Configuration, more: number): Configuration {
    this.#failures.set(next, this.failedIn(before) + more);
    return next;
  }

  /** Under the one limit that there may be, about all actions. */
  #hasSlot(c: Configuration): boolean {
    const [limit] = this.#hazards.limits ?? [];
    let busy = 0;
    for (const instance of c.all())
      for (const { on } of c.life(instance).transitions)
        if (c.mark(instance, on) === running) busy++;
    return limit === undefined || busy < limit.slots;
  }
}

const tiny = begunSystems({ instancesMin: 1, instancesMax: 2, placesMax: 4 }, 0);

/** Explores random systems with hazards; what happened in all of them. */
function ordeal(hazards: Partial<Hazards>): Ordeal["seen"] & { complete: number } {
  const seen = { fail: 0, refire: 0, withdraw: 0, complete: 0 };
  const check = fc.property(tiny, (system) => {
    const start = begun(system);
    const translation = translate(start, hazards);
    if (translation === undefined) return;
    const { stepsOf, failedIn, seen: here } = new Ordeal(hazards);
    const { difference, isComplete } = explored(start, translation, {
      statesMax: 150,
      stepsOf,
      failedIn,
    });
    expect(difference).toBeUndefined();
    seen.fail += here.fail;
    seen.refire += here.refire;
    seen.withdraw += here.withdraw;
    seen.complete += Number(isComplete);
  });
  fc.assert(check, runs);
  return seen;
}

const share = Number(process.env["MADEUS_AGREEMENT_SHARE"] ?? 1);
/** What is counted below must not hang on chance, but where more runs than usual are asked for. */
const runs = share === 1 ? { numRuns: 50, seed: 1 } : { numRuns: 50 * share };

describe("the net agrees with the semantics", { timeout: 60_000 * share }, () => {
  test("where one action may fail", () => {
    const { fail, complete } = ordeal({ failuresMax: 1 });
    expect(fail).toBeGreaterThan(30);
    expect(complete).toBeGreaterThan(20);
  });

  test("where two may fail, and be fired again", () => {
    expect(ordeal({ failuresMax: 2, isRefired: true }).refire).toBeGreaterThan(30);
  });

  test("where instances are withdrawn after a failure", () => {
    expect(ordeal({ failuresMax: 1, isWithdrawn: true }).withdraw).toBeGreaterThan(30);
    expect(ordeal({ failuresMax: 2, isWithdrawn: true, isRefired: true }).withdraw).toBeGreaterThan(
      30,
    );
  });

  test("where actions wait for a slot", () => {
    const one = { name: "total", slots: 1, isAbout: () => true };
    expect(ordeal({ limits: [one] }).complete).toBeGreaterThan(20);
    expect(ordeal({ limits: [one], failuresMax: 1, isRefired: true }).fail).toBeGreaterThan(30);
  });
});

/** The retreat: after a failure anywhere in a program all stands as it did before. */
import fc from "fast-check";
import { describe, expect, test } from "vitest";
import type { AnyComponent } from "../../../src/model/component.ts";
import type { Instruction } from "../../../src/model/program.ts";
import { changeTo } from "../../../src/net/plan/change.ts";
import { type Former, type Retreat, retreat } from "../../../src/net/plan/retreat.ts";
import { systemOf } from "../../../src/net/plan/system.ts";
import { advance } from "../../../src/semantics/advance.ts";
import { Configuration } from "../../../src/semantics/configuration.ts";
import type { Step, Steps } from "../../../src/semantics/event.ts";
import { instructionText } from "../../../src/semantics/lack-program.ts";
import { settle } from "../../../src/semantics/settle.ts";
import { everything } from "../../../src/semantics/step.ts";
import { tell, whyProgram } from "../../../src/semantics/why.ts";
import * as random from "./changing.ts";
import { deployed, site, type, wantedIn } from "./site.ts";

const { standing } = random;
const error = { code: "PLANTED", message: "exit 1" };

/** Is it the action that fails? */
type IsFailing = (k: number, transition: string) => boolean;

/** Runs a program; one action fails, and nothing starts after that. Actions end in an order that is drawn. */
function runFailing(
  c: Configuration,
  instructions: readonly Instruction[],
  isFailing: IsFailing,
  drawn = 0,
): void {
  const fires = (steps: Steps): readonly Step[] =>
    steps.list().filter(({ rule }) => rule === "fire");
  const atWork = [...fires(advance(c, { type: "program", instructions }))];
  for (let k = 0; atWork.length > 0; k++) {
    const [step] = atWork.splice((drawn + k) % atWork.length, 1);
    const { instance = 0, element: transition = 0 } = step ?? {};
    const name = `${c.names[instance]}.${c.life(instance).transitions[transition]?.name}`;
    const values = everything(c, instance);
    if (isFailing(k, name)) {
      advance(c, { type: "stop" });
      advance(c, { type: "failed", instance, transition, error });
    } else atWork.push(...fires(advance(c, { type: "ended", instance, transition, values })));
  }
}

/** As a run does it. */
function goBack(c: Configuration, { withdrawn, instructions }: Retreat): void {
  advance(c, { type: "stop" });
  advance(c, { type: "abandon" });
  for (const name of withdrawn) advance(c, { type: "withdraw", instance: c.number(name) ?? -1 });
  settle(c, { type: "go" });
  settle(c, { type: "program", instructions });
}

describe("of a random deployment or change in which an action fails", () => {
  test("leads back to exactly how it was", () => {
    const seen = { failures: 0, pending: 0, steps: 0 };
    const check = fc.property(
      random.turns({ instancesMin: 3, instancesMax: 9, isPlain: true }),
      fc.boolean(),
      fc.nat(9999),
      (turn, isFresh, drawn) => {
        const c = isFresh ? new Configuration() : random.deployed(turn.before);
        const [system, before] = [systemOf(c), standing(c)];
        const wanted = random.wantedIn(turn);
        const { instructions } = isFresh
          ? { instructions: random.deploying(turn.after) }
          : changeTo(system, wanted);
        const actions = settle(c.clone(), { type: "program", instructions }).steps.filter(
          ({ rule }) => rule === "fire",
        ).length;
        if (actions === 0) return;
        runFailing(c, instructions, (k) => k === drawn % actions, drawn);
        const back = retreat(c, { system, on: new Map(), typeOf: typesIn(turn) });
        expect(back.obstacles).toEqual([]);
        const pending = c.clone();
        goBack(pending, { ...back, instructions: [] });
        seen.pending += pending.withdrawals.size;
        goBack(c, back);
        expect(tell(whyProgram(c)), back.instructions.map(instructionText).join("\n")).toEqual([]);
        expect(standing(c)).toEqual(before);
        seen.failures++;
        seen.steps += back.instructions.length;
      },
    );
    fc.assert(check, { numRuns: 120, seed: 1 });
    expect(seen.failures).toBeGreaterThan(100);
    expect(seen.steps).toBeGreaterThan(600);
    expect(seen.pending).toBeGreaterThan(0);
  });
});

const typesIn = ({ before, after }: random.Turn): Former["typeOf"] => {
  const types = new Map<string, AnyComponent>();
  for (const { member } of [...before, ...after])
    for (const one of [member.component, member.other])
      types.set(`${member.name} ${one.name}`, one);
  return (component, instance) => types.get(`${instance} ${component}`);
};

describe("in words", () => {
  const database = type("database");
  const web = type("web", { uses: { db: ["start", "run"] } });
  const before = site({ db: database, web }, "web.db db");
  const formerOf = (c: Configuration, on: Former["on"] = new Map()): Former => ({
    system: systemOf(c),
    on,
    typeOf: () => undefined,
  });
  const program = (c: Configuration, to: Parameters<typeof wantedIn>[0]): readonly Instruction[] =>
    changeTo(systemOf(c), wantedIn(to)).instructions;
  const updating = site(
    { ...before.instances, db: { type: database, via: "update" } },
    ...before.wires,
  );

  test("what came goes, and what failed is withdrawn first", () => {
    const c = new Configuration();
    const former = formerOf(c);
    const instructions = program(c, before);
    runFailing(c, instructions, (_, name) => name === "db.start");
    const back = retreat(c, former);
    expect(back.withdrawn).toEqual(["db", "web"]);
    expect(back.instructions.map(instructionText)).toEqual([
      "changeBehavior(db, uninstall)",
      "changeBehavior(web, uninstall)",
      "wait(db, web)",
      "disconnect(web.db, db.up)",
      "del(db)",
      "del(web)",
      "wait()",
    ]);
  });

  test("who has stepped aside comes back with what it stepped aside for", () => {
    const c = deployed(before);
    const former = formerOf(c);
    runFailing(c, program(c, updating), (_, name) => name === "db.start");
    const back = retreat(c, former);
    expect(back.instructions.map(instructionText)).toEqual([
      "changeBehavior(db, deploy)",
      "changeBehavior(web, deploy)",
      "wait()",
    ]);
  });

  test("who failed on its way out waits where it failed until its provider is there again", () => {
    const c = deployed(site({ ...before.instances, x: database }, ...before.wires));
    const former = formerOf(c);
    const away: readonly Instruction[] = [
      { op: "changeBehavior", instance: "web", behavior: "suspend" },
      { op: "changeBehavior", instance: "db", behavior: "suspend" },
    ];
    const [first] = advance(c, { type: "program", instructions: away })
      .list()
      .filter(({ rule }) => rule === "fire");
    const db = c.number("db") ?? -1;
    const pause = c.life(db).transitions.findIndex(({ name }) => name === "pause");
    advance(c, { type: "ended", instance: db, transition: pause });
    advance(c, { type: "failed", instance: first?.instance ?? -1, transition: pause, error });
    const back = retreat(c, former);
    expect(back.obstacles).toEqual([]);
    expect(back.instructions.map(instructionText)).toEqual([
      "changeBehavior(db, deploy)",
      "wait()",
    ]);
    const was = standing(deployed(site({ ...before.instances, x: database }, ...before.wires)));
    goBack(c, back);
    expect(standing(c)).toEqual(was);
  });

  test("what has come under another type or on another host is made anew", () => {
    const c = deployed(site({ db: type("other database"), x: database }));
    const known = deployed(site({ db: database, x: database }));
    const former = { ...formerOf(known, new Map([["x", "here"]])), typeOf: () => database };
    const texts = retreat(c, former, new Map([["x", "there"]])).instructions.map(instructionText);
    expect(texts.filter((text) => /^(add|del)/.test(text))).toEqual([
      "del(db)",
      "del(x)",
      "add(db, database)",
      "add(x, database)",
    ]);
  });

  test("there is none where the type of what has gone is not known any more", () => {
    const c = deployed(before);
    const former = formerOf(c);
    const instructions = program(c, site({ db: database }));
    settle(c, { type: "program", instructions });
    expect(retreat(c, former).obstacles).toEqual(["web is gone, and the file no longer has web"]);
  });

  test("there is none where the places are not known any more", () => {
    const known = deployed(site({ db: type("database", {}, { deploy: ["rise: off -> high"] }) }));
    expect(retreat(deployed(site({ db: database })), formerOf(known)).obstacles).toEqual([
      "db has no such places any more",
    ]);
  });
});

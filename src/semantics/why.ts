/**
 * why (§4): what each waiting token lacks, followed to the failed, missing or still running cause.
 *
 * A reason is a sentence and the reasons behind it; its leaves are the causes. Reads the same guards as the rules do.
 */
import type { Instruction } from "../model/program.ts";
import {
  type Configuration,
  failed,
  lost,
  none,
  nothing,
  running,
  unknown,
} from "./configuration.ts";
import { entry, heldProvide, isClear, isJoined, isServed } from "./enabled.ts";
import { connectionBetween, ends } from "./connection.ts";
import { mayInstruct } from "./instruction.ts";
import { isActive, isRefusing } from "./marking.ts";
import { withdrawalBlocked } from "./withdraw.ts";

export type Cause =
  | "running" // an action is at work
  | "failed"
  | "unknown"
  | "lost" // a place no longer holds
  | "unconnected" // a wire is missing
  | "not-asked" // nothing asks the instance to move
  | "refusing" // the provider has been asked to leave
  | "in-use" // a provider may not leave while it is used
  | "chosen-otherwise" // a join awaits a transition that went elsewhere
  | "abandoned" // a wait for a behavior that was withdrawn
  | "circular" // waits for what waits for it
  | "stopped"
  | "never"; // an instruction whose guard cannot come true

export interface Reason {
  /** `waits` has reasons behind it; all others are causes. */
  readonly kind: Cause | "waits";
  /** The instance and its place, transition, port or behavior, where it is about one. */
  readonly instance: string | undefined;
  readonly element: string | undefined;
  readonly text: string;
  readonly because: readonly Reason[];
}

/** Why the instance does not move on; empty where it is idle or could move. */
export function why(c: Configuration, instance: number): readonly Reason[] {
  return new Inquiry(c).instance(instance);
}

/** Why the program does not go on; empty where it is done or could. */
export function whyProgram(c: Configuration): readonly Reason[] {
  const inquiry = new Inquiry(c);
  if (c.position < c.program.length) return inquiry.program();
  return [...c.all()].filter((i) => c.behavior(i) !== nothing).flatMap((i) => inquiry.instance(i));
}

/** The leaves of some reasons, each once. */
export function causes(reasons: readonly Reason[]): readonly Reason[] {
  const leaves = reasons.flatMap((one) => (one.because.length > 0 ? causes(one.because) : [one]));
  return [...new Map(leaves.map((leaf) => [leaf.text, leaf])).values()];
}

/** One question; remembers whom it has asked, so that a circle is found. */
class Inquiry {
  readonly #c: Configuration;
  readonly #asking: number[] = [];

  constructor(c: Configuration) {
    this.#c = c;
  }

  instance(instance: number): readonly Reason[] {
    const c = this.#c;
    const name = c.names[instance] ?? "";
    if (this.#asking.includes(instance)) {
      const circle = [...this.#asking.slice(this.#asking.indexOf(instance)), instance];
      const text = circle.map((i) => c.names[i]).join(" waits for ");
      return [reason("circular", name, undefined, text)];
    }
    this.#asking.push(instance);
    const reasons = [
      ...this.#withdrawal(instance),
      ...this.#transitions(instance),
      ...this.#stations(instance),
      ...this.#places(instance),
    ];
    this.#asking.pop();
    return reasons;
  }

  program(): readonly Reason[] {
    const c = this.#c;
    const instruction = c.program[c.position];
    if (instruction === undefined || mayInstruct(c)) return [];
    const text = `instruction ${c.position + 1}, ${describe(instruction)}, waits`;
    const because = this.#instruction(instruction);
    if (because.length > 0) return [reason("waits", undefined, undefined, text, because)];
    return [reason("never", undefined, undefined, `${text} for what cannot come`)];
  }

  #instruction(instruction: Instruction): readonly Reason[] {
    const c = this.#c;
    if (instruction.op === "wait") {
      const { awaited } = c.instances.column;
      return [...c.all()].flatMap((i) => {
        if (awaited[i] === 0) return [];
        if (awaited[i] !== nothing) return this.instance(i);
        return [
          reason(
            "abandoned",
            c.names[i],
            undefined,
            `a behavior asked of ${c.names[i]} was withdrawn`,
          ),
        ];
      });
    }
    if (instruction.op === "connect" || instruction.op === "disconnect") {
      const at = ends(c, instruction);
      if (at === undefined) return [];
      if (instruction.op === "connect")
        return connectionBetween(c, at) === undefined
          ? this.#provider(at.provider, at.provide)
          : [];
      return connectionBetween(c, at) === undefined ? [] : [this.#holding(at.user)];
    }
    const instance = c.number("instance" in instruction ? instruction.instance : "");
    return instruction.op === "del" && instance !== undefined ? this.instance(instance) : [];
  }

  #withdrawal(instance: number): readonly Reason[] {
    const c = this.#c;
    if (!c.withdrawals.has(instance) || c.instances.column.running[instance] !== 0) return [];
    const blocked = withdrawalBlocked(c, instance);
    const name = c.names[instance] ?? "";
    if (blocked === undefined) return [];
    const life = c.life(instance);
    if ("place" in blocked)
      return [
        reason(
          "never",
          name,
          life.places[blocked.place],
          `${name} cannot go back to ${life.places[blocked.place]}: another token is there`,
        ),
      ];
    const port = life.ports[blocked.port];
    const because =
      port?.side === "use"
        ? this.#use(instance, blocked.port)
        : this.#users(instance, blocked.port);
    return [reason("waits", name, port?.name, `the withdrawal of ${name} waits`, because)];
  }

  #transitions(instance: number): readonly Reason[] {
    const c = this.#c;
    const name = c.names[instance] ?? "";
    return c.life(instance).transitions.flatMap((edge) => {
      const at = `${name}.${edge.name}`;
      const mark = c.mark(instance, edge.on);
      if (mark === running) return [reason("running", name, edge.name, `${at} is running`)];
      if (mark === failed)
        return [
          reason("failed", name, edge.name, `${at} failed: ${this.#failure(instance, edge.on)}`),
        ];
      if (mark === unknown)
        return [reason("unknown", name, edge.name, `whether ${at} has ended is unknown`)];
      if (c.mark(instance, edge.out) === none || c.withdrawals.has(instance)) return [];
      const unserved = edge.uses.filter((use) => !isServed(c, instance, use));
      if (unserved.length === 0)
        return c.stopped
          ? [reason("stopped", name, edge.name, `${at} may not start: the run is stopping`)]
          : [];
      return unserved.map((use) =>
        reason(
          "waits",
          name,
          edge.name,
          `${at} waits for ${this.#portText(instance, use)}`,
          this.#use(instance, use),
        ),
      );
    });
  }

  #stations(instance: number): readonly Reason[] {
    const c = this.#c;
    const life = c.life(instance);
    const name = c.names[instance] ?? "";
    return life.stations.flatMap((station, s) => {
      const arrived = station.docks.filter(
        (d) => c.mark(instance, life.docks[d]?.slot ?? 0) !== none,
      );
      if (arrived.length === 0 || entry(c, instance, s) !== undefined) return [];
      if (isJoined(c, instance, s)) {
        const unserved = (life.groups[station.place] ?? []).filter(
          (q) => life.ports[q]?.side === "use" && !isServed(c, instance, q),
        );
        return unserved.map((use) =>
          reason(
            "waits",
            name,
            station.name,
            `${name} waits before ${station.name} for ${this.#portText(instance, use)}`,
            this.#use(instance, use),
          ),
        );
      }
      const missing = station.docks
        .filter((d) => !arrived.includes(d))
        .map((d) => life.docks[d]?.transition ?? 0);
      const gone = missing.filter((t) => !this.#mayStillCome(instance, t));
      return gone.map((t) => {
        const awaited = life.transitions[t]?.name;
        return reason(
          "chosen-otherwise",
          name,
          awaited,
          `${name} waits before ${station.name} for ${awaited}, which will not come`,
        );
      });
    });
  }

  #places(instance: number): readonly Reason[] {
    const c = this.#c;
    const life = c.life(instance);
    const b = c.behavior(instance);
    const name = c.names[instance] ?? "";
    return life.places.flatMap((place, p) => {
      if (
        c.mark(instance, p) === none ||
        b === nothing ||
        (life.leaving[b]?.[p]?.length ?? 0) === 0
      )
        return [];
      const port = heldProvide(c, instance, p);
      if (port === undefined) return [];
      return [
        reason(
          "waits",
          name,
          place,
          `${name} may not leave ${place}: ${this.#portText(instance, port)} is in use`,
          this.#users(instance, port),
        ),
      ];
    });
  }

  #use(instance: number, use: number): readonly Reason[] {
    const c = this.#c;
    const record = c.port(instance, use);
    const name = c.names[instance] ?? "";
    const declared = c.life(instance).ports[use];
    const links = c.ports.column.links[record] ?? 0;
    if (declared !== undefined && links < declared.min) {
      const text = `${this.#portText(instance, use)} is connected to ${links === 0 ? "nothing" : `only ${links} of ${declared.min}`}`;
      return [reason("unconnected", name, declared.name, text)];
    }
    const { provider, provide } = c.connections.column;
    return [...c.connectionsOf(record, "use")].flatMap((k) =>
      this.#provider(provider[k] ?? 0, provide[k] ?? 0),
    );
  }

  /** Why a provider does not serve; empty where it does. */
  #provider(instance: number, port: number): readonly Reason[] {
    const c = this.#c;
    const record = c.port(instance, port);
    if (isActive(c, record) && !isRefusing(c, record)) return [];
    const name = c.names[instance] ?? "";
    const at = this.#portText(instance, port);
    if ((c.ports.column.impaired[record] ?? 0) > 0)
      return [
        reason(
          "waits",
          name,
          c.life(instance).ports[port]?.name,
          `${at} is impaired`,
          this.#impairments(instance, port),
        ),
      ];
    if (isActive(c, record))
      return [
        reason(
          "refusing",
          name,
          c.life(instance).ports[port]?.name,
          `${at} refuses: ${name} is asked to ${this.#behavior(instance)} and will leave it`,
        ),
      ];
    if (c.behavior(instance) === nothing) return [this.#notAsked(instance, port)];
    return [
      reason(
        "waits",
        name,
        c.life(instance).ports[port]?.name,
        `${at} is not provided yet`,
        this.instance(instance),
      ),
    ];
  }

  #impairments(instance: number, port: number): readonly Reason[] {
    const c = this.#c;
    const life = c.life(instance);
    const group = life.ports[port]?.group ?? [];
    const name = c.names[instance] ?? "";
    const places = life.places.filter((_, p) => group.includes(p) && c.mark(instance, p) === lost);
    const edges = new Set(
      life.transitions.filter(({ on }) => group.includes(on)).map((edge) => edge.name),
    );
    return [
      ...places.map((place) => reason("lost", name, place, `${name} is no longer ${place}`)),
      ...this.#transitions(instance).filter(
        ({ kind, element }) =>
          (kind === "failed" || kind === "unknown") && edges.has(element ?? ""),
      ),
    ];
  }

  /** The provider is idle: the program asks it later, or nobody does. */
  #notAsked(instance: number, port: number): Reason {
    const c = this.#c;
    const name = c.names[instance] ?? "";
    const coming = c.program
      .slice(c.position)
      .some((one) => one.op === "changeBehavior" && one.instance === name);
    const text = `${this.#portText(instance, port)} is not provided: nothing asks ${name} to move`;
    return coming
      ? reason(
          "waits",
          name,
          undefined,
          `${name} is asked to move by a later instruction`,
          this.program(),
        )
      : reason("not-asked", name, c.life(instance).ports[port]?.name, text);
  }

  #users(instance: number, port: number): readonly Reason[] {
    const c = this.#c;
    const { user, use } = c.connections.column;
    return [...c.connectionsOf(c.port(instance, port), "provide")]
      .filter((k) => isActive(c, c.port(user[k] ?? 0, use[k] ?? 0)))
      .map((k) => this.#holding(user[k] ?? 0));
  }

  /** Why an instance goes on using. */
  #holding(user: number): Reason {
    const name = this.#c.names[user] ?? "";
    const because = this.instance(user);
    return because.length > 0
      ? reason("waits", name, undefined, `${name} uses it`, because)
      : reason("in-use", name, undefined, `${name} uses it, and nothing asks ${name} to stop`);
  }

  /** Is the transition's token on its way, or may it start in the active behavior? */
  #mayStillCome(instance: number, transition: number): boolean {
    const c = this.#c;
    const life = c.life(instance);
    if (!isClear(c, instance, transition)) {
      const docks = life.transitions[transition]?.docks ?? [];
      return !docks.some((d) => c.mark(instance, life.docks[d]?.slot ?? 0) !== none);
    }
    const waiting = new Set([life.transitions[transition]?.source]);
    const before = life.transitions.filter(
      (edge, t) => edge.behavior === c.behavior(instance) && t !== transition,
    );
    for (let grown = -1; grown !== waiting.size; ) {
      grown = waiting.size;
      for (const edge of before)
        if (edge.docks.some((d) => waiting.has(life.stations[life.docks[d]?.station ?? 0]?.place)))
          waiting.add(edge.source);
    }
    const onItsWay = before.some(({ name, on, out, source }) => {
      const t = life.transitions.findIndex((edge) => edge.name === name);
      return (
        waiting.has(source) &&
        (c.mark(instance, on) !== none ||
          c.mark(instance, out) !== none ||
          !isClear(c, instance, t))
      );
    });
    return onItsWay || [...waiting].some((p) => p !== undefined && c.mark(instance, p) !== none);
  }

  #failure(instance: number, slot: number): string {
    const c = this.#c;
    return c.failures.get((c.instances.column.marks[instance] ?? 0) + slot)?.message ?? "";
  }
  #portText(instance: number, port: number): string {
    return `${this.#c.names[instance]}.${this.#c.life(instance).ports[port]?.name}`;
  }
  #behavior(instance: number): string {
    return this.#c.life(instance).behaviors[this.#c.behavior(instance)] ?? "";
  }
}

function reason(
  kind: Reason["kind"],
  instance: string | undefined,
  element: string | undefined,
  text: string,
  because: readonly Reason[] = [],
): Reason {
  return { kind, instance, element, text, because };
}

/** An instruction as its user would write it. */
export function describe(instruction: Instruction): string {
  switch (instruction.op) {
    case "add":
      return `add(${instruction.instance}, ${instruction.component.name})`;
    case "connect":
    case "disconnect":
      return `${instruction.op}(${instruction.use.instance}.${instruction.use.port}, ${instruction.provide.instance}.${instruction.provide.port})`;
    case "changeBehavior":
      return `changeBehavior(${instruction.instance}, ${instruction.behavior})`;
    case "wait":
      return `wait(${instruction.instances.join(", ")})`;
    case "del":
      return `del(${instruction.instance})`;
  }
}

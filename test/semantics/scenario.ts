/**
 * Small worlds for the tests of the rules: components in a line of text each, and a configuration that is told what happens by names.
 *
 * All rules that become possible are taken at once, as the engine takes them; `run` sets what would be taken next apart.
 */
import { type AnyComponent, component } from "../../src/model/component.ts";
import { type Many, type PortType, data, service } from "../../src/model/port.ts";
import { type Instruction, portName } from "../../src/model/program.ts";
import { advance, refusal } from "../../src/semantics/advance.ts";
import { Configuration } from "../../src/semantics/configuration.ts";
import { connectionRow } from "../../src/semantics/record.ts";
import type { Event, Step } from "../../src/semantics/event.ts";
import type { Lifecycle } from "../../src/semantics/lifecycle.ts";
import { causes, tell, why, whyProgram } from "../../src/semantics/why.ts";
import { dense } from "../oracle/dense.ts";
import { outcome } from "../oracle/picture.ts";

export const Sql: PortType<"service"> = service("sql");
export const Url: PortType<"data"> = data("url", { port: Number });

/** Port name → its type, then the places and transitions that it is bound to. */
type Bound<P> = Readonly<Record<string, readonly [P, ...string[]]>>;

/**
 * A component whose transitions are written `from -> to` or `from -> one | other`; its places are those that occur, the first is initial.
 */
export function machine(
  behaviors: Readonly<Record<string, Readonly<Record<string, string>>>>,
  ports: { readonly uses?: Bound<PortType | Many>; readonly provides?: Bound<PortType> } = {},
): AnyComponent {
  const edges = (written: Readonly<Record<string, string>>) =>
    Object.entries(written).map(([name, text]) => {
      const [from = "", to = ""] = text.split(" -> ");
      return [name, { from, to: to.split(" | ") }] as const;
    });
  const all = Object.values(behaviors).flatMap(edges);
  const stations = all.flatMap(([, { from, to }]) => [from, ...to]);
  const places = [...new Set(stations.map((station) => station.split("/")[0] ?? station))];
  const bound = <P>(written: Bound<P> = {}) =>
    Object.fromEntries(
      Object.entries(written).map(([port, [type, ...to]]) => [port, { type, in: to }]),
    );
  return component({
    name: "machine",
    places,
    initial: places[0] ?? "",
    uses: bound(ports.uses),
    provides: bound(ports.provides),
    behaviors: Object.fromEntries(
      Object.entries(behaviors).map(([name, written]) => [
        name,
        Object.fromEntries(edges(written)),
      ]),
    ),
  });
}

export const add = (instance: string, type: AnyComponent): Instruction => ({
  op: "add",
  instance,
  component: type,
});
export const push = (instance: string, ...behaviors: readonly string[]): readonly Instruction[] =>
  behaviors.map((behavior) => ({ op: "changeBehavior", instance, behavior }));
export const connect = (use: string, provide: string): Instruction => ({
  op: "connect",
  use: portName(use),
  provide: portName(provide),
});
export const disconnect = (use: string, provide: string): Instruction => ({
  op: "disconnect",
  use: portName(use),
  provide: portName(provide),
});
export const wait = (...instances: readonly string[]): Instruction => ({ op: "wait", instances });
export const del = (instance: string): Instruction => ({ op: "del", instance });

type Given = Readonly<Record<string, unknown>>;
interface Ending {
  /** Where it is not the first. */
  readonly station?: string;
  readonly values?: Given;
}

/** A configuration from nothing, told of one program. */
export const world = (...instructions: readonly (Instruction | readonly Instruction[])[]): World =>
  new World().program(...instructions);

export class World {
  readonly c: Configuration = new Configuration();
  /** The steps that followed from what was told last, e.g. `fire db.start`, `enter db.running`, `enable db.sql`. */
  taken: readonly string[] = [];
  readonly #known = new Map<number, { readonly name: string; readonly life: Lifecycle }>();

  program(...instructions: readonly (Instruction | readonly Instruction[])[]): this {
    return this.tell({ type: "program", instructions: instructions.flat() });
  }
  /** The action of `instance.transition` ends well. */
  end(transition: string, ending: Ending = {}): this {
    return this.tell(this.#ended(transition, ending));
  }
  /** Ends the actions one after the other, with no values. */
  ends(...transitions: readonly string[]): this {
    for (const transition of transitions) this.end(transition);
    return this;
  }
  skip(transition: string, ending: Ending = {}): this {
    return this.tell({ ...this.#ended(transition, ending), skipped: true });
  }
  fail(transition: string, message = "no luck"): this {
    const error = { code: "MADEUS_ACTION_FAILED", message };
    return this.tell({ type: "failed", ...this.#at(transition), error });
  }
  unknown(transition: string): this {
    return this.tell({ type: "unknown", ...this.#at(transition) });
  }
  refire(transition: string): this {
    return this.tell({ type: "refire", ...this.#at(transition) });
  }
  withdraw(name: string, then?: string): this {
    const instance = this.#instance(name);
    const behavior = this.c.life(instance).behaviors.indexOf(then ?? "");
    return this.tell({ type: "withdraw", instance, ...(behavior < 0 ? {} : { behavior }) });
  }
  lost(place: string): this {
    return this.tell({ type: "lost", ...this.#place(place) });
  }
  found(place: string): this {
    return this.tell({ type: "found", ...this.#place(place) });
  }
  stop(): this {
    return this.tell({ type: "stop" });
  }
  go(): this {
    return this.tell({ type: "go" });
  }
  abandon(): this {
    return this.tell({ type: "abandon" });
  }
  tell(event: Event): this {
    this.#learn();
    const steps = [...advance(this.c, event)];
    this.#learn();
    this.taken = steps.map((step) => this.#text(step));
    return this;
  }

  /** All tokens and queues, e.g. `db {running}; web {>start} [deploy]`: `>t` before t, `t` running, `t failed`, `t>p` before p. */
  marking(): string {
    return outcome({ ...dense.picture(this.c), connections: [], left: 0 });
  }
  /** Instructions that are not applied yet. */
  get left(): number {
    return this.c.program.length - this.c.position;
  }
  get done(): boolean {
    return this.c.done;
  }
  /** Why an event is refused, or undefined where it is not. */
  refusal(type: "ended" | "refire" | "unknown", transition: string): string | undefined {
    return refusal(this.c, { type, ...this.#at(transition) });
  }
  /** The value of a data provide port, with its version. */
  value(port: string): { readonly value: unknown; readonly version: number } | undefined {
    const { instance, port: name } = portName(port);
    const number = this.#instance(instance);
    return this.c.values.get(this.c.port(number, this.c.portNamed(number, "provide", name) ?? -1));
  }
  /** The version that a transition with the use port has read last. */
  read(use: string): number {
    const { instance, port } = portName(use);
    const number = this.#instance(instance);
    const record = this.c.port(number, this.c.portNamed(number, "use", port) ?? -1);
    return this.c.connections.get(this.c.firstOf(record), connectionRow.read);
  }
  /** Why the program, or one instance, does not go on: `kind instance.element` of each cause. */
  causes(name?: string): readonly string[] {
    const reasons = name === undefined ? whyProgram(this.c) : why(this.c, this.#instance(name));
    return causes(reasons).map(({ kind, instance, element }) =>
      [kind, [instance, element].filter((part) => part !== undefined).join(".")].join(" ").trim(),
    );
  }

  /** The whole story of why the program, or one instance, does not go on. */
  why(name?: string): readonly string[] {
    return tell(name === undefined ? whyProgram(this.c) : why(this.c, this.#instance(name)));
  }

  #instance(name: string): number {
    const instance = this.c.number(name);
    if (instance === undefined) throw new RangeError(`there is no ${name} in this scenario`);
    return instance;
  }
  #at(name: string): { readonly instance: number; readonly transition: number } {
    const { instance, port } = portName(name);
    const number = this.#instance(instance);
    const { transitions } = this.c.life(number);
    return { instance: number, transition: transitions.findIndex((edge) => edge.name === port) };
  }
  #place(name: string): { readonly instance: number; readonly place: number } {
    const { instance, port } = portName(name);
    const number = this.#instance(instance);
    return { instance: number, place: this.c.life(number).places.indexOf(port) };
  }
  #ended(name: string, { station, values = {} }: Ending): Event & { readonly type: "ended" } {
    const at = this.#at(name);
    const { docks, stations, transitions } = this.c.life(at.instance);
    const dock = transitions[at.transition]?.docks.findIndex(
      (one) => stations[docks[one]?.station ?? -1]?.name === station,
    );
    return { type: "ended", ...at, dock: Math.max(0, dock ?? 0), values };
  }

  /** An instance may be added and deleted by one event: what is known of it is kept. */
  #learn(): void {
    for (const instance of this.c.all())
      this.#known.set(instance, {
        name: this.c.names[instance] ?? "",
        life: this.c.life(instance),
      });
  }
  #text({ rule, instance, element }: Step): string {
    const { name, life } = this.#known.get(instance) ?? {};
    if (life === undefined) return rule;
    const dock = life.docks[element];
    const names: Readonly<Record<string, string | undefined>> = {
      leave: life.places[element],
      fire: life.transitions[element]?.name,
      fail: life.transitions[element]?.name,
      unknown: life.transitions[element]?.name,
      end: life.transitions[dock?.transition ?? -1]?.name,
      enter: life.stations[element]?.name,
      collide: life.stations[element]?.name,
      ungiven: life.stations[element]?.name,
      finish: life.behaviors[element],
      withdraw: life.behaviors[element],
      enable: life.ports[element]?.name,
      disable: life.ports[element]?.name,
    };
    return `${rule} ${name}.${names[rule]}`;
  }
}

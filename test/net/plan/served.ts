/**
 * One instance with every port served, run by the semantics: each use has providers that are there all the time.
 *
 * It is the naive reference for passages: whole configurations, no tables of what moves next.
 */
import { type AnyComponent, component } from "../../../src/model/component.ts";
import { type PortType, isMany, portTypeOf } from "../../../src/model/port.ts";
import type { Instruction } from "../../../src/model/program.ts";
import { advance } from "../../../src/semantics/advance.ts";
import { Configuration, none } from "../../../src/semantics/configuration.ts";
import type { Event } from "../../../src/semantics/event.ts";
import { isActive, isRefusing } from "../../../src/semantics/marking.ts";
import { settle } from "../../../src/semantics/settle.ts";
import { everything } from "../../../src/semantics/step.ts";

/** What one behavior came to. */
export interface Run {
  readonly to: readonly number[];
  readonly durationS: number;
  readonly fires: readonly {
    readonly transition: number;
    readonly atS: number;
    readonly dock: number | undefined;
  }[];
  /** Service provides that come and go, in order: `1.5 begins 3`; values that are read and given, likewise. */
  readonly events: readonly string[];
  /** time → the service ports that are active when all has happened that happens then. */
  readonly active: ReadonlyMap<number, string>;
  /** Provides that took new uses between the begin and the last of their ends. */
  readonly offered: ReadonlySet<number>;
}
export type Lasts = (transition: number) => number;

const name = "it";

/** The instance is new, its providers are deployed. */
export function served(type: AnyComponent): Configuration {
  const c = new Configuration();
  const uses = Object.entries<{ readonly type: PortType }>(type.uses);
  const connects = uses.flatMap(([port, use]) => {
    const count = isMany(use.type) ? Math.max(1, use.type.min) : 1;
    return Array.from({ length: count }, (_, k) => ({
      port,
      type: portTypeOf(use.type),
      from: `${port}${k}`,
    }));
  });
  const instructions: readonly Instruction[] = [
    { op: "add", instance: name, component: type },
    ...connects.flatMap(({ port, type: given, from }): readonly Instruction[] => [
      { op: "add", instance: from, component: sourceOf(given) },
      { op: "connect", use: { instance: name, port }, provide: { instance: from, port: "it" } },
      { op: "changeBehavior", instance: from, behavior: "deploy" },
    ]),
  ];
  settle(c, { type: "program", instructions });
  return c;
}

const sourceOf = (type: PortType): AnyComponent =>
  component({
    name: "source",
    places: ["off", "on"],
    initial: "off",
    provides: { it: { type, in: ["on"] } },
    behaviors: { deploy: { start: { from: "off", to: "on" } } },
  });

/** The configuration after each way through the behavior that comes to its end; one for each way to choose, the first of all first. */
export function runsOf(
  from: Configuration,
  behavior: string,
  lasts: Lasts,
): readonly { readonly run: Run; readonly c: Configuration }[] {
  const found: { run: Run; c: Configuration }[] = [];
  const open: number[][] = [[]];
  for (const choices of open) {
    const c = from.clone();
    const player = new Player(c, lasts);
    const options = player.play(behavior, choices);
    if (options === undefined) {
      if (c.done) found.push({ run: player.told(), c });
    } else for (let k = 0; k < options; k++) open.push([...choices, k]);
  }
  return found;
}

class Player {
  readonly #c: Configuration;
  readonly #lasts: Lasts;
  readonly #it: number;
  #nowS = 0;
  #running: { readonly transition: number; readonly endS: number }[] = [];
  readonly #fires: { transition: number; atS: number; dock: number | undefined }[] = [];
  readonly #events: string[] = [];
  readonly #active = new Map<number, string>();
  readonly #open = new Set<number>();
  readonly #offered = new Set<number>();

  constructor(c: Configuration, lasts: Lasts) {
    this.#c = c;
    this.#lasts = lasts;
    this.#it = c.number(name) ?? -1;
  }

  play(behavior: string, choices: readonly number[]): number | undefined {
    const left = [...choices];
    this.#tell({
      type: "program",
      instructions: [{ op: "changeBehavior", instance: name, behavior }],
    });
    while (this.#running.length > 0) {
      const endS = Math.min(...this.#running.map((one) => one.endS));
      const { transition } = this.#running.find((one) => one.endS === endS) ?? { transition: -1 };
      const docks = this.#c.life(this.#it).transitions[transition]?.docks ?? [];
      const dock = docks.length > 1 ? left.shift() : 0;
      if (dock === undefined) return docks.length;
      this.#running = this.#running.filter((one) => one.transition !== transition);
      this.#nowS = endS;
      const fire = this.#fires.findLast((one) => one.transition === transition);
      if (fire !== undefined && docks.length > 1) fire.dock = docks[dock];
      const values = everything(this.#c, this.#it);
      this.#tell({ type: "ended", instance: this.#it, transition, dock, values });
    }
    return undefined;
  }

  told(): Run {
    const { places } = this.#c.life(this.#it);
    return {
      to: places.flatMap((_, place) => (this.#c.mark(this.#it, place) === none ? [] : [place])),
      durationS: this.#nowS,
      fires: this.#fires,
      events: this.#events,
      active: this.#active,
      offered: this.#offered,
    };
  }

  #tell(event: Event): void {
    const { ports, stations } = this.#c.life(this.#it);
    const say = (what: string, port: number): void =>
      void this.#events.push(`${this.#nowS} ${what} ${port}`);
    let entered: number | undefined;
    const give = (): void => {
      for (const [q, { kind, side, places }] of ports.entries())
        if (kind === "data" && side === "provide" && places.includes(entered ?? -1))
          say("gives", q);
      entered = undefined;
    };
    for (const { rule, instance, element } of advance(this.#c, event)) {
      if (instance !== this.#it) continue;
      if (rule === "enable" || rule === "disable") {
        if (rule === "disable" && this.#open.has(element)) this.#offered.add(element);
        if (ports[element]?.kind === "service") say(rule === "enable" ? "begins" : "ends", element);
        continue;
      }
      // Values can be read when services have come and gone.
      give();
      if (rule === "enter") entered = stations[element]?.place;
      if (rule === "fire") this.#fire(element);
    }
    give();
    this.#look();
  }

  #fire(transition: number): void {
    for (const [q, port] of this.#c.life(this.#it).ports.entries())
      if (port.kind === "data" && port.side === "use" && port.transitions.includes(transition))
        this.#events.push(`${this.#nowS} reads ${q}`);
    this.#fires.push({ transition, atS: this.#nowS, dock: undefined });
    this.#running.push({ transition, endS: this.#nowS + this.#lasts(transition) });
  }

  #look(): void {
    const { ports } = this.#c.life(this.#it);
    const active = ports.flatMap(({ kind, side }, q) => {
      const record = this.#c.port(this.#it, q);
      const is = kind === "service" && isActive(this.#c, record);
      if (is && side === "provide" && !isRefusing(this.#c, record)) this.#open.add(q);
      return is ? [q] : [];
    });
    this.#active.set(this.#nowS, active.join());
  }
}

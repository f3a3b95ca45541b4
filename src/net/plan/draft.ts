/** A change in the making: who has to move, and why. Cost: the instances that it is about, and their connections. */
import type { Wiring } from "../../semantics/assembled.ts";
import { portKey } from "../../semantics/lifecycle.ts";
import { isHeldAt } from "./interface.ts";
import { type Leg, isAsked, lead, legOf } from "./leg.ts";
import { endsIn } from "./passage.ts";
import type { System, Wanted } from "./system.ts";
import { textOf, textsOf, wiresOf } from "./wires.ts";

export interface Task {
  /** Instances to be looked at; the others move only because of these. */
  readonly names: Iterable<string>;
  /** Who is to pass the behavior that is wanted of it, or to be made anew; and who is to pass it if it moves anyway. */
  readonly seeds: ReadonlySet<string>;
  readonly others: ReadonlySet<string>;
}

export class Draft {
  readonly now: System;
  readonly wanted: Wanted;
  /** Connections that go, and that come. */
  readonly cut: readonly Wiring[];
  readonly made: readonly Wiring[];
  readonly #legs = new Map<string, Leg>();
  readonly #task: Task;
  readonly #obstacles = new Map<string, string>();

  constructor(now: System, wanted: Wanted, task: Task) {
    this.now = now;
    this.wanted = wanted;
    this.#task = task;
    for (const name of task.names) this.#enlist(name);
    const [cut, made] = this.#rewiring();
    this.cut = cut;
    this.made = made;
    this.#prepare();
    for (const leg of this.#legs.values()) this.#lead(leg);
    this.#stepAside();
  }

  get obstacles(): readonly string[] {
    return [...this.#obstacles.values()];
  }
  /** Of all that were looked at. */
  get legs(): readonly Leg[] {
    return [...this.#legs.values()];
  }
  readonly leg = (name: string): Leg | undefined => this.#legs.get(name);

  /** Those that pass the behavior that is wanted of them. */
  get passing(): readonly string[] {
    return this.legs.filter(({ via }) => via !== undefined).map(({ name }) => name);
  }

  #enlist(name: string): Leg {
    let leg = this.#legs.get(name);
    if (leg !== undefined) return leg;
    leg = legOf(name, this.now, this.wanted, this.#task.seeds.has(name));
    if (this.#task.seeds.has(name)) leg.via = viaOf(leg);
    this.#legs.set(name, leg);
    return leg;
  }

  /** What is taken away and comes again loses its connections meanwhile. */
  #rewiring(): readonly [cut: readonly Wiring[], made: readonly Wiring[]] {
    const [is, shall] = [this.now.connections, this.wanted.connections];
    const anew = this.legs.flatMap(({ kind, name }) => (kind === "anew" ? [name] : []));
    if (is === shall) {
      const { ofUser, ofProvider } = wiresOf(is);
      const renewed = [...new Set(anew.flatMap((name) => [...ofUser(name), ...ofProvider(name)]))];
      return [renewed, renewed];
    }
    const isAnew = new Set(anew);
    const renewed = ({ use, provide }: Wiring): boolean =>
      isAnew.has(use.instance) || isAnew.has(provide.instance);
    const [before, after] = [textsOf(is), textsOf(shall)];
    return [
      is.filter((one) => !after.has(textOf(one)) || renewed(one)),
      shall.filter((one) => !before.has(textOf(one)) || renewed(one)),
    ];
  }

  /** A connection that changes does so where its use is let go of. */
  #prepare(): void {
    for (const { use } of this.cut) {
      const leg = this.#enlist(use.instance);
      const port = leg.life.portNamed.get(portKey("use", use.port));
      if (leg.kind !== "stays" || port === undefined) continue;
      leg.release.add(port);
      leg.halts = true;
    }
    for (const { use } of this.made) {
      const leg = this.#enlist(use.instance);
      const port = leg.life.portNamed.get(portKey("use", use.port));
      if (leg.kind === "stays" && port !== undefined && !leg.release.has(port)) leg.gains.add(port);
    }
  }

  /** What moves anyway passes its behavior on the way, if it can. */
  #lead(leg: Leg): void {
    const hindrance = lead(leg);
    if (hindrance !== undefined) {
      this.#obstacles.set(leg.name, hindrance);
      return;
    }
    if (leg.kind !== "stays" || leg.via !== undefined || !isAsked(leg)) return;
    if (!this.#task.others.has(leg.name)) return;
    leg.via = viaOf(leg);
    if (lead(leg) !== undefined) leg.via = undefined;
  }

  /** Whose provider goes away for a time steps aside meanwhile, unless it lets go of it anyway. */
  #stepAside(): void {
    const [is, moved] = [wiresOf(this.now.connections), new Set(this.#legs.keys())];
    // Who is added again while the others are gone through comes once more.
    for (const name of moved) {
      moved.delete(name);
      if (!isAsked(this.#enlist(name))) continue;
      for (const one of [...is.ofProvider(name), ...is.ofUser(name)]) {
        const user = this.#enlist(one.use.instance);
        if (!this.#hinders(user, one)) continue;
        this.#lead(user);
        moved.add(user.name);
      }
    }
  }

  /** Does the user hold on to what goes away, and does nothing about it yet? Then it is to let go of it. */
  #hinders(user: Leg, { use, provide }: Wiring): boolean {
    const provider = this.#legs.get(provide.instance);
    const given = provider?.life.portNamed.get(portKey("provide", provide.port));
    const port = user.life.portNamed.get(portKey("use", use.port));
    if (user.kind !== "stays" || given === undefined || port === undefined) return false;
    if (user.release.has(port) || !isHeldAt(user.life, port, user.places)) return false;
    if (provider?.way.some((one) => endsIn(one, given)) !== true) return false;
    const isShed = user.way.some((one) => endsIn(one, port));
    (isShed ? user.sheds : user.release).add(port);
    return !isShed;
  }
}

function viaOf({ life, wanted }: Leg): number | undefined {
  const behavior = life.behaviors.indexOf(wanted?.via ?? "");
  return behavior < 0 ? undefined : behavior;
}

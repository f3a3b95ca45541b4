/** Systems at rest: which instances there are, where they stand and how they are connected; as they are, and as they are wanted. */
import type { AnyComponent } from "../../model/component.ts";
import { type Wiring, connectionsOf } from "../../semantics/assembled.ts";
import type { Configuration } from "../../semantics/configuration.ts";
import type { Lifecycle } from "../../semantics/lifecycle.ts";
import type { Slots } from "../translate/outcome.ts";
import { declaredLastsS } from "./interface.ts";
import { passagesOf } from "./passage.ts";

/** Instances of which nothing is asked, and how they are connected. */
export interface System {
  readonly instances: ReadonlyMap<string, Stance>;
  readonly connections: readonly Wiring[];
}
export interface Stance {
  readonly life: Lifecycle;
  readonly places: Slots;
}
export interface Wanted {
  readonly instances: ReadonlyMap<string, WantedInstance>;
  readonly connections: readonly Wiring[];
}
export interface WantedInstance {
  readonly component: AnyComponent;
  readonly on?: string | undefined;
  /** Where it is to stand, by the numbers of its component's places; undefined: where `deploy` leads it. */
  readonly places?: Slots;
  /** A behavior that it is to pass, e.g. `update`. */
  readonly via?: string | undefined;
  /** Places that do not hold any more, by number: they are to be left and come by again. */
  readonly renew?: Slots | undefined;
  /** It is to be taken away and added again. */
  readonly anew?: boolean;
}

/** What stands. Nothing may be asked of any instance, and no token be on its way. O(instances + connections). */
export function systemOf(c: Configuration): System {
  const numbers = [...c.all()];
  const stances = numbers.map((one): readonly [string, Stance] => {
    const life = c.life(one);
    return [c.names[one] ?? "", { life, places: c.placesOf(one) }];
  });
  return {
    instances: new Map(stances),
    connections: numbers.flatMap((one) => connectionsOf(c, one)),
  };
}

/** Where an instance stands when it has done what is wanted of it. */
export const goalOf = (
  life: Lifecycle,
  from: Slots,
  { places }: Pick<WantedInstance, "places">,
): Slots => places ?? deployedFrom(life, from);

/** Where `deploy` leads; where it gets stuck, where it leads from the beginning. */
function deployedFrom(life: Lifecycle, from: Slots): Slots {
  const deploy = life.behaviors.indexOf("deploy");
  if (deploy < 0) return from;
  let ofLife = known.get(life);
  if (ofLife === undefined) known.set(life, (ofLife = new Map()));
  const key = from.join();
  let to = ofLife.get(key);
  if (to === undefined) {
    const passage = passagesOf(life, deploy, from, declaredLastsS)[0];
    const isBegin = key === `${life.initial}`;
    to = passage?.to ?? (isBegin ? from : deployedFrom(life, [life.initial]));
    ofLife.set(key, to);
  }
  return to;
}
const known = new WeakMap<Lifecycle, Map<string, Slots>>();

/**
 * Where those that move part: who is asked for all of its way at once, and who stops on the way until others have done so too.
 *
 * Nobody has to stop whose providers, from the moment when they are asked, take no new use until they have gone and come back.
 */
import { type PortName, portText } from "../../model/program.ts";
import type { Wiring } from "../../semantics/assembled.ts";
import { type Lifecycle, portKey } from "../../semantics/lifecycle.ts";
import { goingLast } from "./departure.ts";
import type { Draft } from "./draft.ts";
import { isHeldAt } from "./interface.ts";
import { type Leg, endOf, halvesOf, isAsked, lettingGo } from "./leg.ts";
import { type Passage, endsIn, takesIn } from "./passage.ts";
import type { System } from "./system.ts";
import { wiresOf } from "./wires.ts";

/** A connection of two that move, by the numbers of its ports. */
export interface Tie {
  readonly user: Leg;
  readonly port: number;
  readonly provider: Leg;
  readonly given: number;
}

/** Decides who halts. Cost: the connections of those that move. */
export function part(draft: Draft): void {
  const ties = tiesIn(draft, draft.wanted.connections);
  partAtProviders(ties);
  const goers = goingLast(draft);
  const isStrain = (tie: Tie): boolean => !goers.has(tie.provider.name) && isStrained(tie);
  if (!tiesIn(draft, draft.now.connections).some(isStrain)) return;
  for (const leg of draft.legs) if (leg.kind === "stays" && isAsked(leg)) leg.halts = true;
  partAtProviders(ties);
}

/** What instances need on their way and nobody provides then, a sentence each. */
export const unservedIn = (draft: Draft): readonly string[] =>
  draft.legs.flatMap((leg) => [
    ...lacksOf(leg, leg.life, {
      way: beforeHalt(leg),
      wires: draft.now,
      isThere: isThereNow(draft),
    }),
    ...lacksOf(leg, leg.next, {
      way: afterHalt(leg),
      wires: draft.wanted,
      isThere: isThereThen(draft),
    }),
  ]);

interface Half {
  readonly way: readonly Passage[];
  readonly wires: Pick<System, "connections">;
  readonly isThere: (provide: PortName) => boolean;
}

function lacksOf(leg: Leg, life: Lifecycle, { way, wires, isThere }: Half): readonly string[] {
  if (way.length === 0) return [];
  return wiresOf(wires.connections)
    .ofUser(leg.name)
    .flatMap(({ use, provide }) => {
      const port = life.portNamed.get(portKey("use", use.port)) ?? -1;
      const taken = way.find((one) => takesIn(one, port));
      if (taken === undefined || life.ports[port]?.kind === "data" || isThere(provide)) return [];
      const behavior = life.behaviors[taken.behavior];
      return [`${leg.name} needs ${portText(provide)} for its ${behavior}, and that is not there`];
    });
}

/** Is a service there where its instance stands, or comes before that stops? One that is lost is not. */
const isThereNow =
  ({ now, leg }: Draft) =>
  ({ instance, port: name }: PortName): boolean => {
    const stance = now.instances.get(instance);
    const port = stance?.life.portNamed.get(portKey("provide", name));
    if (stance === undefined || port === undefined) return false;
    const provider = leg(instance);
    const isLost = isHeldAt(stance.life, port, provider?.wanted?.renew ?? []);
    if (!isLost && isHeldAt(stance.life, port, stance.places)) return true;
    const way = provider === undefined ? [] : halvesOf(provider).first;
    return way.some((one) => takesIn(one, port)) && !way.some((one) => endsIn(one, port));
  };

/** Is a service there where its instance comes to its end? */
const isThereThen =
  ({ now, leg }: Draft) =>
  ({ instance, port: name }: PortName): boolean => {
    const provider = leg(instance);
    const stance = now.instances.get(instance);
    const life = provider?.next ?? stance?.life;
    const port = life?.portNamed.get(portKey("provide", name));
    if (life === undefined || port === undefined) return false;
    return isHeldAt(life, port, (provider && endOf(provider)) ?? stance?.places ?? []);
  };

/** Those among connections whose both ends move. */
export const tiesIn = (draft: Draft, connections: readonly Wiring[]): readonly Tie[] => {
  const wires = wiresOf(connections);
  return draft.legs.filter(isAsked).flatMap((provider) =>
    wires.ofProvider(provider.name).flatMap(({ use, provide }) => {
      const user = draft.leg(use.instance);
      const port = user?.life.portNamed.get(portKey("use", use.port));
      const given = provider.life.portNamed.get(portKey("provide", provide.port));
      if (user === undefined || port === undefined || given === undefined) return [];
      return isAsked(user) ? [{ user, port, provider, given }] : [];
    }),
  );
};

/** Who comes back to a provider does so when that has been away. */
function partAtProviders(ties: readonly Tie[]): void {
  const comesBack = ({ user, port }: Tie): boolean =>
    user.kind !== "stays" || user.way.some((one) => takesIn(one, port));
  const open = ties.filter((tie) => tie.provider.kind === "stays" && comesBack(tie));
  const byEnd = Map.groupBy(
    open.flatMap((tie) => [tie.user, tie.provider].map((end) => ({ end, tie }))),
    ({ end }) => end,
  );
  const next = new Set(open);
  for (const tie of next) {
    next.delete(tie);
    for (const leg of whoHalts(tie))
      if (leg.kind === "stays" && !leg.halts) {
        leg.halts = true;
        for (const other of byEnd.get(leg) ?? []) next.add(other.tie);
      }
  }
}

function whoHalts({ user, provider, given }: Tie): readonly Leg[] {
  const { first, second } = halvesOf(provider);
  if (first.some((one) => endsIn(one, given)) && !withholds(first, given)) return [user, provider];
  return second.some((one) => endsIn(one, given)) ? [user] : [];
}

/** Is the port refused from the begin of the passages to its last end? */
export const withholds = ([begin, ...others]: readonly Passage[], given: number): boolean =>
  begin?.withholds.includes(given) === true && !others.some((one) => endsIn(one, given));

/**
 * Does the user need the provider once more before it is out of its way? Then the provider is asked only when the user has got there.
 */
export function isStrained({ user, port, provider, given }: Tie): boolean {
  if (!halvesOf(provider).first.some((one) => endsIn(one, given))) return false;
  return beforeHalt(user).some((one) => takesIn(one, port) && !isValue(user, port));
}

/** Does the user let go of the provider before that goes? */
export const isReleased = ({ user, port, provider, given }: Tie): boolean =>
  isHeldAt(user.life, port, user.places) &&
  halvesOf(provider).first.some((one) => endsIn(one, given));

const isValue = ({ life }: Leg, port: number): boolean => life.ports[port]?.kind === "data";

const beforeHalt = (leg: Leg): readonly Passage[] =>
  leg.kind === "stays" && !leg.halts ? leg.way.slice(0, lettingGo(leg)) : halvesOf(leg).first;
const afterHalt = (leg: Leg): readonly Passage[] =>
  leg.kind === "stays" && !leg.halts ? leg.way.slice(lettingGo(leg)) : halvesOf(leg).second;

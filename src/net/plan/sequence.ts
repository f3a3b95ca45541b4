/**
 * The instructions of a change in their order: what comes and needs nobody that moves; what is in the way of others stops or goes;
 * connections and instances change; everybody goes on; then goes what is not wanted any more.
 */
import type { Instruction } from "../../model/program.ts";
import type { Wiring } from "../../semantics/assembled.ts";
import { type Lifecycle, portKey } from "../../semantics/lifecycle.ts";
import { goingLast } from "./departure.ts";
import type { Draft } from "./draft.ts";
import { isHeldAt } from "./interface.ts";
import { type Leg, haltOf, halvesOf, isAsked } from "./leg.ts";
import { isReleased, isStrained, tiesIn, withholds } from "./parting.ts";
import { type Passage, endsIn } from "./passage.ts";
import { type Round, byProviders, roundsOf } from "./precedence.ts";
import { wiresOf } from "./wires.ts";

/** Of a draft that is parted. Empty where nothing is to be done. O(instances + connections). */
export function sequenceOf(draft: Draft): readonly Instruction[] {
  const { legs, cut, made } = draft;
  const late = lateIn(draft);
  const early = legs.filter(({ kind, name }) => kind === "comes" && !late.has(name));
  const isEarly = new Set(early.map(({ name }) => name));
  const ofEarly = made.filter(({ use }) => isEarly.has(use.instance));
  const rest = made.filter(({ use }) => !isEarly.has(use.instance));
  const last = rest.filter((one) => isHeldMeanwhile(draft, late, one));
  const isLast = new Set(last);
  const goers = goingLast(draft);
  const isLate = (one: Wiring): boolean => goers.has(one.use.instance);
  const others = legs.filter(({ name }) => !goers.has(name));
  const stopping = others.filter((leg) => halvesOf(leg).first.length > 0);
  const awaited = stopping.filter(isStopping);
  const isChanged = cut.length > 0 || rest.length > 0 || awaited.length > 0 || goers.size > 0;
  const later = legs.filter((leg) => !isEarly.has(leg.name));
  const goingOn = later.filter((leg) => halvesOf(leg).second.length > 0);
  const moved = later.filter((leg) => leg.kind !== "goes" && isAsked(leg));
  const said = [
    ...early.map(addition),
    ...ofEarly.map((one) => connection("connect", one)),
    ...byProviders(early, wiresOf(draft.wanted.connections)).flatMap(askedSecond),
    ...(early.length > 0 && isChanged ? [wait(early)] : []),
    ...firstHalves(draft, stopping),
    ...(awaited.length > 0 ? [wait(awaited)] : []),
    ...cut.filter((one) => !isLate(one)).map((one) => connection("disconnect", one)),
    ...others.filter(isGoing).map(deletion),
    ...legs.filter(({ name }) => late.has(name)).map(addition),
    ...rest.filter((one) => !isLast.has(one)).map((one) => connection("connect", one)),
    ...secondHalves(draft, goingOn),
    ...last.map((one) => connection("connect", one)),
    ...(goers.size > 0 && moved.length > 0 ? [wait(moved)] : []),
    ...departure(
      draft,
      legs.filter(({ name }) => goers.has(name)),
      cut.filter(isLate),
    ),
  ];
  return said.length === 0 ? [] : [...said, { op: "wait", instances: [] }];
}

function departure(
  draft: Draft,
  goers: readonly Leg[],
  cut: readonly Wiring[],
): readonly Instruction[] {
  const led = goers.filter((leg) => halvesOf(leg).first.length > 0);
  return [
    ...firstHalves(draft, led),
    ...(led.length > 0 ? [wait(led)] : []),
    ...cut.map((one) => connection("disconnect", one)),
    ...goers.map(deletion),
  ];
}

/** Who can come only when others have stopped, gone or come. */
function lateIn(draft: Draft): ReadonlySet<string> {
  const { ofUser, ofProvider } = wiresOf(draft.wanted.connections);
  const isUnsteady = (one: Wiring): boolean => !isSteady(draft, one);
  const late = new Set<string>();
  for (const { kind, name } of draft.legs)
    if (kind === "anew" || (kind === "comes" && ofUser(name).some(isUnsteady))) late.add(name);
  // A Set that grows while it is iterated is iterated to its new end.
  for (const provider of late)
    for (const { use } of ofProvider(provider))
      if (draft.leg(use.instance)?.kind === "comes") late.add(use.instance);
  return late;
}

/** Is the provider there all the time, if it does not come itself? */
function isSteady(draft: Draft, { provide }: Wiring): boolean {
  const leg = draft.leg(provide.instance);
  const port = leg?.next.portNamed.get(portKey("provide", provide.port));
  if (leg?.kind !== "stays" || leg.way.length === 0 || port === undefined) return true;
  if (leg.life.ports[port]?.kind === "data")
    return !leg.way.some(({ events }) => events.some((one) => one.port === port));
  return isHeldAt(leg.life, port, leg.places) && !leg.way.some((one) => endsIn(one, port));
}

/** Is a further provider to be connected to a use that is held, and comes only when everybody goes on? */
function isHeldMeanwhile(draft: Draft, late: ReadonlySet<string>, wiring: Wiring): boolean {
  const leg = draft.leg(wiring.use.instance);
  const port = leg?.life.portNamed.get(portKey("use", wiring.use.port));
  if (leg?.kind !== "stays" || port === undefined) return false;
  if (!isHeldAt(leg.life, port, haltOf(leg))) return false;
  return late.has(wiring.provide.instance) || !isSteady(draft, wiring);
}

/** Who withdraws refuses before a user can come back; but who is still needed by those on their way out waits for them. */
function firstHalves(draft: Draft, legs: readonly Leg[]): readonly Instruction[] {
  const { connections } = draft.now;
  const items = byProviders(legs, wiresOf(connections));
  const ties = tiesIn(draft, connections).map((tie) => ({ ...tie, isAwaited: isStrained(tie) }));
  const byProvider = Map.groupBy(
    ties.filter((tie) => tie.isAwaited || isReleased(tie)),
    ({ provider }) => provider,
  );
  const rounds = roundsOf(items, items.toReversed(), (leg) =>
    (byProvider.get(leg) ?? []).map(({ user, isAwaited }) => ({ one: user, isAwaited })),
  );
  return rounds.flatMap((round) => roundText(round, askedFirst));
}

/** Providers before their users; where one could be taken too early it is awaited. */
function secondHalves(draft: Draft, legs: readonly Leg[]): readonly Instruction[] {
  const { connections } = draft.wanted;
  const items = byProviders(legs, wiresOf(connections));
  const byUser = Map.groupBy(tiesIn(draft, connections), ({ user }) => user);
  const rounds = roundsOf(items, items, (leg) =>
    (byUser.get(leg) ?? []).map(({ provider, given }) => {
      const { second } = halvesOf(provider);
      const isGone = provider.kind === "stays" && second.some((one) => endsIn(one, given));
      return { one: provider, isAwaited: isGone && !withholds(second, given) };
    }),
  );
  return rounds.flatMap((round) => roundText(round, askedSecond));
}

const roundText = (
  { asked: legs, awaited }: Round<Leg>,
  toText: (leg: Leg) => readonly Instruction[],
): readonly Instruction[] => [
  ...legs.flatMap(toText),
  ...(awaited.length > 0 ? [wait(awaited)] : []),
];

const isGoing = ({ kind }: Leg): boolean => kind === "goes" || kind === "anew";
const isStopping = (leg: Leg): boolean => isGoing(leg) || (leg.kind === "stays" && leg.halts);

const addition = ({ name, wanted, next }: Leg): Instruction => ({
  op: "add",
  instance: name,
  component: wanted?.component ?? next.component,
  ...(wanted?.on === undefined ? {} : { on: wanted.on }),
});

const deletion = ({ name }: Leg): Instruction => ({ op: "del", instance: name });

const askedFirst = (leg: Leg): readonly Instruction[] =>
  asked(leg.name, leg.life, halvesOf(leg).first);
const askedSecond = (leg: Leg): readonly Instruction[] =>
  asked(leg.name, leg.next, halvesOf(leg).second);

const asked = (
  instance: string,
  { behaviors }: Lifecycle,
  way: readonly Passage[],
): readonly Instruction[] =>
  way.map(({ behavior }) => ({
    op: "changeBehavior",
    instance,
    behavior: behaviors[behavior] ?? "",
  }));

const connection = (op: "connect" | "disconnect", { use, provide }: Wiring): Instruction => ({
  op,
  use,
  provide,
});

const wait = (legs: readonly Leg[]): Instruction => ({
  op: "wait",
  instances: legs.map(({ name }) => name),
});

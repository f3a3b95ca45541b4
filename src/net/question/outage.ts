/**
 * Which service ports may go away after they were there, in some order of things, however long everything takes.
 *
 * Where one run stands for all, what may have happened at some time is a set of events with all that they depend on. A port goes away where
 * such a set takes a token out of the port's group and leaves none there.
 */
import { worstMoment } from "../time/cut.ts";
import type { Occurrence } from "../time/occurrence.ts";
import { row } from "../rows.ts";
import type { Translation } from "../translate/translate.ts";

/** A service provide port of an instance. */
export interface ServicePort {
  readonly instance: string;
  readonly port: string;
}

/** All there are, in the order of their instances. */
export const servicePorts = (translation: Translation): readonly ServicePort[] =>
  groupsOf(translation).map(({ instance, port }) => ({ instance, port }));

/** The first port that may go away; undefined: none does. Cost: of each that ever loses a token, as `worstMoment` for each such event. */
export function firstOutage(
  translation: Translation,
  occurrence: Occurrence,
  isWanted: (port: ServicePort) => boolean,
): ServicePort | undefined {
  const groups = groupsOf(translation).filter(isWanted);
  const gains = gainsOf(translation, occurrence, groups);
  const found = groups.find((group, k) => mayBeEmptied(translation, occurrence, group, gains[k]));
  return found && { instance: found.instance, port: found.port };
}

interface Group extends ServicePort {
  /** Where its tokens may be, in the net. */
  readonly places: readonly number[];
}

const groupsOf = ({ desk }: Translation): readonly Group[] =>
  desk.seats.flatMap(({ member, life, shape, slotAt }) =>
    life.ports.flatMap(({ side, kind, name, group }) => {
      const places = group.filter((slot) => (shape.offsets[slot] ?? -1) >= 0).map(slotAt);
      return side === "provide" && kind === "service"
        ? [{ instance: member.name, port: name, places }]
        : [];
    }),
  );

/** Of each group: event → how many tokens it brings there. */
type Gains = ReadonlyMap<number, number>;

function gainsOf(
  { net }: Translation,
  { transitions }: Occurrence,
  groups: readonly Group[],
): readonly Gains[] {
  const groupsAt = new Map<number, number[]>();
  for (const [k, { places }] of groups.entries())
    for (const place of places) groupsAt.set(place, [...(groupsAt.get(place) ?? []), k]);
  const gains = groups.map(() => new Map<number, number>());
  for (const [event, t] of transitions.entries())
    for (const [places, by] of [
      [row(net.produced, t), 1] as const,
      [row(net.consumed, t), -1] as const,
    ])
      for (const place of places)
        for (const k of groupsAt.get(place) ?? [])
          gains[k]?.set(event, (gains[k].get(event) ?? 0) + by);
  return gains.map((all) => new Map([...all].filter(([, gain]) => gain !== 0)));
}

/** Is there a moment, after a token was taken out of the group, at which it holds none? */
function mayBeEmptied(
  { net }: Translation,
  occurrence: Occurrence,
  { places }: Group,
  gains: Gains = new Map(),
): boolean {
  const start = places.filter((place) => (net.initial[place] ?? 0) > 0).length;
  const most = [...gains.values()].reduce((sum, gain) => sum + Math.abs(gain), 1);
  return [...gains].some(([event, gain]) => {
    if (gain > 0) return false;
    // So much less that the worst moment comes after this event.
    const { sum } = worstMoment(occurrence, new Map(gains).set(event, gain - most));
    return start + sum + most === 0;
  });
}

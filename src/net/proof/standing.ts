/** A marking of a translated net in the words of its components: where tokens are, and which behaviors are still asked for. */
import type { Member } from "../translate/course.ts";
import { slotName } from "../translate/naming.ts";
import type { Marking } from "../explore/player.ts";
import type { Seat } from "../translate/seat.ts";
import { kinds } from "../translate/sense.ts";
import type { Translation } from "../translate/translate.ts";

/**
 * `tokens`: `place`, `out:transition`, `transition` (running), `in:transition`; a failed one is `failed:transition`. `queue`: behaviors
 * asked for, the active one first.
 */
export interface Standing {
  readonly tokens: readonly string[];
  readonly queue: readonly string[];
}

/** By name, the instances that are there. Cost: the places of all members. */
export function standings(
  { desk, net }: Translation,
  marking: Marking,
): Readonly<Record<string, Standing>> {
  const tokens: string[][] = desk.seats.map(() => []);
  for (let place = 0; place < net.placeCount; place++) {
    if ((marking[place] ?? 0) === 0) continue;
    const { kind, owner, index } = desk.draft.senseOf(place);
    const life = desk.course.members[owner]?.life;
    if (life === undefined) continue;
    if (kind === kinds.slot) tokens[owner]?.push(slotName(life, index));
    if (kind === kinds.failed) tokens[owner]?.push(`failed:${life.transitions[index]?.name}`);
  }
  return Object.fromEntries(
    desk.seats.flatMap((seat) => {
      const { member } = seat;
      const held = tokens[member.index] ?? [];
      if (held.length === 0) return [];
      return [[member.name, { tokens: held, queue: queueOf(seat, member, marking) }]];
    }),
  );
}

const queueOf = (seat: Seat, { asked }: Member, marking: Marking): readonly string[] =>
  asked
    .filter((_, k) => (marking[seat.askedAt(k)] ?? 0) > 0)
    .map(({ behavior }) => seat.life.behaviors[behavior] ?? "");

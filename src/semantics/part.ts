/**
 * Parts of a configuration: what one run is about, taken out of all that stands, and put back.
 *
 * A guard reads the tokens of its instance and the ports at the other ends of its connections, and nothing else; so in a part that has all
 * neighbours of what moves the same steps are enabled as in the whole. Two programs of which none moves what the other one moves, or a
 * neighbour of that, may therefore run each in a part of its own: united in either order the parts give what running them one after the
 * other on the whole gives.
 */
import { Configuration } from "./configuration.ts";
import { instanceRow } from "./record.ts";
import {
  type Move,
  moveConnections,
  moveInstance,
  moveValues,
  moveWithdrawal,
} from "./transfer.ts";

/**
 * The instances of these names, in their order, with the connections among them; the program is empty. O(part + instances).
 *
 * @param whole  its program is at its end
 */
export function divide(whole: Configuration, names: ReadonlySet<string>): Configuration {
  const part = new Configuration();
  const moves = new Map<number, Move>();
  for (const [name, from] of whole.numbers)
    if (names.has(name)) moves.set(from, moveInstance(whole, part, from, whole.life(from)));
  for (const move of moves.values())
    moveConnections(whole, part, move, (instance) => moves.get(instance));
  finish(whole, part, moves.values());
  part.firstPush = part.nextPush = whole.nextPush;
  return part;
}

/**
 * The whole, with what a part has of some instances in the place of what it had itself: those that have gone from the part go, those that
 * have come come last. The program of the part is forgotten. O(instances + connections).
 *
 * @param moved  the instances that the part may have moved; of all others the whole knows best
 */
export function unite(
  whole: Configuration,
  part: Configuration,
  moved: ReadonlySet<string>,
): Configuration {
  const c = new Configuration();
  const kept = new Map<number, Move>();
  const taken = new Map<number, Move>();
  const take = (name: string): void => {
    const from = part.number(name);
    if (from !== undefined) taken.set(from, moveInstance(part, c, from, part.life(from)));
  };
  for (const [name, from] of whole.numbers)
    if (moved.has(name)) take(name);
    else kept.set(from, moveInstance(whole, c, from, whole.life(from)));
  for (const name of part.numbers.keys())
    if (moved.has(name) && c.number(name) === undefined) take(name);
  for (const move of kept.values())
    moveConnections(whole, c, move, (one) => kept.get(one) ?? across(whole, c, one));
  for (const move of taken.values())
    moveConnections(part, c, move, (one) => taken.get(one) ?? across(part, c, one));
  finish(whole, c, kept.values());
  finish(part, c, taken.values());
  for (const { to } of taken.values()) c.cells.set(c.home(to), instanceRow.awaited, 0);
  c.program.push(...whole.program);
  c.begins.push(...whole.begins);
  const { position, firstPush, awaiting, stopped } = whole;
  const nextPush = Math.max(whole.nextPush, part.nextPush);
  return Object.assign(c, { position, firstPush, nextPush, awaiting, stopped });
}

/** The other end of a connection between what comes from here and what comes from there; undefined where it has gone. */
function across(from: Configuration, c: Configuration, instance: number): Move | undefined {
  const to = c.number(from.names[instance] ?? "");
  if (to === undefined) return undefined;
  return { from: instance, to, before: from.life(instance), life: c.life(to) };
}

function finish(from: Configuration, c: Configuration, moves: Iterable<Move>): void {
  for (const move of moves) {
    moveValues(from, c, move);
    moveWithdrawal(from, c, move);
  }
  c.agenda.clear();
  c.steps.clear();
}

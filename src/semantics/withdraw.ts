/**
 * withdraw (§4): an instance goes back to the last place where it was in one piece.
 *
 * The moves that an instance made in its active behavior are replayed into a history of its tokens. Tokens that have an ancestor in
 * common form a group. A group that got stuck goes back to the last place that all of it came from, and nothing else did.
 */
import { type Configuration, held, none, nothing } from "./configuration.ts";
import type { Lifecycle } from "./lifecycle.ts";
import { isServed } from "./enabled.ts";
import { refresh, setMark } from "./marking.ts";
import { popBehavior, pushFirst } from "./queue.ts";

/** Slots that lose their tokens, places that get one. */
export interface Withdrawal {
  readonly taken: readonly number[];
  readonly put: readonly number[];
}

/** Asked for, no action runs, what is taken is not in use and what is put is served. */
export function mayWithdraw(c: Configuration, instance: number): boolean {
  if (!c.withdrawals.has(instance) || c.instances.column.running[instance] !== 0) return false;
  return withdrawalBlocked(c, instance) === undefined;
}

/** The place or port that keeps a withdrawal waiting, or undefined. No action of the instance may run. */
export function withdrawalBlocked(
  c: Configuration,
  instance: number,
): { readonly place: number } | { readonly port: number } | undefined {
  const life = c.life(instance);
  const { taken, put } = withdrawal(c, instance);
  const place = put.find((p) => c.mark(instance, p) !== none && !taken.includes(p));
  if (place !== undefined) return { place };
  const port = life.ports.findIndex((declared, q) => {
    const record = c.port(instance, q);
    const before = c.ports.column.tokens[record] ?? 0;
    const within = (slot: number): boolean => declared.group.includes(slot);
    const after = before - taken.filter(within).length + put.filter(within).length;
    if (declared.side === "provide")
      return before > 0 && after === 0 && (c.ports.column.users[record] ?? 0) > 0;
    return before === 0 && after > 0 && !isServed(c, instance, q);
  });
  return port < 0 ? undefined : { port };
}

/** Takes up what is stuck, puts one token where each group was whole, and abandons the active behavior. */
export function withdraw(c: Configuration, instance: number): void {
  const behavior = c.behavior(instance);
  const { taken, put } = withdrawal(c, instance);
  const marks = c.instances.column.marks[instance] ?? 0;
  for (const slot of taken) {
    setMark(c, instance, slot, none);
    c.failures.delete(marks + slot);
  }
  for (const place of put) setMark(c, instance, place, held);
  refresh(c);
  c.steps.push({ rule: "withdraw", instance, element: behavior });
  const then = c.withdrawals.get(instance) ?? nothing;
  c.withdrawals.delete(instance);
  const identity = popBehavior(c, instance);
  c.abandoned.set(instance, identity);
  const { awaited } = c.instances.column;
  if (identity >= c.firstPush && awaited[instance] !== 0) awaited[instance] = nothing;
  if (then !== nothing) pushFirst(c, instance, then);
}

/** What a withdrawal of the instance would move. Pure; costs the moves of the active behavior, squared at worst. */
export function withdrawal(c: Configuration, instance: number): Withdrawal {
  const life = c.life(instance);
  const tokens = history(c, instance, life);
  const taken: number[] = [];
  const put: number[] = [];
  for (const group of groupsOf(tokens)) {
    const stuck = group.filter(({ slot }) => slot >= life.places.length);
    if (stuck.length === 0) continue;
    const whole = lastWhole(group, stuck);
    taken.push(
      ...group
        .filter(({ past }) => whole === undefined || past.ancestors.has(whole))
        .map(({ slot }) => slot),
    );
    if (whole !== undefined) put.push(whole.place);
    else
      put.push(
        ...new Set(
          group.flatMap(({ past }) =>
            [...past.ancestors].filter(isOrigin).map(({ place }) => place),
          ),
        ),
      );
  }
  return { taken, put };
}

/** A moment in the past of a token: held when the behavior began, or left a place, or entered one. */
interface Moment {
  readonly kind: "held" | "left" | "entered";
  readonly place: number;
  readonly order: number;
  /** All moments it came from, itself included. */
  readonly ancestors: ReadonlySet<Moment>;
  /** Those through which every way to it leads, itself included. */
  readonly always: ReadonlySet<Moment>;
}
interface Token {
  readonly slot: number;
  readonly past: Moment;
}
const isOrigin = (moment: Moment): boolean => moment.kind === "held";

/** The tokens that have moved in the active behavior, with their past. */
function history(c: Configuration, instance: number, life: Lifecycle): Token[] {
  const at = new Map<number, Moment>();
  let order = 0;
  const moment = (kind: Moment["kind"], place: number, from: readonly Moment[]): Moment => {
    const ancestors = new Set(from.flatMap((one) => [...one.ancestors]));
    const always = from
      .map((one) => one.always)
      .reduce((all, one) => all.intersection(one), from[0]?.always ?? new Set<Moment>());
    const made = { kind, place, order: order++, ancestors, always: new Set(always) };
    made.ancestors.add(made);
    made.always.add(made);
    return made;
  };
  for (const move of moves(c, instance)) {
    if (move >= 0) {
      const left = moment("left", move, [at.get(move) ?? moment("held", move, [])]);
      at.delete(move);
      for (const t of life.leaving[c.behavior(instance)]?.[move] ?? [])
        at.set(life.transitions[t]?.on ?? 0, left);
    } else {
      const { docks = [], place = 0 } = life.stations[-1 - move] ?? {};
      const joined = docks.map((d) => life.transitions[life.docks[d]?.transition ?? 0]?.on ?? 0);
      at.set(
        place,
        moment(
          "entered",
          place,
          joined.flatMap((on) => at.get(on) ?? []),
        ),
      );
      for (const on of joined) at.delete(on);
    }
  }
  return [...at].map(([slot, past]) => ({ slot: whereabouts(c, instance, life, slot), past }));
}

/** The moves of the active behavior, oldest first. */
function moves(c: Configuration, instance: number): number[] {
  const { move, next } = c.trail.column;
  const found = [];
  for (let r = c.instances.column.trail[instance] ?? 0; r !== 0; r = next[r - 1] ?? 0)
    found.push(move[r - 1] ?? 0);
  return found.reverse();
}

/** A transition's token is on the transition itself or on one of its docks. */
function whereabouts(c: Configuration, instance: number, life: Lifecycle, slot: number): number {
  const edge = life.transitions.find(({ on }) => on === slot);
  if (edge === undefined) return slot;
  const docks = edge.docks.map((d) => life.docks[d]?.slot ?? 0);
  return [edge.out, edge.on, ...docks].find((one) => c.mark(instance, one) !== none) ?? slot;
}

/** Tokens linked by common ancestors. */
function groupsOf(tokens: readonly Token[]): Token[][] {
  const groups: Token[][] = [];
  for (const token of tokens) {
    const linked = groups.filter((group) =>
      group.some(({ past }) => !past.ancestors.isDisjointFrom(token.past.ancestors)),
    );
    for (const group of linked) groups.splice(groups.indexOf(group), 1);
    groups.push([...linked.flat(), token]);
  }
  return groups;
}

/** The last leave that all stuck tokens came through, and whose other tokens came through it alone. */
function lastWhole(group: readonly Token[], stuck: readonly Token[]): Moment | undefined {
  const common = stuck
    .map(({ past }) => past.always)
    .reduce((all, one) => all.intersection(one), stuck[0]?.past.always ?? new Set<Moment>());
  return [...common]
    .filter(
      (moment) =>
        moment.kind === "left" &&
        group.every(({ past }) => !past.ancestors.has(moment) || past.always.has(moment)),
    )
    .sort((a, b) => b.order - a.order)[0];
}

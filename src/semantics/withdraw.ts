/**
 * withdraw (§4): an instance goes back to the last place where it was in one piece.
 *
 * The moves that an instance made in its active behavior are replayed into a history of its tokens. Tokens that have an ancestor in
 * common form a group. A group that got stuck goes back to the last place that all of it came from, and nothing else did.
 */
import { type Configuration, held, none, nothing } from "./configuration.ts";
import { instanceRow, provideRow, pushRow, useRow } from "./record.ts";
import { rules } from "./event.ts";
import { isServed } from "./enabled.ts";
import type { Lifecycle } from "./lifecycle.ts";
import { refresh, setMark } from "./marking.ts";
import { popBehavior, pushFirst, trailOf } from "./queue.ts";
import { losePush } from "./wait.ts";

/** Slots that lose their tokens, places that get one. */
export interface Withdrawal {
  readonly taken: readonly number[];
  readonly put: readonly number[];
}

/** Asked for, no action runs, what is taken is not in use and what is put is served. */
export function mayWithdraw(c: Configuration, instance: number): boolean {
  if (!c.withdrawals.has(instance)) return false;
  if (c.own(instance, instanceRow.running) !== 0) return false;
  return withdrawalBlocked(c, instance) === undefined;
}

/** The place or port that keeps a withdrawal waiting, or undefined. No action of the instance may run. */
export function withdrawalBlocked(
  c: Configuration,
  instance: number,
): { readonly place: number } | { readonly port: number } | undefined {
  const life = c.life(instance);
  const { taken, put } = withdrawal(c, instance);
  const place = put.find(
    (p, k) => put.indexOf(p) !== k || (c.mark(instance, p) !== none && !taken.includes(p)),
  );
  if (place !== undefined) return { place };
  const port = life.ports.findIndex((declared, q) => {
    const record = c.port(instance, q);
    const before = c.cells.get(record, useRow.tokens);
    const within = (slot: number): boolean => declared.group.includes(slot);
    const after = before - taken.filter(within).length + put.filter(within).length;
    if (declared.side === "provide")
      return before > 0 && after === 0 && c.cells.get(record, provideRow.users) > 0;
    return before === 0 && after > 0 && !isServed(c, instance, q);
  });
  return port < 0 ? undefined : { port };
}

/** Takes up what is stuck, puts one token where each group was whole, and abandons the active behavior. */
export function withdraw(c: Configuration, instance: number): void {
  const behavior = c.behavior(instance);
  const { taken, put } = withdrawal(c, instance);
  const then = c.withdrawals.get(instance) ?? nothing;
  c.withdrawals.delete(instance);
  if (behavior === nothing) return;
  for (const slot of taken) {
    setMark(c, instance, slot, none);
    c.failures.delete(c.slot(instance, slot));
  }
  for (const place of put) setMark(c, instance, place, held);
  refresh(c);
  c.steps.push(rules.withdraw, instance, behavior);
  const own = c.pushes.get(c.own(instance, instanceRow.head) - 1, pushRow.own) !== 0;
  losePush(c, instance, popBehavior(c, instance), own);
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
  for (const move of trailOf(c, instance)) {
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

/** A transition's token is on the transition itself or on one of its docks. */
function whereabouts(c: Configuration, instance: number, life: Lifecycle, slot: number): number {
  const edge = life.transitions.find(({ on }) => on === slot);
  if (edge === undefined) return slot;
  return edge.slots.find((one) => c.mark(instance, one) !== none) ?? slot;
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

/** The instructions of Madeus++ (semantics §5) as transitions of the net: each moves the program's counter on, once its guard holds. */
import { nothing as noInstance } from "../../semantics/configuration.ts";
import { rules } from "../../semantics/event.ts";
import { type Alternative, nothing, reading, together } from "./alternative.ts";
import type { AwaitedMember, Deed, Link, Member } from "./course.ts";
import { zero } from "./gauge.ts";
import { addAll, afterAsking } from "./member-step.ts";
import {
  type Desk,
  gaugeFor,
  isCounted,
  passing,
  provideCases,
  readyAt,
  seatAt,
  trackedAt,
} from "./port-case.ts";
import type { Seat } from "./seat.ts";
import { levelOfSpots } from "./shape.ts";
import { exactly } from "./whereabouts.ts";

/** The transitions of the instruction that moves the counter from one place to the next. `at` counts from the first still to come. */
export function instructionSteps(
  desk: Desk,
  deed: Deed,
  at: number,
  counter: readonly number[],
): void {
  const next: Alternative = {
    consumed: [counter[at] ?? 0],
    read: [],
    produced: [counter[at + 1] ?? 0],
  };
  const element = desk.configuration.position + at;
  const mark = { rule: rules.instruct, owner: noInstance, element };
  addAll(desk, mark, [[next], ...factorsOf(desk, deed, at)]);
}

function factorsOf(desk: Desk, deed: Deed, at: number): readonly (readonly Alternative[])[] {
  switch (deed.op) {
    case "add":
      return adding(desk, seatAt(desk, deed.member));
    case "del":
      return deleting(desk, seatAt(desk, deed.member));
    case "connect":
      return [connecting(desk, deed.link, at)];
    case "disconnect":
      return [disconnecting(desk, deed.link)];
    case "changeBehavior": {
      const seat = seatAt(desk, deed.member);
      const made = { ...nothing, produced: [seat.askedAt(deed.asked)] };
      return [[made], afterAsking(desk, seat, deed.asked)];
    }
    case "wait": {
      const over = deed.awaited.map(({ member, asked }) => seatAt(desk, member).turnAt(asked));
      return [[{ ...nothing, read: [...over, ...kept(desk, deed.awaited)] }]];
    }
  }
}

/** Who awaits what was withdrawn waits for ever. */
const kept = (
  { draft, hazards, seats, configuration }: Desk,
  awaited: readonly AwaitedMember[],
): readonly number[] =>
  hazards.isWithdrawn
    ? awaited.flatMap(({ member }) => {
        const lost = seats[member.index]?.lostIn(configuration);
        return lost === undefined ? [] : draft.complement(lost);
      })
    : [];

/** A token on the initial place, idle. */
function adding(desk: Desk, seat: Seat): readonly (readonly Alternative[])[] {
  const { life, absent = 0, slotAt } = seat;
  const made = {
    consumed: [absent],
    read: [],
    produced: [seat.turnAt(0), slotAt(life.initial)],
  };
  const level = (q: number) => levelOfSpots(life, q, noInstance, [{ slot: life.initial }]);
  const ports = (life.groups[life.initial] ?? []).map((q) =>
    provideCases(desk, seat, q, { taken: zero, put: level(q) }),
  );
  return [[made], ...ports];
}

/** Idle, wherever its tokens are; its values go with it. That it has no connection, the course knows. */
function deleting(desk: Desk, seat: Seat): readonly (readonly Alternative[])[] {
  const { life, lastTurn, gone = 0, starts, published, gauges, slotAt } = seat;
  const ends = starts.at(-1) ?? [];
  const left = ends.map((marked) => {
    const spots = marked.map((slot) => ({ slot }));
    const counted = [...gauges].flatMap(([q, gauge]) => {
      const level = levelOfSpots(life, q, noInstance, spots);
      return level.tokens === 0 ? [] : [passing(gauge, level, zero)];
    });
    return together([
      exactly(desk, seat, marked, ends),
      { ...nothing, consumed: marked.map(slotAt) },
      ...counted,
    ]);
  });
  const values = [...published.values()].map(({ readable, unread }) => [
    { consumed: [readable], read: [], produced: [unread] },
    reading(unread),
  ]);
  const idle = { consumed: [lastTurn], read: [], produced: [gone] };
  const lost = seat.lost === undefined ? [] : [noted(desk, seat.lost)];
  return [[idle], left, ...values, ...lost];
}

/** That a behavior was withdrawn is forgotten. */
const noted = ({ draft }: Desk, lost: number): readonly Alternative[] => [
  { ...nothing, consumed: [lost] },
  { ...nothing, read: [draft.complement(lost)] },
];

/** A use that is active already is connected only to what is ready to serve it. */
function connecting(desk: Desk, link: Link, at: number): readonly Alternative[] {
  const made = { ...nothing, produced: [desk.links[link.index] ?? 0] };
  const seat = seatAt(desk, link.user);
  if (seat.life.ports[link.use]?.kind === "data" || !isCounted(desk, seat, link.use)) return [made];
  const gauge = gaugeFor(desk, seat, link.use);
  const idle = together([made, reading(gauge.at(zero))]);
  if (!mayBeInUse(seat, link, at)) return [idle];
  const active = Array.from({ length: gauge.tokensMax }, (_, k) =>
    together([
      made,
      { ...nothing, consumed: trackedAt(desk, link) },
      reading(gauge.at({ ...zero, tokens: k + 1 }), readyAt(desk, link)),
    ]),
  );
  return [idle, ...active];
}

/** Can the use be active when instruction `at` is reached? Not before its instance was asked for anything. */
const mayBeInUse = ({ member, start, life }: Seat, { use }: Link, at: number): boolean =>
  member.asked.some((asked) => asked.at < at) ||
  start.some(({ slot }) => life.groups[slot]?.includes(use));

/** A service must not be in use; the value must not be read by an action at work. */
function disconnecting(desk: Desk, link: Link): readonly Alternative[] {
  const seat = seatAt(desk, link.user);
  const { life, member, slotAt } = seat;
  const port = life.ports[link.use];
  const ended = { ...nothing, consumed: [desk.links[link.index] ?? 0] };
  if (port?.kind !== "data")
    return [together([ended, reading(gaugeFor(desk, seat, link.use).at(zero))])];
  const reads = port.transitions
    .map((t) => life.transitions[t])
    .filter((edge) => edge !== undefined && isAsked(member, edge.behavior));
  const atWork = reads.map((edge) => desk.draft.complement(slotAt(edge?.on ?? 0)));
  return [together([ended, reading(...atWork)])];
}

const isAsked = ({ asked }: Member, behavior: number): boolean =>
  asked.some((one) => one.behavior === behavior);

/** Walks as an engine takes them: an event is drawn among those that fit, and all that follows is taken at once by `advance`. */
import fc from "fast-check";
import type { Instruction } from "../../src/model/program.ts";
import { advance } from "../../src/semantics/advance.ts";
import { Configuration, nothing, running } from "../../src/semantics/configuration.ts";
import type { Event } from "../../src/semantics/event.ts";
import { everything } from "../../src/semantics/step.ts";
import { type SystemSizes, systems } from "../oracle/arbitrary.ts";
import { miscounts, overlooked } from "./recount.ts";

export interface EagerWalk {
  readonly programs: readonly (readonly Instruction[])[];
  readonly draws: readonly number[];
}

export const eagerWalks = (sizes: Partial<SystemSizes> = {}): fc.Arbitrary<EagerWalk> =>
  fc
    .record({
      system: systems({ instructionsMax: 24, ...sizes }),
      cuts: fc.array(fc.integer({ min: 4, max: 40 }), { maxLength: 4 }),
      draws: fc.array(fc.nat(99_999), { minLength: 20, maxLength: 100, size: "max" }),
    })
    .map(({ system: { instructions, ...text }, cuts, draws }) => {
      const ends = [...cuts.toSorted((a, b) => a - b), instructions.length];
      const programs = ends.map((end, k) => instructions.slice(ends[k - 1] ?? 0, end));
      return { programs: programs.filter(({ length }) => length > 0), draws, ...text };
    });

/** The story of the first wrong counter or forgotten wake-up on the way; undefined when there is none. */
export function firstMiscount({ programs, draws }: EagerWalk): string | undefined {
  const c = new Configuration();
  const story: string[] = [];
  const waiting = [...programs];
  for (const drawn of draws) {
    const event = drawn % 8 === 0 || story.length === 0 ? submitted(waiting) : eventAt(c, drawn);
    if (event === undefined) continue;
    story.push(storyOf(c, event));
    advance(c, event);
    const faults = [...miscounts(c), ...overlooked(c)];
    if (faults.length > 0) return [...story, ...faults].join("\n");
  }
  return undefined;
}

function submitted(waiting: (readonly Instruction[])[]): Event | undefined {
  const instructions = waiting.shift();
  return instructions === undefined ? undefined : { type: "program", instructions };
}

/** Mostly an end; now and then something that goes wrong, or that the operator asks for. */
export function eventAt(c: Configuration, drawn: number): Event | undefined {
  const share = Math.floor(drawn / 8) % 20;
  const choice = Math.floor(drawn / 160);
  const events =
    share < 13 ? ends(c) : share < 15 ? troubles(c) : share < 18 ? remedies(c) : operations(c);
  return events[choice % Math.max(1, events.length)] ?? ends(c)[0];
}

const ends = (c: Configuration): readonly Event[] =>
  actions(c, (mark) => mark === running).flatMap(({ instance, transition }) =>
    (c.life(instance).transitions[transition]?.docks ?? []).map(
      (_, dock): Event => ({
        type: "ended",
        instance,
        transition,
        dock,
        values: everything(c, instance),
      }),
    ),
  );

const troubles = (c: Configuration): readonly Event[] =>
  actions(c, (mark) => mark === running).flatMap((at): readonly Event[] => [
    { type: "failed", ...at, error: { code: "MADEUS_TEST", message: "it was told to fail" } },
    { type: "ended", ...at },
    { type: "unknown", ...at },
  ]);

const remedies = (c: Configuration): readonly Event[] => [
  ...actions(c, (mark) => mark > running).flatMap((at): readonly Event[] => [
    { type: "refire", ...at },
    { type: "ended", ...at, skipped: true, values: everything(c, at.instance) },
  ]),
  ...[...c.all()]
    .filter((instance) => c.behavior(instance) !== nothing)
    .flatMap((instance): readonly Event[] => [
      { type: "withdraw", instance },
      { type: "withdraw", instance, behavior: 0 },
    ]),
];

const operations = (c: Configuration): readonly Event[] => [
  { type: "go" },
  { type: "stop" },
  { type: "abandon" },
  ...[...c.all()].flatMap((instance) =>
    c
      .life(instance)
      .places.flatMap((_, place): readonly Event[] =>
        c.mark(instance, place) === 0
          ? []
          : [{ type: c.mark(instance, place) === 1 ? "lost" : "found", instance, place }],
      ),
  ),
];

const actions = (c: Configuration, wanted: (mark: number) => boolean) =>
  [...c.all()].flatMap((instance) =>
    c
      .life(instance)
      .transitions.flatMap(({ on }, transition) =>
        wanted(c.mark(instance, on)) ? [{ instance, transition }] : [],
      ),
  );

/** An event by its names. */
function storyOf(c: Configuration, event: Event): string {
  if (!("instance" in event)) return event.type;
  const life = c.life(event.instance);
  const element = "transition" in event ? life.transitions[event.transition]?.name : undefined;
  const place = "place" in event ? life.places[event.place] : undefined;
  return [event.type, c.names[event.instance], element ?? place].join(" ").trim();
}

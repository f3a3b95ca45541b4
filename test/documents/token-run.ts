/** A simulated deployment as its steps: which tokens each of them moves, in which order, and when. */
import { VirtualClock } from "../../src/engine/clock-virtual.ts";
import { Engine } from "../../src/engine/engine.ts";
import { State } from "../../src/engine/fold.ts";
import { simulated } from "../../src/host/simulated.ts";
import type { Assembly } from "../../src/model/assembly.ts";
import { deployment } from "../../src/model/program.ts";
import { none } from "../../src/semantics/configuration.ts";
import type { Step } from "../../src/semantics/event.ts";
import type { Lifecycle } from "../../src/semantics/lifecycle.ts";
import { everything } from "../../src/semantics/step.ts";
import { catalogOf } from "../../src/store/catalog.ts";
import { memoryJournal } from "../../src/store/memory.ts";

/** All that happened at one instant. */
export interface Instant {
  readonly atMs: number;
  readonly steps: readonly Step[];
  /** Instance → the slots that hold a token afterwards. */
  readonly marked: readonly (readonly number[])[];
}

export async function instantsOf(assembly: Assembly): Promise<readonly Instant[]> {
  const program = deployment(assembly);
  const clock = new VirtualClock();
  const state = new State(catalogOf(program));
  const journal = memoryJournal(clock);
  journal.beginRun();
  const instants: Instant[] = [];
  const { configuration: c } = state;
  const engine = new Engine({
    state,
    journal,
    clock,
    limits: {},
    performer: simulated(clock, {
      durationMs: ({ number, edge }) => durationMs(c.life(number), edge),
      outcome: ({ number }) => ({ kind: "ended", values: everything(c, number) }),
    }),
    tell: (_, steps) =>
      instants.push({
        atMs: clock.nowMs(),
        steps: [...steps],
        marked: [...c.all()].map((instance) =>
          slotsHeld(c.life(instance), (slot) => c.mark(instance, slot) !== none),
        ),
      }),
  });
  engine.submit("deploy", program);
  const running = engine.run();
  clock.run();
  await running;
  return instants;
}

const slotsHeld = (life: Lifecycle, isHeld: (slot: number) => boolean): readonly number[] =>
  Array.from({ length: life.slots }, (_, slot) => slot).filter(isHeld);

function durationMs(life: Lifecycle, edge: number): number {
  const { name = "", behavior = 0 } = life.transitions[edge] ?? {};
  return 1000 * (life.component.behaviors[life.behaviors[behavior] ?? ""]?.[name]?.durationS ?? 0);
}

/** From which slots of its instance a step takes tokens, and to which it gives some. */
export function moveOf(
  life: Lifecycle,
  { rule, element }: Step,
): { readonly from: readonly number[]; readonly to: readonly number[] } | undefined {
  const edge = life.transitions[element];
  const dock = life.docks[element];
  const station = life.stations[element];
  if (rule === "fire" && edge !== undefined) return { from: [edge.out], to: [edge.on] };
  if (rule === "end" && dock !== undefined)
    return { from: [life.transitions[dock.transition]?.on ?? -1], to: [dock.slot] };
  if (rule === "enter" && station !== undefined)
    return { from: station.docks.map((d) => life.docks[d]?.slot ?? -1), to: [station.place] };
  if (rule !== "leave") return undefined;
  const leaving = life.leaving[life.behaviors.indexOf("deploy")]?.[element] ?? [];
  return { from: [element], to: leaving.map((t) => life.transitions[t]?.out ?? -1) };
}

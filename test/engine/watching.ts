/** A watch over a small system in memory and in virtual time: a database, who uses it, and who visits that. */
import { VirtualClock } from "../../src/engine/clock-virtual.ts";
import type { Answer, Drift, PlaceName } from "../../src/engine/drift.ts";
import { type State, fold } from "../../src/engine/fold.ts";
import { Watch, type WatchOptions } from "../../src/engine/watch.ts";
import { type AnyComponent, component } from "../../src/model/component.ts";
import { data, service } from "../../src/model/port.ts";
import { type Instruction, portName } from "../../src/model/program.ts";
import { catalogOf } from "../../src/store/catalog.ts";
import type { ProbedEntry } from "../../src/store/journal.ts";
import { memoryJournal } from "../../src/store/memory.ts";
import { add, push, replay, simulate } from "./simulation.ts";

const Sql = service("sql");
const Address = data("address", { host: String });

export const database: AnyComponent = component({
  name: "database",
  places: ["off", "on", "renewed"],
  initial: "off",
  provides: {
    sql: { type: Sql, in: ["on", "renewed"] },
    address: { type: Address, in: ["on", "renewed"] },
  },
  behaviors: {
    deploy: { start: { from: "off", to: "on" } },
    update: { renew: { from: "on", to: "renewed" } },
  },
  probes: { on: () => true },
}) as AnyComponent;
const user = component({
  name: "user",
  places: ["off", "on", "reloaded"],
  initial: "off",
  uses: {
    sql: { type: Sql, in: ["start", "on", "read", "reloaded"] },
    address: { type: Address, in: ["start", "read"] },
  },
  provides: { page: { type: Sql, in: ["on", "reloaded"] } },
  behaviors: {
    deploy: { start: { from: "off", to: "on" } },
    reload: { read: { from: "on", to: "reloaded" } },
  },
  probes: { on: () => true },
}) as AnyComponent;
const visitor = component({
  name: "visitor",
  places: ["off", "on"],
  initial: "off",
  uses: { page: { type: Sql, in: ["start", "on"] } },
  behaviors: { deploy: { start: { from: "off", to: "on" } } },
}) as AnyComponent;

const connect = (use: string, provide: string): Instruction => ({
  op: "connect",
  use: portName(use),
  provide: portName(provide),
});
const program = [
  add("db", database),
  add("web", user),
  add("guest", visitor),
  connect("web.sql", "db.sql"),
  connect("web.address", "db.address"),
  connect("guest.page", "web.page"),
  push("db", "deploy"),
  push("web", "deploy"),
  push("guest", "deploy"),
];

async function deployed(instructions: readonly Instruction[] = program): Promise<State> {
  const kept: string[] = [];
  await simulate({ program: instructions, kept });
  return replay(memoryJournal(new VirtualClock(), kept), catalogOf(instructions));
}

export interface Asked extends PlaceName {
  readonly atMs: number;
  readonly answer: (answer: Answer | undefined) => void;
}

/** A watch over a state in memory. Places answer by themselves after `lastsMs`, or by hand. */
export async function watching({
  answers = () => true,
  lastsMs = 0,
  instructions,
  ...options
}: {
  answers?: (place: PlaceName, atMs: number) => Answer | undefined;
  lastsMs?: number;
  instructions?: readonly Instruction[];
} & Partial<WatchOptions> = {}) {
  const clock = new VirtualClock();
  const state = await deployed(instructions);
  const asked: Asked[] = [];
  const noted: ProbedEntry[] = [];
  const told: Drift[] = [];
  const rounds: (number | undefined)[] = [];
  const world = { isAtWork: false, era: 0, atOnceMost: 0, asking: 0 };
  const watch = new Watch({
    clock,
    everyMs: 30_000,
    jitter: () => 0,
    outlook: {
      look: () => (world.isAtWork ? undefined : { state, era: world.era }),
      ask(about, done) {
        world.atOnceMost = Math.max(world.atOnceMost, ++world.asking);
        const answer = (said: Answer | undefined): void => {
          world.asking--;
          done(said);
        };
        asked.push({ ...about, atMs: clock.nowMs(), answer });
        const said = answers(about, clock.nowMs());
        if (said !== undefined) clock.after(lastsMs, () => answer(said));
      },
      note(entry) {
        if (world.isAtWork) return false;
        noted.push(entry);
        fold(state, entry);
        return true;
      },
    },
    tell: (drift) => told.push(drift),
    rounded: (count) => rounds.push(count),
    ...options,
  });
  const texts = (): readonly string[] => told.map(({ text }) => text);
  return { watch, clock, state, asked, noted, told, texts, rounds, world };
}

/** What `import … from "madeus/testing"` gives: whole runs in virtual time, and the parts that they are made of. */
export { VirtualClock } from "./engine/clock-virtual.ts";
export type { Distribution, Duration, DurationTable } from "./engine/duration.ts";
export type { Clock } from "./engine/clock.ts";
export type { Outcome, Performer, Verdict, Watcher, Work } from "./engine/performer.ts";
export type { Marking, Report, Timing } from "./engine/report.ts";
export { type Script, simulated } from "./host/simulated.ts";
export type { SimulatedTry } from "./host/simulated-script.ts";
export { type Mode, simulate, type SimulationOptions } from "./host/simulation.ts";
export { memoryJournal } from "./store/memory.ts";

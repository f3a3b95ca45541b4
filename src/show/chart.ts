/**
 * What a Gantt chart shows, whatever it is drawn with: measured or expected bars, their critical path, and the plan beside them.
 *
 * Pure data. Times are seconds from the beginning of the run.
 */
import type { Interruption } from "../engine/interruption.ts";
import type { Timing } from "../engine/report.ts";

export interface GanttChart {
  readonly title: string;
  readonly makespanS: number;
  /** Every try of every action, in any order. */
  readonly bars: readonly Timing[];
  /** Told from the others by instance, transition and attempt. */
  readonly criticalPath: readonly Timing[];
  /** What was expected, drawn as an outline beneath the bars. */
  readonly planned?: readonly Timing[];
  /** Services that had been there and went away, drawn beneath all bars. */
  readonly interruptions?: readonly Interruption[];
  /** instance → its component: what rows are merged by where there are too many. Without it: by host. */
  readonly components?: ReadonlyMap<string, string>;
}

/**
 * A passage: one behavior of an instance from where it stands to where it ends, where every port is served as soon as it is needed.
 *
 * Ports decide when tokens move, never where; so a passage says where they end, and in which order they need, release, provide and withdraw.
 */
import type { Lifecycle } from "../../semantics/lifecycle.ts";
import type { Slots } from "../translate/outcome.ts";
import { Walk } from "./walk.ts";

/** How long a transition takes, in seconds. */
export type LastsS = (life: Lifecycle, transition: number) => number;

/** Something that becomes of a port. */
export interface PortEvent {
  readonly atS: number;
  /** Its number in the lifecycle. */
  readonly port: number;
  /** A service use or provide begins or ends to be active; a data use is read; a data provide can be read from now on. */
  readonly what: "begins" | "ends" | "reads" | "gives";
}
export interface Passage {
  readonly behavior: number;
  /** Places with tokens, in ascending order. */
  readonly from: Slots;
  readonly to: Slots;
  /** The transitions that it fires, in the order in which they begin; of those that choose, where they end. */
  readonly fires: readonly Fire[];
  readonly durationS: number;
  /** In the order of time. */
  readonly events: readonly PortEvent[];
  /** The service provides that end in it and take no new use from its begin to the last of their ends. */
  readonly withholds: readonly number[];
}
export interface Fire {
  readonly transition: number;
  readonly atS: number;
  /** Its number in the lifecycle, of those that may choose. */
  readonly dock: number | undefined;
}

/**
 * All passages of a behavior from these places: one for each way to choose, the first of all choices first. One that gets stuck (a join that
 * is never met, a second token) is none. Cost: ways × transitions.
 */
export function passagesOf(
  life: Lifecycle,
  behavior: number,
  from: Slots,
  lastsS: LastsS,
): readonly Passage[] {
  const found: Passage[] = [];
  const open: (readonly number[])[] = [[]];
  for (const choices of open) {
    const walk = new Walk(life, { behavior, from, lastsS, choices });
    const options = walk.run();
    if (options === undefined) found.push(...walk.passages());
    else for (let k = 0; k < options && open.length < waysMax; k++) open.push([...choices, k]);
  }
  return found;
}
/** Of behaviors that choose more often than this, not all ways are told. */
const waysMax = 1024;

/** Does a port become active in the passage, or a value be read? */
export const takesIn = ({ events }: Passage, port: number): boolean =>
  events.some(
    (event) => event.port === port && (event.what === "begins" || event.what === "reads"),
  );

/** Does a service port that was active go away at some moment of the passage? */
export const endsIn = ({ events }: Passage, port: number): boolean =>
  events.some((event) => event.port === port && event.what === "ends");

/** Services that go away or went away, in words. */
import type { Interruption } from "../engine/interruption.ts";
import { seconds } from "./forecast.ts";
import { paint } from "./output.ts";

/** A line for each, of very many the first. @param expected  what was to be expected of the same ports, in the order of time */
export function interruptionLines(
  found: readonly Interruption[],
  expected: readonly Interruption[] = [],
): readonly string[] {
  if (found.length === 0) return ["no service that is there goes away"];
  const before = new Map([...Map.groupBy(expected, nameOf)].map(([name, all]) => [name, [...all]]));
  const lines = found
    .slice(0, linesMax)
    .map((one) => `${lineOf(one)}${besideOf(before.get(nameOf(one))?.shift())}`);
  const more = found.length - lines.length;
  return more === 0 ? lines : [...lines, `… and ${more} more (--json has them all)`];
}
const linesMax = 40;

function lineOf(one: Interruption): string {
  const name = paint.bold(nameOf(one));
  const { fromS, toS } = one;
  if (toS === undefined) return `${name} goes away after ${seconds(fromS)} and does not come back`;
  return `${name} is away for ${seconds(toS - fromS)}, from ${seconds(fromS)} to ${seconds(toS)}`;
}

const besideOf = ({ fromS = 0, toS }: Partial<Interruption> = {}): string =>
  toS === undefined ? "" : `; expected: ${seconds(toS - fromS)}`;

const nameOf = ({ instance, port }: Interruption): string => `${instance}.${port}`;

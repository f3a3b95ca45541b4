/** Services that go away or went away, in words: one by one where they are few, else those of one port together. */
import type { Interruption } from "../engine/interruption.ts";
import { seconds, some } from "./forecast.ts";
import { paint } from "./output.ts";

/**
 * @param expected  what was to be expected of the same ports, in the order of time
 * @param open  how to say that one is not back
 */
export function interruptionLines(
  found: readonly Interruption[],
  expected: readonly Interruption[] = [],
  open: "does not come back" | "has not come back" = "does not come back",
): readonly string[] {
  if (found.length === 0) return ["no service that a port provides goes away"];
  const before = new Map([...Map.groupBy(expected, nameOf)].map(([name, all]) => [name, [...all]]));
  const passing = found.filter(({ gone }) => gone !== true);
  const told = passing.map((one): Told => ({ ...one, planned: before.get(nameOf(one))?.shift() }));
  const gone = found.filter((one) => one.gone === true).map(nameOf);
  return [
    ...groupsOf(told).map((group) => lineOf(group, open)),
    ...(gone.length > 0 ? [`${paint.bold("goes for good")}: ${some(gone)}`] : []),
  ];
}

interface Told extends Interruption {
  readonly planned: Interruption | undefined;
}

/** Many of one port that come back, or do not, are told together, where the first of them is. */
function groupsOf(told: readonly Told[]): readonly (readonly Told[])[] {
  if (told.length <= singlesMax) return told.map((one) => [one]);
  const alike = Map.groupBy(told, ({ port, toS }) => `${port} ${toS === undefined}`);
  return [...alike.values()].flatMap((all) =>
    all.length < groupMin ? all.map((one) => [one]) : [all],
  );
}
const singlesMax = 8;
const groupMin = 4;

function lineOf(group: readonly Told[], open: string): string {
  const [one] = group;
  if (one === undefined) return "";
  const { fromS, toS } = one;
  const names = [...new Set(group.map(nameOf))];
  const isAlone = group.length === 1;
  const name = isAlone ? paint.bold(nameOf(one)) : some(names);
  if (toS === undefined)
    return isAlone
      ? `${name} goes away ${whenText(fromS)} and ${open}`
      : `${name} go away, the first ${whenText(fromS)}; each of them ${open}`;
  const long = `for ${spanText(group.map(lengthS))}`;
  const planned = group
    .flatMap((each) => each.planned ?? [])
    .filter((each) => each.toS !== undefined);
  const beside = planned.length === 0 ? "" : `; expected: ${spanText(planned.map(lengthS))}`;
  const lastS = group.reduce((most, each) => Math.max(most, each.toS ?? 0), 0);
  if (isAlone) return `${name} is away ${long}, ${sinceText(fromS)} to ${seconds(toS)}${beside}`;
  const each = names.length === group.length ? "each" : "each time";
  return `${name} are away ${long} ${each}, ${sinceText(fromS)} to ${seconds(lastS)}${beside}`;
}

const whenText = (atS: number): string =>
  atS < 0 ? `${seconds(-atS)} before the run` : `after ${seconds(atS)}`;
const sinceText = (atS: number): string =>
  atS < 0 ? `from ${seconds(-atS)} before the run` : `from ${seconds(atS)}`;

/** From the shortest to the longest. */
function spanText(lengths: readonly number[]): string {
  const [least, most] = [
    lengths.reduce((a, b) => Math.min(a, b)),
    lengths.reduce((a, b) => Math.max(a, b)),
  ].map(seconds);
  return least === most ? `${least}` : `${least} to ${most}`;
}

const lengthS = ({ fromS, toS = fromS }: Interruption): number => toS - fromS;

const nameOf = ({ instance, port }: Interruption): string => `${instance}.${port}`;

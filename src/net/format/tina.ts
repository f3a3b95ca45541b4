/** A time net in TINA's `.net`: read arcs are its own, and intervals count from where a transition becomes enabled, as ours do. */
import { type ExportSource, numbersTo, weightedArcs } from "./export-source.ts";
import { wholeTimes } from "./export-time.ts";

export function* tina(source: ExportSource): Generator<string> {
  const { net } = source;
  const times = wholeTimes(source);
  yield `# 1 unit of time is ${times.unitMs} ms\nnet ${braced(net.name)}\n`;
  const place = (p: number): string => braced(net.placeName(p));
  for (const p of numbersTo(net.placeCount)) yield `pl ${place(p)} (${net.initial[p] ?? 0})\n`;
  for (const t of numbersTo(net.transitionCount)) {
    const { min, max } = times.rangeOf(t);
    const { consumed, read, produced } = weightedArcs(net, t);
    const inputs = [
      ...[...consumed].map(([p, weight]) => weighted(place(p), weight)),
      ...read.map((p) => `${place(p)}?1`),
    ];
    const outputs = [...produced].map(([p, weight]) => weighted(place(p), weight));
    const interval = max === Infinity ? `[${min},w[` : `[${min},${max}]`;
    const name = braced(net.transitionName(t));
    yield `tr ${name} ${interval} ${inputs.join(" ")} -> ${outputs.join(" ")}\n`;
  }
}

const weighted = (place: string, weight: number): string =>
  weight === 1 ? place : `${place}*${weight}`;

/** Any name: between braces, where only they and the backslash have a meaning. */
const braced = (name: string): string => `{${name.replaceAll(/[{}\\]/g, (c) => `\\${c}`)}}`;

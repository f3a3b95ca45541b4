/** Advice in words: what would save time, what does not matter, what the run hangs on. */
import type { Suggestion } from "../net/question/suggestion.ts";
import type { Advice } from "./advice.ts";
import { seconds, some } from "./forecast.ts";
import { paint } from "./output.ts";

export function* adviceLines(name: string, advice: Advice): Generator<string> {
  const { makespanS, bounds, suggestions, connections, idle, slots, spread } = advice;
  const { minS, maxS } = bounds;
  const range = minS === maxS ? "" : `, between ${seconds(minS)} and ${seconds(maxS)}`;
  yield `${paint.bold(name)}: ${seconds(makespanS)}${range}`;
  yield* suggestionLines(suggestions, makespanS);
  if (!advice.isComplete)
    yield "  Not every change was looked at: there are too many on the critical path.";
  if (idle.length > 0)
    yield `${paint.bold("connections that cost no time")}: ${idle.length} of ${connections}: ${some(idle)}`;
  yield* criticalLines(advice.critical);
  if (slots !== undefined) yield* slotLines(slots);
  if (spread !== undefined) yield* spreadLines(spread);
}

function* suggestionLines(
  suggestions: readonly Suggestion[],
  makespanS: number,
): Generator<string> {
  if (suggestions.length === 0) {
    yield "no port, provided earlier or used later, would save time";
    return;
  }
  yield paint.bold("what would save time, each by itself:");
  for (const one of suggestions.slice(0, toldMax)) {
    const { savesS, component, port, at, connections } = one;
    const saves = `-${seconds(savesS)}`.padStart(9);
    const how =
      one.change === "provide"
        ? `provide ${component}.${port} from ${at} on`
        : `do not use ${component}.${port} before ${at}`;
    yield `${saves}  ${how} (now: ${one.now.join(", ")}), for ${few(connections)}: ${seconds(makespanS - savesS)} in all`;
  }
  if (suggestions.length > toldMax)
    yield `  … and ${suggestions.length - toldMax} more (--json has them all)`;
}
const toldMax = 10;

const few = (names: readonly string[]): string =>
  names.length <= fewMax
    ? names.join(", ")
    : `${names.slice(0, fewMax).join(", ")} and ${names.length - fewMax} more`;
const fewMax = 3;

function* criticalLines({ actions, basis }: Advice["critical"]): Generator<string> {
  const named = (wanted: string): string[] =>
    actions
      .filter(({ critical }) => critical === wanted)
      .map(({ instance, transition }) => `${instance}.${transition}`);
  const [always, sometimes] = [named("always"), named("sometimes")];
  const sampled = basis === "exact" ? "" : " (found in the time there was; others may be)";
  yield `${paint.bold("critical whatever things take")}${sampled}: ${always.length === 0 ? "none" : some(always)}`;
  if (sometimes.length > 0)
    yield `${paint.bold("critical for some durations")}${sampled}: ${some(sometimes)}`;
  const slack = actions
    .filter(({ slackS }) => slackS > 0)
    .toSorted((a, b) => b.slackS - a.slackS)
    .map(({ instance, transition, slackS }) => `${instance}.${transition} ${seconds(slackS)}`);
  if (slack.length > 0) yield `${paint.bold("slack")}: ${some(slack)}`;
}

function* slotLines({
  makespanS,
  lowerS,
  upperS,
  more,
}: NonNullable<Advice["slots"]>): Generator<string> {
  yield `${paint.bold("with the limits")}: ${seconds(makespanS)}; whatever is started first, between ${seconds(lowerS)} and ${seconds(upperS)}`;
  for (const { limit, slots, savesS } of more) {
    const flag =
      limit === "total" ? "--parallel" : limit === "perHost" ? "--per-host" : `--${limit}`;
    const brings =
      Math.abs(savesS) < 0.0005
        ? "brings nothing"
        : savesS > 0
          ? `saves ${seconds(savesS)}`
          : `costs ${seconds(-savesS)}: what is started first then is not the best`;
    yield `  ${flag} ${slots + 1} instead of ${slots} ${brings}`;
  }
}

function* spreadLines(spread: NonNullable<Advice["spread"]>): Generator<string> {
  const { runs, seed, meanS, medianS, p95S, p99S, critical } = spread;
  yield `${paint.bold(`${count(runs, "run")} by chance`)} (seed ${seed}): ${seconds(meanS)} on average; half within ${seconds(medianS)}, 95 % within ${seconds(p95S)}, 99 % within ${seconds(p99S)}`;
  yield paint.bold("how often it is on the critical path:");
  const percent = (share: number): string => `${(100 * share).toFixed(1)} %`;
  for (const { name, share, halfWidth } of critical.slice(0, toldMax))
    yield `${percent(share).padStart(9)} ± ${percent(halfWidth)}  ${name}`;
}

const count = (n: number, what: string): string => `${n} ${what}${n === 1 ? "" : "s"}`;

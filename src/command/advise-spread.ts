/** What chance makes of a run: many schedules of drawn durations, and how often each action is on the longest way. */
import { type Draw, halfWidthOf, spreadOf } from "../net/time/chance.ts";
import { actionOf } from "../net/proof/expectation.ts";
import type { Occurrence } from "../net/time/occurrence.ts";
import type { Translation } from "../net/translate/translate.ts";
import { type Known, drawnFrom } from "./duration-range.ts";
import type { ChanceAdvice } from "./advice.ts";

export function spreadFrom(
  translation: Translation,
  occurrence: Occurrence,
  known: Known,
  asked: { readonly samples: number; readonly seed: number },
): ChanceAdvice {
  const draw: Draw = (transition, chance) => {
    const action = actionOf(translation, transition);
    if (action === undefined) return undefined;
    return drawnFrom(known, chance)(action.member.name, action.member.life, action.number);
  };
  const { samples, seed, meanS, p50S, p95S, p99S, criticality } = spreadOf(occurrence, draw, asked);
  const critical = [...criticality].flatMap((share, transition) => {
    const action = actionOf(translation, transition);
    if (action === undefined || share === 0) return [];
    const name = `${action.member.name}.${action.edge.name}`;
    return [{ name, share, halfWidth: halfWidthOf(share, samples) }];
  });
  return {
    runs: samples,
    seed,
    meanS,
    medianS: p50S,
    p95S,
    p99S,
    critical: critical.toSorted((a, b) => b.share - a.share),
  };
}

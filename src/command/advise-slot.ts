/** What limits do to a run: bounds for whatever is started first, the schedule that Madeus makes, and what one more slot of each brings. */
import { namedSlot } from "../engine/limit.ts";
import { type Stage, rehearse, stageOf } from "../host/simulation.ts";
import type { ForecastOptions } from "../host/forecast.ts";
import { type Assembly, isAssembly } from "../model/assembly.ts";
import type { Program } from "../model/program.ts";
import { actionOf } from "../net/proof/expectation.ts";
import type { Occurrence } from "../net/time/occurrence.ts";
import { boundsUnder } from "../net/time/time-limit.ts";
import type { Ranges } from "../net/time/time.ts";
import type { Translation } from "../net/translate/translate.ts";
import { declarationOf } from "../semantics/declared.ts";
import type { Limits } from "../store/journal.ts";
import type { SlotAdvice } from "./advice.ts";

interface Timing {
  readonly translation: Translation;
  readonly occurrence: Occurrence;
  readonly ranges: Ranges;
}

/** Undefined where there are no limits. Cost: a simulated run, and one for each limit. */
export async function slotAdvice(
  declared: Assembly | Program,
  timing: Timing,
  known: ForecastOptions,
): Promise<SlotAdvice | undefined> {
  const options = { ...known, runs: undefined, seed: undefined };
  const limits = options.limits ?? {};
  const given = widened(limits);
  if (given.length === 0) return undefined;
  const stage = await stageOf(declared);
  const makespanS = await makespanOf(stage, options);
  const more: SlotAdvice["more"][number][] = [];
  for (const { limit, slots, limits: wider } of given) {
    const widerS = await makespanOf(stage, { ...options, limits: wider });
    more.push({ limit, slots, makespanS: widerS, savesS: makespanS - widerS });
  }
  return {
    makespanS,
    ...boundsOf(declared, timing, limits),
    more: more.toSorted((a, b) => b.savesS - a.savesS),
  };
}

async function makespanOf({ state, give }: Stage, options: ForecastOptions): Promise<number> {
  return (await rehearse(state.clone(), give, options)).makespanS;
}

/** Each limit with one slot more, all else as it is. */
function widened(limits: Limits) {
  const { total, perHost, named = {} } = limits;
  return [
    ...(total === undefined
      ? []
      : [{ limit: "total", slots: total, limits: { ...limits, total: total + 1 } }]),
    ...(perHost === undefined
      ? []
      : [{ limit: "perHost", slots: perHost, limits: { ...limits, perHost: perHost + 1 } }]),
    ...Object.entries(named).map(([name, one]) => {
      const slots = typeof one === "number" ? one : one.perHost;
      const wider = typeof one === "number" ? slots + 1 : { perHost: slots + 1 };
      return {
        limit: `limit ${name}`,
        slots,
        limits: { ...limits, named: { ...named, [name]: wider } },
      };
    }),
  ];
}

function boundsOf(
  declared: Assembly | Program,
  { translation, occurrence, ranges }: Timing,
  { total, perHost, named = {} }: Limits,
): Pick<SlotAdvice, "lowerS" | "upperS"> {
  const on = hostsOf(declared);
  const numbers = new Map<string, number>();
  const slotCounts: number[] = [];
  const numberOf = (name: string, slots: number | undefined): readonly number[] => {
    if (slots === undefined) return [];
    let number = numbers.get(name);
    if (number === undefined) numbers.set(name, (number = slotCounts.push(slots) - 1));
    return [number];
  };
  const slotsOf = (transition: number): readonly number[] => {
    const action = actionOf(translation, transition);
    if (action === undefined) return [];
    const { name, life } = action.member;
    const own = declarationOf(life, action.number).limits ?? [];
    const host = on.get(name) ?? "";
    return [
      ...numberOf("total", total),
      ...numberOf(`host ${host}`, perHost),
      ...own.flatMap((one) => {
        const limit = Object.hasOwn(named, one) ? named[one] : undefined;
        return limit === undefined ? [] : numberOf(...namedSlot(one, limit, host));
      }),
    ];
  };
  // All limits have numbers before the bounds are asked for.
  for (const transition of occurrence.transitions) slotsOf(transition);
  const { lowerS, upperS } = boundsUnder(occurrence, ranges, { slotsOf, slotCounts });
  return { lowerS, upperS };
}

function hostsOf(declared: Assembly | Program): ReadonlyMap<string, string> {
  if (isAssembly(declared)) return new Map(Object.entries(declared.on));
  const added = declared.instructions.flatMap((one) =>
    one.op === "add" && one.on !== undefined ? [[one.instance, one.on] as const] : [],
  );
  return new Map([...Object.entries(declared.from.on), ...added]);
}

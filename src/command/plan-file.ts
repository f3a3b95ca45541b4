/**
 * A plan in a file: what was to be deployed, from which state, under which limits; and what was expected of it.
 *
 * It holds no secret and no code. What it was made from is known by hashes and by the last record of the state, so that `deploy --plan`
 * carries out just what was looked at, or nothing.
 */
import { resolve } from "node:path";
import { MadeusError } from "../model/code.ts";
import { declarationOf } from "../store/declaration.ts";
import type { ForecastEnding } from "./ending.ts";
import type { ChangePlanFlags } from "./change-plan.ts";
import { type BoundFlags, type RunFlags, boundsOf } from "./flags.ts";
import type { Session } from "./session.ts";
import { jsonLine } from "./json-text.ts";
import { type News, differing } from "./news.ts";
import { type Plan, flawOf } from "./plan-form.ts";
import { readWhole, writeWhole } from "./whole-file.ts";
import type { Wish, WishFlags } from "./wish.ts";

export function writePlan(
  path: string,
  wish: Wish,
  session: Session | undefined,
  flags: BoundFlags & Pick<ChangePlanFlags, "atOnce">,
  news: News,
  expected: ForecastEnding,
): void {
  const different = differing(news);
  const plan: Plan = {
    madeusPlan: 1,
    file: wish.loaded.file,
    export: wish.name,
    assembly: wish.assembly.name,
    settings: wish.loaded.settings,
    instances: wish.part.instances.filter((name) => !wish.part.needed.has(name)),
    declaration: declarationOf(wish.assembly).hash,
    state: { directory: wish.directory, ...positionOf(session) },
    bounds: boundsOf(flags),
    ...(flags.atOnce === true && { atOnce: true }),
    ...(news.places.length > 0 && { news: news.places }),
    ...(different.size > 0 && { differing: Object.fromEntries(different) }),
    expected,
  };
  writeWhole(path, jsonLine(plan));
}

const positionOf = (session: Session | undefined): { id?: string; seq?: number } => {
  const seq = session?.records.at(-1)?.seq;
  return session === undefined || seq === undefined ? {} : { id: session.file.id, seq };
};

/** @throws MadeusError  `MADEUS_FILE_MISSING`, `MADEUS_FILE_UNREADABLE`, `MADEUS_FILE_FORMAT` */
export function readPlan(path: string): Plan {
  const text = readWhole(path, makeOne);
  let plan: unknown;
  let flaw: string | undefined;
  try {
    plan = JSON.parse(text);
    flaw = flawOf(plan);
  } catch (error) {
    flaw = (error as Error).message;
  }
  if (flaw === undefined) return plan as Plan;
  throw new MadeusError(
    "MADEUS_FILE_FORMAT",
    `${resolve(path)} is no plan that this Madeus can read: ${flaw}.`,
    { hint: makeOne },
  );
}
const makeOne = "Make a plan, and look at it: madeus plan --out FILE.";

interface Asked<F> {
  readonly args: readonly string[];
  readonly flags: F;
}

/**
 * What the command line would be that asks for the plan.
 *
 * @throws MadeusError  `MADEUS_USAGE` where it says something else as well
 */
export function planned<F extends RunFlags & WishFlags & ChangePlanFlags>(
  { file, export: exported, settings, instances, state, bounds, atOnce }: Plan,
  { args, flags }: Asked<F>,
): Asked<F> {
  const { set, only, except, parallel, perHost, limit, onError } = flags;
  const isFurther =
    args.length > 0 ||
    set.size > 0 ||
    [only, except, parallel, perHost, flags.state].some((one) => one !== undefined) ||
    Object.keys(limit).length > 0 ||
    flags.atOnce === true ||
    onError.all !== "drain" ||
    Object.keys(onError.of).length > 0;
  if (isFurther)
    throw new MadeusError(
      "MADEUS_USAGE",
      "A plan says itself what is deployed, and under which limits.",
      {
        hint: "Give --plan alone, or make a new plan with these flags.",
      },
    );
  const { total, perHost: each, named } = bounds.limits ?? {};
  return {
    args: [file, exported],
    flags: {
      ...flags,
      set: new Map(Object.entries(settings).map(([name, value]) => [name, String(value)])),
      only: instances,
      state: state.directory,
      parallel: total,
      perHost: each,
      limit: named ?? {},
      onError: { all: bounds.onError ?? "drain", of: bounds.onErrorOf ?? {} },
      ...(atOnce === true && { atOnce }),
    },
  };
}

/** The same plan, of the state that it was made from and just so many more records. */
export const movedBy = (plan: Plan, records: number): Plan =>
  plan.state.seq === undefined
    ? plan
    : { ...plan, state: { ...plan.state, seq: plan.state.seq + records } };

/**
 * @param session  undefined where there is no state
 * @throws MadeusError  `MADEUS_PLAN_STALE` where the declaration or the state is no longer what the plan was made from
 */
export function ensureFresh(
  { declaration, assembly, state }: Plan,
  wish: Wish,
  session: Session | undefined,
): void {
  const { id, seq } = positionOf(session);
  const hasMoved = seq !== state.seq || (seq !== undefined && id !== state.id);
  const { hash } = declarationOf(wish.assembly);
  const hasChanged = hash !== declaration || wish.assembly.name !== assembly;
  if (!hasMoved && !hasChanged) return;
  const what = hasChanged
    ? `${wish.loaded.file} declares something else`
    : `The state in ${state.directory} has moved on`;
  throw new MadeusError("MADEUS_PLAN_STALE", `${what} since the plan was made.`, { hint: makeOne });
}

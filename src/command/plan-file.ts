/**
 * A plan in a file: what was to be deployed, from which state, under which limits; and what was expected of it.
 *
 * It holds no secret and no code. What it was made from is known by hashes and by the last record of the state, so that `deploy --plan`
 * carries out just what was looked at, or nothing.
 */
import { existsSync, readFileSync } from "node:fs";
import { resolve } from "node:path";
import { MadeusError } from "../model/code.ts";
import type { Settings } from "../model/setting.ts";
import { declarationOf } from "../store/declaration.ts";
import type { ForecastEnding } from "./ending.ts";
import type { RunFlags } from "./flags.ts";
import type { Bounds, Session } from "./session.ts";
import { writeWhole } from "./whole-file.ts";
import type { Wish, WishFlags } from "./wish.ts";

export interface Plan {
  readonly madeusPlan: 1;
  /** Absolute. */
  readonly file: string;
  readonly export: string;
  readonly assembly: string;
  readonly settings: Settings;
  readonly instances: readonly string[];
  readonly declaration: string;
  readonly state: {
    /** Absolute. */
    readonly directory: string;
    /** Of the state and its last record; missing where there was none. */
    readonly id?: string;
    readonly seq?: number;
  };
  readonly bounds: Bounds;
  readonly expected: ForecastEnding;
}

export function writePlan(
  path: string,
  wish: Wish,
  session: Session | undefined,
  bounds: Bounds,
  expected: ForecastEnding,
): void {
  const plan: Plan = {
    madeusPlan: 1,
    file: wish.loaded.file,
    export: wish.name,
    assembly: wish.assembly.name,
    settings: wish.loaded.settings,
    instances: wish.part.instances,
    declaration: declarationOf(wish.assembly).hash,
    state: { directory: wish.directory, ...positionOf(session) },
    bounds,
    expected,
  };
  writeWhole(path, `${JSON.stringify(plan, undefined, 1)}\n`);
}

const positionOf = (session: Session | undefined): { id?: string; seq?: number } => {
  const seq = session?.records.at(-1)?.seq;
  return session === undefined || seq === undefined ? {} : { id: session.file.id, seq };
};

/** @throws MadeusError  `MADEUS_FILE_MISSING`, `MADEUS_FILE_FORMAT` */
export function readPlan(path: string): Plan {
  const file = resolve(path);
  if (!existsSync(file)) throw new MadeusError("MADEUS_FILE_MISSING", `There is no file ${file}.`);
  try {
    const plan = JSON.parse(readFileSync(file, "utf8")) as Partial<Plan>;
    if (plan.madeusPlan === 1) return plan as Plan;
  } catch {
    // Said below.
  }
  throw new MadeusError("MADEUS_FILE_FORMAT", `${file} is no plan that this Madeus can read.`, {
    hint: "Make one: madeus plan --out FILE.",
  });
}

interface Asked<F> {
  readonly args: readonly string[];
  readonly flags: F;
}

/**
 * What the command line would be that asks for the plan.
 *
 * @throws MadeusError  `MADEUS_USAGE` where it says something else as well
 */
export function planned<F extends RunFlags & WishFlags>(
  { file, export: exported, settings, instances, state, bounds }: Plan,
  { args, flags }: Asked<F>,
): Asked<F> {
  const { set, only, except, parallel, perHost, limit, onError } = flags;
  const isFurther =
    args.length > 0 ||
    set.size > 0 ||
    [only, except, parallel, perHost, flags.state].some((one) => one !== undefined) ||
    Object.keys(limit).length > 0 ||
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
    },
  };
}

/** @throws MadeusError  `MADEUS_PLAN_STALE` where the declaration or the state is no longer what the plan was made from */
export function ensureFresh({ declaration, state }: Plan, wish: Wish, session: Session): void {
  const { id, seq } = positionOf(session);
  const moved = seq !== state.seq || (seq !== undefined && id !== state.id);
  const changed = declarationOf(wish.assembly).hash !== declaration;
  if (!moved && !changed) return;
  const what = changed
    ? `${wish.loaded.file} has changed`
    : `The state in ${state.directory} has moved on`;
  throw new MadeusError("MADEUS_PLAN_STALE", `${what} since the plan was made.`, {
    hint: "Make a new plan, and look at it: madeus plan --out FILE.",
  });
}

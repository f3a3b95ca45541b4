/** How a run begins on the journal of a session. */
import type { State } from "../engine/fold.ts";
import type { Assembly } from "../model/assembly.ts";
import { type Program, assemblyOf } from "../model/program.ts";
import type { Settings } from "../model/setting.ts";
import { type Declaration, declarationOf } from "../store/declaration.ts";
import type { RunEntry, Stamp } from "../store/journal.ts";
import { homeOf } from "./home.ts";
import type { PartInHand, Session } from "./session.ts";

/** What begins a run, as the journal keeps it. */
export interface Beginning {
  readonly verb: string;
  readonly declared: Assembly | Program;
  /** Absolute; empty where it is a script that runs. */
  readonly file: string;
  /** Under which the file exports the assembly. */
  readonly name: string;
  readonly settings: Settings;
  /** The id of a commit that it merges. */
  readonly merges?: string;
  /** Where the logs of its actions go (`logsMade`); missing: in the state's directory. */
  readonly logs?: string | undefined;
}
/** What a run may do at once, and what it does after a failure. */
export type Bounds = Pick<RunEntry, "limits" | "onError" | "onErrorOf">;

/** The first record of a run. */
export type Begun = Stamp & RunEntry;

/**
 * Begins a run on the journal: what it is made from is pinned once.
 *
 * @returns its first record, committed with those that the engine adds
 */
export function beginRun(
  { journal, state, historian, last, part, directory, file: { id } }: Session,
  { verb, declared, file, name, settings, ...given }: Beginning,
  bounds: Bounds,
): Begun {
  const declaration: Declaration = declarationOf(declared);
  const { hash } = declaration;
  const { name: assembly } = assemblyOf(declared);
  const run = journal.beginRun();
  const ofPart = part === undefined ? {} : takenOut(part, state, run);
  if (!state.declarations.has(hash)) journal.append({ type: "declaration", ...declaration });
  state.declarations.set(hash, declaration);
  state.use(hash);
  state.declared = [declaration];
  state.id = id;
  state.home = homeOf({ state, directory, file: { id } });
  const made = { assembly, file, export: name, declaration: hash, state: id, home: state.home };
  // What goes on with a merge ends with it.
  const merges = verb === "resume" ? last?.merges : given.merges;
  const { logs } = given;
  const more = { ...(merges !== undefined && { merges }), ...(logs !== undefined && { logs }) };
  const begun: RunEntry = { type: "run", verb, ...made, settings, ...bounds, ...more, ...ofPart };
  const record = { ...journal.append(begun), ...begun };
  historian?.begin(record);
  return record;
}

/** The first run on a part takes it out; those after it go on with it. */
function takenOut(
  part: PartInHand,
  state: State,
  run: number,
): Pick<RunEntry, "scope" | "continues"> {
  const { scope, run: before } = part;
  if (before !== undefined) return { scope, continues: before };
  part.run = run;
  state.takenOutBy = run;
  return { scope };
}

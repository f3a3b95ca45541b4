/** An open state: its file, its journal, and what the journal says, as one engine or one reader needs it. */
import { dirname, join } from "node:path";
import type { Assembly } from "../model/assembly.ts";
import type { MadeusError } from "../model/code.ts";
import type { AnyComponent } from "../model/component.ts";
import { deployment } from "../model/program.ts";
import { realClock } from "../engine/clock-real.ts";
import { State, fold } from "../engine/fold.ts";
import { ensureCompatible } from "./compatible.ts";
import { type Declaration, declarationOf } from "../store/declaration.ts";
import { catalogOf } from "../store/instruction.ts";
import type { Journal, JournalRecord } from "../store/journal.ts";
import { type Lease, takeLease } from "../store/lease.ts";
import { type RunSummary, lastRun, pinnedDeclarations } from "../store/run.ts";
import { sqliteJournal } from "../store/sqlite.ts";
import { type StateFile, type StateMode, openStateFile } from "../store/sqlite-file.ts";

export interface Session {
  /** Where the state lives: absolute. */
  readonly directory: string;
  readonly file: StateFile;
  readonly journal: Journal;
  readonly records: readonly JournalRecord[];
  readonly state: State;
  readonly last: RunSummary | undefined;
  /** What the last run was made from. */
  readonly pinned: Declaration | undefined;
  close(): void;
}

/** `.madeus/NAME` beside the file, so that several assemblies of one directory do not meet. */
export const stateDirectory = (
  file: string,
  assembly: Assembly,
  given: string | undefined,
): string => given ?? join(dirname(file), ".madeus", assembly.name);

export interface Opening {
  readonly directory: string;
  readonly mode: StateMode;
  /** What this process does, for one who finds the state locked. Undefined: it only reads, and takes no lease. */
  readonly command?: string;
  readonly durable?: boolean;
  /** What the file declares now; without it the types are those of the last run, whose actions have no code. */
  readonly declared?: { readonly assembly: Assembly; readonly components: readonly AnyComponent[] };
  readonly lost?: (error: MadeusError) => void;
}

/** @throws MadeusError  where the state is missing, locked, damaged or cannot be written */
export function openSession(opening: Opening): Session {
  const { directory, mode, command, lost } = opening;
  const file = openStateFile(directory, { mode, durable: opening.durable ?? false });
  let lease: Lease | undefined;
  try {
    if (command !== undefined)
      lease = takeLease(file, realClock, { command, ...(lost === undefined ? {} : { lost }) });
    const journal = sqliteJournal(file, realClock);
    const records = [...journal.records()];
    const last = lastRun(records);
    const pinned =
      last === undefined ? undefined : pinnedDeclarations(records).get(last.declaration);
    const state = new State();
    for (const record of records) fold(state, record);
    if (opening.declared !== undefined) {
      const { assembly, components } = opening.declared;
      if (pinned !== undefined) ensureCompatible(state, pinned, declarationOf(assembly));
      state.adopt(catalogOf(deployment(assembly), components));
    }
    const close = (): void => {
      lease?.release();
      journal.close();
    };
    return { directory, file, journal, records, state, last, pinned, close };
  } catch (error) {
    lease?.release();
    file.close();
    throw error;
  }
}

/** Begins a run on the journal: what it was made from is pinned once. */
export function beginRun(
  session: Session,
  run: {
    readonly verb: string;
    readonly assembly: Assembly;
    readonly file: string;
    readonly name: string;
  },
): void {
  const declaration = declarationOf(run.assembly);
  const { journal, records } = session;
  journal.beginRun();
  if (!pinnedDeclarations(records).has(declaration.hash))
    journal.append({ type: "declaration", ...declaration });
  const { verb, file, name } = run;
  journal.append({
    type: "run",
    verb,
    assembly: run.assembly.name,
    file,
    export: name,
    declaration: declaration.hash,
  });
}

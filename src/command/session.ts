/** An open state: its file, its journal, and what the journal says, as one engine or one reader needs it. */
import { dirname, join, resolve } from "node:path";
import { realClock } from "../engine/clock-real.ts";
import { State, fold } from "../engine/fold.ts";
import { type Part, takeInAll } from "../engine/part.ts";
import type { Assembly } from "../model/assembly.ts";
import { isMadeusError } from "../model/code.ts";
import type { AnyComponent } from "../model/component.ts";
import type { HostDescription } from "../model/host.ts";
import { type Program, assemblyOf, wholeProgramOf } from "../model/program.ts";
import type { Scope } from "../model/scope.ts";
import {
  type ComponentDescription,
  declarationOf,
  describeComponent,
} from "../store/declaration.ts";
import { type Catalog, type Offer, catalogOf } from "../store/catalog.ts";
import type { TypeOf } from "../store/compatibility.ts";
import { Historian, type HistorianPart, mainBranch, recordedJournal } from "../store/historian.ts";
import type { Journal, JournalRecord } from "../store/journal.ts";
import type { ObjectId } from "../store/object-id.ts";
import {
  type Edition,
  type Lease,
  type LeaseHolder,
  editionOf,
  takeLease,
} from "../store/lease.ts";
import { lineageOf } from "../store/lineage.ts";
import { type RunSummary, lastRun } from "../store/run.ts";
import { stateDamaged } from "../store/sqlite-fault.ts";
import { type StateFile, type StateMode, openStateFile } from "../store/sqlite-file.ts";
import { sqliteStore } from "../store/sqlite-store.ts";
import { sqliteJournal } from "../store/sqlite.ts";
import type { Store } from "../store/store.ts";
import { ensureCompatible } from "./compatible.ts";
import { ensureCurrent } from "./current.ts";
import { ensureCertain } from "./known-code.ts";

export interface Session {
  /** Where the state lives: absolute. */
  readonly directory: string;
  readonly file: StateFile;
  readonly journal: Journal;
  readonly records: readonly JournalRecord[];
  /** Under the types of the last run, whose actions have no code, until it adopts those of a file. */
  readonly state: State;
  /** What runs with a scope had in hand, or left unfinished, when it was read; of one that holds all it is in the state. */
  readonly open: readonly Part[];
  /** The state is a part: it and the whole that it was taken out of. */
  readonly part: PartInHand | undefined;
  /** As of when the journal was read (`editionOf`). */
  readonly edition: Edition;
  /** Where `main` stood just before: what was committed there by then is in the records. */
  readonly head: ObjectId | undefined;
  readonly last: RunSummary | undefined;
  /** The hosts that are declared by the file whose actions it has adopted. */
  readonly hosts: Map<string, HostDescription>;
  /** What is remembered beside the journal: commits, and the branches that lead to them. */
  readonly store: Store;
  /** Makes commits of the runs, where this process holds the lease. */
  readonly historian: Historian | undefined;
  /** This process, where it holds the lease. */
  readonly holder: LeaseHolder | undefined;
  /** Aborted when another process has taken the state over. */
  readonly lost: AbortSignal;
  close(): void;
}
export interface PartInHand {
  readonly scope: Scope;
  /** The run that took it out; none has yet. */
  run: number | undefined;
  readonly whole: State;
}
export interface Opening {
  readonly directory: string;
  readonly mode: StateMode;
  /** What this process does, for one who finds the state locked. Undefined: it only reads, and takes no lease. */
  readonly command?: string | undefined;
  /** It is to take over what others have recorded. */
  readonly takesOver?: boolean | undefined;
  readonly durable?: boolean | undefined;
}

/** `.madeus/NAME` beside the file, so that several assemblies of one directory do not meet. */
export const stateDirectory = (file: string, assembly: Assembly, given?: string): string =>
  resolve(given ?? join(dirname(file), ".madeus", assembly.name));

/** @throws MadeusError  where the state is missing, locked, damaged or cannot be written */
export function openSession({
  directory,
  mode,
  command,
  takesOver = false,
  durable = false,
}: Opening): Session {
  const file = openStateFile(directory, { mode, durable });
  const loss = new AbortController();
  let lease: Lease | undefined;
  try {
    if (command !== undefined)
      lease = takeLease(file, realClock, { command, lost: (error) => loss.abort(error) });
    const store = sqliteStore(file);
    const bare = sqliteJournal(file, realClock, lease);
    const { edition, head, records } = readIn(file, store, bare);
    const state = replayed(records, file.path);
    const open = [...state.parts.values()];
    if (lease !== undefined) takeInAll(state);
    if (command !== undefined && !takesOver) ensureCurrent({ store, file, records, head });
    const historian = lease && historianOf({ file, store, records, state }, lease.holder);
    const journal = historian === undefined ? bare : recordedJournal(bare, historian);
    const close = (): void => {
      lease?.release();
      journal.close();
    };
    return {
      directory,
      file,
      journal,
      records,
      state,
      open,
      part: undefined,
      edition,
      head,
      store,
      historian,
      last: lastRun(records),
      hosts: new Map(),
      holder: lease?.holder,
      lost: loss.signal,
      close,
    };
  } catch (error) {
    lease?.release();
    file.close();
    throw error;
  }
}

/** In this order: who commits meanwhile has on record what he commits, and who begins or ends is seen. */
function readIn(
  file: StateFile,
  { branches }: Store,
  journal: Journal,
): Pick<Session, "edition" | "head" | "records"> {
  const edition = editionOf(file, realClock.nowMs());
  const head = branches.find(mainBranch);
  return { edition, head, records: [...journal.records()] };
}

/** @param part  of a state that is one */
export const historianOf = (
  { file, store, records, state }: Pick<Session, "file" | "store" | "records" | "state">,
  { user, host }: LeaseHolder,
  part?: HistorianPart,
): Historian =>
  new Historian({
    ...store,
    state,
    id: file.id,
    last: records.at(-1)?.seq ?? 0,
    by: { name: user, email: `${user}@${host}` },
    ...(part !== undefined && { part }),
  });

/** A journal that SQLite can read and that still makes no sense was not written by us alone. */
export function replayed(records: Iterable<JournalRecord>, path: string): State {
  const state = new State();
  for (const record of records)
    try {
      fold(state, record);
    } catch (error) {
      if (isMadeusError(error)) throw error;
      const what = `record ${record.seq} does not follow from those before it`;
      throw stateDamaged(path, what, error);
    }
  return state;
}

/** The same, or undefined where there is no state. */
export function sessionIfAny(opening: Opening): Session | undefined {
  try {
    return openSession(opening);
  } catch (error) {
    if (isMadeusError(error) && error.code === "MADEUS_NO_STATE") return undefined;
    throw error;
  }
}

/** What is declared now: an assembly or a program, and further components. */
export interface Declared {
  readonly declared: Assembly | Program;
  readonly components: readonly (AnyComponent | Offer)[];
  /** Must it know every instance, or only those that move? Default: all. */
  readonly knows?: "all" | "moving";
}

/**
 * Gives the instances the actions that are declared for them now.
 *
 * @throws MadeusError  `MADEUS_DECLARATION_CHANGED` where the declaration has lost what the state still needs, `MADEUS_UNKNOWN_TYPE` where it
 * is not certain which component that is: then nothing is changed
 */
export function adopt(
  { state, last, hosts }: Pick<Session, "state" | "last" | "hosts">,
  { declared, components, knows }: Declared,
): void {
  const before = last === undefined ? undefined : state.declarations.get(last.declaration);
  const catalog = catalogOf(
    wholeProgramOf(declared),
    components,
    lineageOf(state.declarations.values()),
  );
  if (before !== undefined) {
    ensureCertain(state, catalog, knows);
    ensureCompatible(state, before, typesOf(catalog), knows);
  }
  state.adopt(catalog);
  state.declared = [declarationOf(declared)];
  const { hosts: named } = assemblyOf(declared);
  for (const [name, description] of Object.entries(named)) hosts.set(name, description);
}

/** Each is described once. */
function typesOf(catalog: Catalog): TypeOf {
  const known = new Map<AnyComponent, ComponentDescription>();
  return (name, instance) => {
    const component = catalog.find(name, instance);
    if (component === undefined) return undefined;
    const description = known.get(component) ?? describeComponent(component);
    known.set(component, description);
    return description;
  };
}

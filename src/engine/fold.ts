/**
 * The state of a deployment as a fold of its journal.
 *
 * The engine that writes a journal and the one that reads it back take every entry through this one function; so what a crash left
 * behind is what was there before it (semantics I15).
 */
import { advance } from "../semantics/advance.ts";
import { rehome } from "../semantics/rehome.ts";
import { Configuration } from "../semantics/configuration.ts";
import { Steps } from "../semantics/event.ts";
import { type Declaration, pinnedCatalog } from "../store/declaration.ts";
import type { Catalog } from "../store/catalog.ts";
import type { Scope } from "../model/scope.ts";
import type { Entry, Home, ProbedEntry, RunEntry } from "../store/journal.ts";
import { type Numbers, eventOf, numbersOf } from "./entry-event.ts";
import { Versions } from "./made-from.ts";
import { type Part, partOfRun, takeIn, takeInAll, takeOut } from "./part.ts";
import { takeOver } from "./taken.ts";
import { type Task, Tasks } from "./task.ts";
import { followStep, noteEvent, noteTask } from "./task-record.ts";

export class State {
  configuration: Configuration = new Configuration();
  readonly tasks: Tasks = new Tasks();
  /** Instance name → host name, where one was given. */
  readonly on: Map<string, string> = new Map();
  /** Of the file that the journal is in; a journal in memory has none. */
  id: string | undefined;
  /** Where instances have their directories, as the last run has said. */
  home: Home | undefined;
  /** Tokens that have begun to pass a transition so far. */
  passings = 0;
  /** What the runs so far were made from, by hash: in the order in which they were last used. */
  readonly declarations: Map<string, Declaration>;
  /** What runs with a scope have in hand and did not bring to an end, by the run that took it out; what they moved is not in this state. */
  readonly parts: Map<number, Part> = new Map();
  /** Of a part: the run that took it out, or undefined as long as that has not begun. */
  takenOutBy: number | undefined;
  /** Of what the present run was made; what was handed in meanwhile comes first. */
  declared: readonly Declaration[] = [];
  /** instance → the version of its component that it was made from, or brought to. */
  readonly versions: Versions = new Versions();
  /** Declarations whose actions have code here, by hash. */
  readonly code: Map<string, Catalog> = new Map();
  /** The types of what is still to be added. */
  catalog: Catalog;

  constructor(
    catalog: Catalog = { find: () => undefined },
    takenOutBy?: number,
    declarations: Map<string, Declaration> = new Map(),
  ) {
    this.catalog = catalog;
    this.takenOutBy = takenOutBy;
    this.declarations = declarations;
  }

  task(instance: number, transition: number): Task | undefined {
    return this.tasks.get(instance, transition);
  }

  /**
   * The same, to go on from without changing this one. O(state).
   *
   * @param declarations  to be known by the copy; by default those that this one knows
   */
  clone(declarations: Map<string, Declaration> = new Map(this.declarations)): State {
    const copy = new State(this.catalog, this.takenOutBy, declarations);
    for (const [run, part] of this.parts)
      copy.parts.set(run, { ...part, state: part.state.clone(declarations) });
    copy.configuration = this.configuration.clone();
    for (const task of this.tasks) copy.tasks.set({ ...task });
    for (const [instance, host] of this.on) copy.on.set(instance, host);
    copy.id = this.id;
    copy.home = this.home;
    copy.passings = this.passings;
    for (const [hash, catalog] of this.code) copy.code.set(hash, catalog);
    copy.declared = this.declared;
    copy.versions.take(this.versions);
    return copy;
  }

  /** Makes a declaration the last that was used. */
  use(hash: string): void {
    const declaration = this.declarations.get(hash);
    if (declaration === undefined) return;
    this.declarations.delete(hash);
    this.declarations.set(hash, declaration);
  }

  /** Knows the types of a declaration, too, before those that it knows. */
  learn(hash: string): void {
    this.use(hash);
    if (this.declared.some((one) => one.hash === hash)) return;
    const declaration = this.declarations.get(hash);
    if (declaration !== undefined) this.declared = [declaration, ...this.declared];
    const added = this.code.get(hash) ?? (declaration && pinnedCatalog(declaration));
    if (added === undefined) return;
    const { catalog } = this;
    this.catalog = {
      find: (...of) => added.find(...of) ?? catalog.find(...of),
      namesakes: (...of) => catalog.namesakes?.(...of) ?? [],
    };
  }

  /** Goes on under the types of another catalog, which has all that is needed (`store/compatibility`). */
  adopt(catalog: Catalog): void {
    this.catalog = catalog;
    const { configuration, transition } = rehome(
      this.configuration,
      (instance, before) => catalog.find(before.name, instance) ?? before,
    );
    this.configuration = configuration;
    for (const task of this.tasks.take()) {
      const [instance, t] = transition(task.instance, task.transition);
      this.tasks.set({ ...task, instance, transition: t });
    }
  }
}

/** An entry, in a journal or about to be. */
type Said = Entry & { readonly seq?: number; readonly run?: number };

/**
 * Applies one entry and gives the steps that followed from it, until the next one.
 *
 * A record of a run with a scope is applied to the part that the run works on, and its steps are that part's. An engine tells the state
 * that it was given, and does not say of which run.
 *
 * @param seq  its number in the journal, if it has one
 * @param at  what its names stand for, where that is known: they need not be looked up
 */
export function fold(
  state: State,
  entry: Said,
  seq: number | undefined = entry.seq,
  at?: Numbers,
): Steps {
  if (entry.run === undefined) return apply(state, entry, seq, at);
  if (entry.type === "run") return begin(state, entry, entry.run);
  if (state.parts.size === 0) return apply(state, entry, seq, at);
  if (entry.type === "lost" || entry.type === "found") return observe(state, entry, seq);
  const part = partOfRun(state, entry.run);
  if (part === undefined) return apply(state, entry, seq, at);
  const steps = apply(part.state, entry, seq, at);
  if (entry.type === "result" && entry.outcome === "done") {
    takeIn(state, part);
    state.parts.delete(part.runs[0]);
  }
  return steps;
}

/** One that is about all takes in all that is open; one with a scope takes its part out, or goes on with one that is. */
function begin(state: State, entry: RunEntry, run: number): Steps {
  const { scope, continues = run } = entry;
  if (scope === undefined) {
    takeInAll(state);
    return apply(state, entry, undefined);
  }
  const known = state.parts.get(continues);
  const part: Part = known ?? { runs: [run], scope, state: partFor(state, scope, run) };
  state.parts.set(
    part.runs[0],
    known === undefined ? part : { ...part, runs: [...part.runs, run] },
  );
  state.id = entry.state;
  state.home = entry.home;
  state.use(entry.declaration);
  return apply(part.state, entry, undefined);
}

/** A state of its own for what a run with a scope works on. */
export function partFor(state: State, scope: Scope, run?: number): State {
  const part = new State(state.catalog, run, state.declarations);
  takeOut(state, part, scope);
  return part;
}

/** What a probe has found holds wherever the instance is seen. */
function observe(state: State, entry: ProbedEntry, seq: number | undefined): Steps {
  const seen = [state, ...[...state.parts.values()].map((part) => part.state)];
  const there = seen.filter(
    ({ configuration }) => configuration.number(entry.instance) !== undefined,
  );
  return there.map((one) => apply(one, entry, seq)).at(-1) ?? noSteps;
}

function apply(state: State, entry: Said, seq: number | undefined, at?: Numbers): Steps {
  if (entry.type === "declaration") state.declarations.set(entry.hash, entry);
  if (entry.type === "run") {
    state.id = entry.state;
    state.home = entry.home;
    const declaration = state.declarations.get(entry.declaration);
    state.declared = declaration === undefined ? [] : [declaration];
    if (declaration !== undefined) state.adopt(pinnedCatalog(declaration));
    state.use(entry.declaration);
  }
  if (entry.type === "taken") takeOver(state, entry);
  if (entry.type === "program" && entry.declaration !== undefined) state.learn(entry.declaration);
  if (entry.type === "started" || entry.type === "process" || entry.type === "retrying") {
    noteTask(state, entry, seq, at ?? numbersOf(state.configuration, entry));
    return noSteps;
  }
  const event = eventOf(state, entry, at);
  if (event === undefined) return noSteps;
  const refired = noteEvent(state, event);
  const steps = advance(state.configuration, event);
  for (let k = 0; k < steps.length; k++) followStep(state, steps, k, seq, refired);
  return steps;
}
const noSteps = new Steps();

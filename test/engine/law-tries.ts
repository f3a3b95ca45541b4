/** I13: every action is begun once for each passing of its token and each try, and is begun before it ends. */
import { State, fold } from "../../src/engine/fold.ts";
import type { Step } from "../../src/semantics/event.ts";
import type { Catalog } from "../../src/store/catalog.ts";
import type { JournalRecord } from "../../src/store/journal.ts";

/** The sentences in which a journal breaks the law. */
export function triesFaults(
  records: readonly JournalRecord[],
  catalog: Catalog,
): readonly string[] {
  const state = new State(catalog);
  const actions = new Actions();
  for (const record of records) {
    if ("transition" in record) actions.note(record);
    const before = namesIn(state);
    const steps = fold(state, record);
    const after = namesIn(state);
    for (const step of steps) actions.follow(step, record, before, after);
  }
  return actions.faults;
}

type Phase = "idle" | "due" | "at-work" | "pausing" | "failed" | "unknown";
type ActionRecord = Extract<JournalRecord, { readonly transition: string }>;

/** What may be recorded of an action, and what it is then. */
const next: Record<ActionRecord["type"], Partial<Record<Phase, Phase>>> = {
  started: { due: "at-work", pausing: "at-work" },
  process: { "at-work": "at-work", unknown: "unknown" },
  ended: { "at-work": "idle", unknown: "idle", failed: "idle" },
  failed: { "at-work": "failed", due: "failed", pausing: "failed", unknown: "failed" },
  retrying: { "at-work": "pausing" },
  // Said again where a look could not tell.
  unknown: { "at-work": "unknown", unknown: "unknown" },
  refire: { failed: "due", unknown: "due" },
};

interface Action {
  phase: Phase;
  /** Of the passing of the token that it is in; undefined until it is begun. */
  key: string | undefined;
  attempt: number;
}

class Actions {
  readonly faults: string[] = [];
  readonly #actions = new Map<string, Action>();
  readonly #keys = new Set<string>();

  note(record: ActionRecord): void {
    const { seq, type } = record;
    const action = this.#action(nameOf(record));
    const then = next[type][action.phase];
    if (then === undefined) this.faults.push(`${seq}: ${type} while ${action.phase}`);
    else action.phase = then;
    if (type !== "started") return;
    const { key, attempt } = record;
    const again = action.key === key && attempt === action.attempt + 1;
    const first = action.key === undefined && attempt === 1 && !this.#keys.has(key);
    if (!again && !first)
      this.faults.push(`${seq}: try ${attempt} of ${key} after ${action.attempt} of ${action.key}`);
    this.#keys.add(key);
    Object.assign(action, { key, attempt });
  }

  follow({ rule, instance, element }: Step, by: JournalRecord, before: Names, after: Names): void {
    if (rule === "withdraw")
      for (const name of before.get(instance) ?? []) this.#action(name).phase = "idle";
    if (rule !== "fire" && rule !== "fail") return;
    // Only what is itself run again goes on; another one that fails has ended, but could not enter its place.
    const name = (after.get(instance) ?? before.get(instance))?.[element] ?? "";
    const itself = by.type === (rule === "fire" ? "refire" : "failed") && nameOf(by) === name;
    const phase = rule === "fire" ? "due" : "failed";
    if (!itself) Object.assign(this.#action(name), { phase, key: undefined });
  }

  #action(name: string): Action {
    const found = this.#actions.get(name) ?? { phase: "idle", key: undefined, attempt: 0 };
    this.#actions.set(name, found);
    return found;
  }
}

const nameOf = ({ instance, transition }: { instance: string; transition: string }): string =>
  `${instance}.${transition}`;

/** Instance → the names of its transitions. */
type Names = ReadonlyMap<number, readonly string[]>;
const namesIn = ({ configuration: c }: State): Names =>
  new Map(
    [...c.all()].map((instance) => [
      instance,
      c.life(instance).transitions.map(({ name }) => `${c.names[instance]}.${name}`),
    ]),
  );

/**
 * Actions that a former engine left in their middle: nothing is decided about one before it is certain that nothing of it is alive.
 */
import type { Entry } from "../store/journal.ts";
import type { Decision } from "./decision.ts";
import type { Verdict, Work } from "./performer.ts";
import type { Task } from "./task.ts";
import { endedEntry, givenUpEntry, unknownEntry } from "./work.ts";

/** What to do with what was left behind: go on with it, or take it as failed. */
export type LeftBehind = "go-on" | "fail";

export class Recovery {
  readonly #leftBehind: LeftBehind;
  /** With what the operator decided meanwhile. */
  readonly #underWay = new Map<Task, Decision | undefined>();
  #found: Found[] = [];

  constructor(leftBehind: LeftBehind) {
    this.#leftBehind = leftBehind;
  }

  begin(task: Task): void {
    this.#underWay.set(task, undefined);
  }

  /** Keeps a decision about an action that is not known to be gone. False: it need not wait. */
  keep(task: Task | undefined, decision: Decision): boolean {
    if (task === undefined || !this.#underWay.has(task)) return false;
    this.#underWay.set(task, decision);
    return true;
  }

  found(task: Task, work: Work, verdict: Verdict): void {
    this.#found.push({ task, work, verdict });
  }

  /** What follows from all that was found out since. What the operator decided counts more, but nothing begins beside what may be alive. */
  conclude(): readonly Entry[] {
    const found = this.#found;
    if (found.length === 0) return [];
    this.#found = [];
    return found.flatMap(({ task, work, verdict }) => {
      const decision = this.#underWay.get(task);
      this.#underWay.delete(task);
      if (verdict.kind === "left")
        return verdict.error === undefined ? [] : [unknownEntry(work, verdict.error)];
      return decision ?? this.#judge(work, verdict) ?? [];
    });
  }

  /** Undefined: it stays unknown. */
  #judge(work: Work, verdict: Verdict): Entry | undefined {
    if (verdict.kind === "ended") return endedEntry(work, verdict);
    if (this.#leftBehind === "fail") return givenUpEntry(work, "it was cut off");
    const { instance, transition } = work;
    return verdict.kind === "rerun" ? { type: "refire", instance, transition } : undefined;
  }
}

interface Found {
  readonly task: Task;
  readonly work: Work;
  readonly verdict: Verdict;
}

/**
 * Notices: what of a run is worth telling people, or programs of theirs, who do not look at it. Pure.
 *
 * Each has a sentence for people in `text`, and for programs what stands in the records. No secret is in it, since none is in a record.
 */
import { transitionName } from "../model/name.ts";
import { duration } from "../show/progress.ts";
import type { Failure, JournalRecord, RunOutcome } from "../store/journal.ts";
import type { NoticeEvent } from "./audience-flags.ts";
import { eventsVersion } from "./version.ts";

/** What is sent, as JSON. Fields may be added. */
export interface Notice {
  readonly type: "notice";
  /** Of these types: 1.x, as in `version`. */
  readonly events: string;
  readonly event: NoticeEvent;
  /** For people, a sentence. */
  readonly text: string;
  /** The same for all tries to deliver this notice, different for every other one. */
  readonly id: string;
  readonly atMs: number;
  readonly verb: string;
  readonly assembly: string;
  /** Which state, and which of its runs. */
  readonly state?: string | undefined;
  readonly run: number;
  /** How long the run has taken so far. */
  readonly tookS: number;
  /** Of an end. `open`: it was broken off, and nobody wrote down an end. */
  readonly outcome?: RunOutcome | "open";
  /** Of an end, and of `action-failed`: actions that have failed and are not tried again by themselves. */
  readonly failed?: readonly FailedAction[];
  /** Of `waits-long`, and of what was broken off. */
  readonly atWork?: readonly ActionAtWork[];
}
export interface FailedAction {
  readonly instance: string;
  readonly transition: string;
  readonly error: Failure;
}
export interface ActionAtWork {
  readonly instance: string;
  readonly transition: string;
  readonly host: string;
  readonly sinceMs: number;
}

type RecordOf<Type extends JournalRecord["type"]> = Extract<JournalRecord, { readonly type: Type }>;

/** The notices of the runs of a command, made from their records in order. */
export class Notices {
  #run: RecordOf<"run"> | undefined;
  #lastSeq = 0;
  readonly #failed = new Map<string, FailedAction>();
  readonly #atWork = new Map<string, ActionAtWork>();

  /** Is a run under way? */
  get isOpen(): boolean {
    return this.#run !== undefined;
  }

  add(record: JournalRecord): readonly Notice[] {
    this.#lastSeq = record.seq;
    switch (record.type) {
      case "run":
        this.#run = record;
        this.#failed.clear();
        this.#atWork.clear();
        return this.#notice("begun", record.atMs, "has begun");
      case "started": {
        const { instance, transition, host, atMs } = record;
        this.#failed.delete(transitionName(record));
        this.#atWork.set(transitionName(record), { instance, transition, host, sinceMs: atMs });
        return [];
      }
      case "ended":
      case "retrying":
      case "unknown":
        this.#atWork.delete(transitionName(record));
        return [];
      case "failed":
        return this.#addFailed(record);
      case "result":
        return this.#addResult(record);
      default:
        return [];
    }
  }

  /** Nothing has changed for so long. */
  silence(nowMs: number, silentMs: number): readonly Notice[] {
    const atWork = [...this.#atWork.values()];
    const each = atWork.slice(0, namedMax).map((one) => {
      const { host, sinceMs } = one;
      return `${transitionName(one)} on ${host} for ${duration(nowMs - sinceMs)}`;
    });
    const more = atWork.length > namedMax ? ` and ${atWork.length - namedMax} more` : "";
    const working = each.length === 0 ? "nothing is at work" : `at work: ${each.join(", ")}${more}`;
    const text = `has not moved for ${duration(silentMs)}; ${working}`;
    return this.#notice("waits-long", nowMs, text, { atWork });
  }

  /** Nothing more will come. A run that has no end has been broken off. */
  end(nowMs: number): readonly Notice[] {
    const { failed, atWork } = { failed: this.#failed, atWork: this.#atWork };
    const notices = this.#notice("failed", nowMs, "was broken off", {
      outcome: "open",
      failed: [...failed.values()],
      atWork: [...atWork.values()],
    });
    this.#run = undefined;
    return notices;
  }

  #addFailed(record: RecordOf<"failed">): readonly Notice[] {
    const { instance, transition, error, atMs } = record;
    const name = transitionName(record);
    const failed: FailedAction = { instance, transition, error };
    this.#atWork.delete(name);
    this.#failed.set(name, failed);
    const text = `${name} has failed: ${error.message}`;
    return this.#notice("action-failed", atMs, text, { failed: [failed] });
  }

  #addResult({ outcome, atMs }: RecordOf<"result">): readonly Notice[] {
    const event = outcome === "done" || outcome === "cancelled" ? outcome : "failed";
    const failed = [...this.#failed.values()];
    const [first] = failed;
    const why =
      outcome !== "failed" || first === undefined
        ? ""
        : `: ${transitionName(first)}: ${first.error.message}${failed.length > 1 ? ` (and ${failed.length - 1} more)` : ""}`;
    const took = duration(atMs - (this.#run?.atMs ?? atMs));
    const notices = this.#notice(event, atMs, `${words[outcome]} after ${took}${why}`, {
      outcome,
      failed,
    });
    this.#run = undefined;
    return notices;
  }

  #notice(
    event: NoticeEvent,
    atMs: number,
    text: string,
    more: Pick<Notice, "outcome" | "failed" | "atWork"> = {},
  ): readonly Notice[] {
    const begun = this.#run;
    if (begun === undefined) return [];
    const { verb, assembly, state, run } = begun;
    const title = `${verb} of ${assembly}`;
    const id = `${state ?? ""}/${run}/${this.#lastSeq}/${event}`;
    const what = { verb, assembly, state, run, tookS: (atMs - begun.atMs) / 1000 };
    const says = event === "action-failed" ? `${title}: ${text}` : `${title} ${text}`;
    return [
      { type: "notice", events: eventsVersion, event, text: says, id, atMs, ...what, ...more },
    ];
  }
}

/** Of actions at work, in a sentence. */
const namedMax = 3;

const words: Readonly<Record<RunOutcome, string>> = {
  done: "is done",
  failed: "has failed",
  stuck: "cannot go on",
  cancelled: "was cancelled",
  timeout: "ran out of time",
};

/** A record in a few words, as it stands beside the slider. */
import { transitionName } from "../model/name.ts";
import type { JournalRecord } from "../store/journal.ts";

export function recordText(record: JournalRecord): string {
  switch (record.type) {
    case "declaration":
      return "the declaration is pinned";
    case "run":
      return `run ${record.run} begins: ${record.verb} of ${record.assembly}`;
    case "program":
      return `${record.name}: ${record.instructions.length} instructions`;
    case "started":
      return `${transitionName(record)} starts${record.attempt > 1 ? `, try ${record.attempt}` : ""}`;
    case "process":
      return `${transitionName(record)} has process ${record.pid}`;
    case "ended":
      return `${transitionName(record)} is ${record.skipped === true ? "skipped" : "done"}`;
    case "retrying":
      return `${transitionName(record)} failed, and is tried again`;
    case "failed":
      return `${transitionName(record)} failed`;
    case "unknown":
      return `${transitionName(record)} was cut off`;
    case "refire":
      return `${transitionName(record)} is to run again`;
    case "withdraw":
      return `${record.instance} is withdrawn`;
    case "lost":
      return `${record.instance} is no longer ${record.place}`;
    case "found":
      return `${record.instance} is ${record.place} again`;
    case "stop":
      return "nothing new starts";
    case "go":
      return "it goes on";
    case "abandon":
      return "what is left is given up";
    case "taken":
      return "taken over from another state";
    case "result":
      return `run ${record.run} is ${record.outcome}`;
  }
}

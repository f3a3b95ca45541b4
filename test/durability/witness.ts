/** Looks at what a work has left: is it sound, is all there that was acknowledged, and what does it come to? */
import { existsSync } from "node:fs";
import { join } from "node:path";
import { isMadeusError } from "../../src/model/code.ts";
import { treeOfCommit } from "../../src/store/commit.ts";
import { history } from "../../src/store/history.ts";
import type { JournalRecord } from "../../src/store/journal.ts";
import { type StateFile, openStateFile } from "../../src/store/sqlite-file.ts";
import { fsckFile } from "../../src/store/sqlite-fsck.ts";
import { sqliteStore } from "../../src/store/sqlite-store.ts";
import { sqliteJournal } from "../../src/store/sqlite.ts";
import type { Path } from "../../src/store/tree.ts";
import { stateIn, stillClock } from "./place.ts";

export interface Testimony {
  /** What is unsound, and what of the acknowledged is lost. */
  readonly faults: readonly string[];
  /** What stands in the end: the same, however often the work was begun. */
  readonly end: string;
}

export function testimony(directory: string, acknowledged: readonly string[]): Testimony {
  const state = stateIn(directory);
  if (!existsSync(join(state, "state.sqlite")))
    return { faults: acknowledged.map((word) => `${word}: there is no state`), end: "nothing" };
  let file: StateFile | undefined;
  try {
    file = openStateFile(state, { mode: "write" });
    const findings = fsckFile(file).findings.map(({ text }) => text);
    const records = [...sqliteJournal(file, stillClock).records()];
    const lost = acknowledged.filter((word) => isLost(word, state, file, records));
    return {
      faults: [...findings, ...lost.map((word) => `${word} is lost`)],
      end: endOf(file, records),
    };
  } catch (error) {
    if (!isMadeusError(error)) throw error;
    return { faults: [`${error.code}: ${error.message}`], end: "unreadable" };
  } finally {
    file?.close();
  }
}

function isLost(
  word: string,
  state: string,
  file: StateFile | undefined,
  records: readonly JournalRecord[],
): boolean {
  if (file === undefined) return true;
  const [kind, name = "", id = ""] = word.split(" ");
  const { objects, branches } = sqliteStore(file);
  switch (kind) {
    case "record":
      return records.length < Number(name);
    case "head": {
      if ([...branches.moves()].some(({ branch, to }) => branch === name && to === id))
        return false;
      const head = branches.find(name);
      return head === undefined || !history(objects, [head]).some((one) => one.id === id);
    }
    case "removed":
      return branches.find(name) !== undefined;
    case "gone":
      return objects.has(name);
    case "copy":
      return !existsSync(join(state, `state-version-${name}.sqlite`));
    case "compacted":
      return false;
    default:
      throw new Error(`what does ${word} say?`);
  }
}

/** The branches with their leaves, and of the journal what is not of a single life. */
function endOf(file: StateFile, records: readonly JournalRecord[]): string {
  const { objects, branches } = sqliteStore(file);
  const heads = branches.list().map(({ name, head }) => {
    const leaves = treeOfCommit(objects, head).entries();
    return [name, [...leaves].filter(([path]) => isOfAnyLife(path))];
  });
  const kept = records.filter(({ type }) => type === "withdraw" || type === "stop");
  return JSON.stringify([heads, kept.map(({ run: _run, ...record }) => record)]);
}

/** Versions are hashes of sources, which are other ones where a test has them compiled; each life has a home of its own. */
const isOfAnyLife = ([part, of, , what]: Path): boolean =>
  part !== "program" && of !== "home" && what !== "version";

/** Where two ends part, in few words. */
export function otherEnd(found: string, expected: string): readonly string[] {
  if (found === expected) return [];
  let at = 0;
  while (at < found.length && found[at] === expected[at]) at += 1;
  const from = Math.max(0, at - 60);
  return [
    `begun again it ends in …${found.slice(from, at + 60)}… and not in …${expected.slice(from, at + 60)}…`,
  ];
}

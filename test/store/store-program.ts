/** The program of the processes that `store-process` starts: `VERB DIRECTORY MODE`. */
import { writeSync } from "node:fs";
import { createInterface } from "node:readline";
import { isMadeusError } from "../../src/model/code.ts";
import type { Journal } from "../../src/store/journal.ts";
import { takeLease } from "../../src/store/lease.ts";
import { type StateMode, openStateFile } from "../../src/store/sqlite-file.ts";
import { sqliteJournal } from "../../src/store/sqlite.ts";
import { sqliteStore } from "../../src/store/sqlite-store.ts";
import { Tree } from "../../src/store/tree.ts";
import { commitAt } from "../../src/store/objects.ts";
import { makeCommit } from "../../src/store/commit.ts";
import { update } from "../../src/store/branch.ts";
import { groupEntry } from "./group-entry.ts";

const [verb, directory = "", mode] = process.argv.slice(2);
const clock = {
  nowMs: () => Date.now(),
  after(delayMs: number, wake: () => void): () => void {
    const timer = setTimeout(wake, delayMs);
    return () => clearTimeout(timer);
  },
};
const say = (text: string): void => void writeSync(1, `${text}\n`);
const opened = (): Journal =>
  sqliteJournal(openStateFile(directory, { mode: mode as StateMode }), clock);

try {
  if (verb === "keep-appending") keepAppending();
  else if (verb === "hold") await hold();
  else if (verb === "keep-committing") keepCommitting();
  else unprivileged(verb === "read" ? read : append);
} catch (error) {
  if (!isMadeusError(error)) throw error;
  say(JSON.stringify({ code: error.code, message: error.message, hint: error.hint }));
}

/** Commits groups of 1 to 20 records for ever, and says the number of the last one that is acknowledged. */
function keepAppending(): void {
  say("begin");
  const journal = opened();
  const run = journal.beginRun();
  for (let group = 1; ; group += 1) {
    const size = 1 + ((group * 7 + run * 13) % 20);
    let seq = 0;
    for (let k = 1; k <= size; k += 1) seq = journal.append(groupEntry(run, group, k, size)).seq;
    journal.commit();
    say(String(seq));
  }
}

/** Commits trees to the branch `main` for ever, each with a leaf more, and says the number of the last one that is acknowledged. */
function keepCommitting(): void {
  const { objects, branches } = sqliteStore(openStateFile(directory, { mode: mode as StateMode }));
  const by = { name: "Ann", email: "ann@build1" };
  say("begin");
  for (let number = 1; ; number += 1) {
    const commit = (head: string | undefined): string => {
      const tree = head === undefined ? Tree.empty : Tree.at(objects, commitAt(objects, head).tree);
      const next = tree.set(["configuration", `${process.pid}-${number}`], number).write(objects);
      const parents = head === undefined ? [] : [head];
      return makeCommit(objects, { tree: next, parents, by, atMs: Date.now(), message: "next" });
    };
    update(branches, "main", commit, { atMs: Date.now(), by: "ann", why: "next" }, 1_000);
    say(String(number));
  }
}

/** At the word "go" takes the lease and holds it until its input ends. */
async function hold(): Promise<void> {
  const input = createInterface({ input: process.stdin });
  const words = input[Symbol.asyncIterator]();
  try {
    say("ready");
    await words.next();
    const file = openStateFile(directory, { mode: mode as StateMode });
    const lease = takeLease(file, clock, { command: "madeus deploy blog.ts" });
    say("held");
    await words.next();
    lease.release();
    file.close();
  } finally {
    input.close();
  }
}

function append(): void {
  const journal = opened();
  journal.beginRun();
  journal.append({ type: "stop" });
  journal.commit();
  say(JSON.stringify({ committed: true }));
  journal.close();
}

function read(): void {
  const journal = opened();
  say(JSON.stringify({ records: [...journal.records()].length }));
  journal.close();
}

/** Permissions do not bind root. */
function unprivileged(work: () => void): void {
  if (process.getuid?.() === 0) {
    process.setgroups?.([]);
    process.setgid?.(65_534);
    process.setuid?.(65_534);
  }
  work();
}

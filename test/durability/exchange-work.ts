/** What changes much of a store at once: a merge, a bundle that is taken in, a prune, and a state that is brought up to date. */
import { mkdirSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { DatabaseSync } from "node:sqlite";
import { history } from "../../src/store/history.ts";
import { mergeInto } from "../../src/store/merge/branch.ts";
import { keepArrival } from "../../src/store/pack/arrival.ts";
import { bundleOf, readBundle, unpackBundle } from "../../src/store/pack/bundle.ts";
import { land } from "../../src/store/pack/landing.ts";
import { zlib } from "../../src/store/pack/zlib.ts";
import { prune } from "../../src/store/prune.ts";
import { openStateFile } from "../../src/store/sqlite-file.ts";
import { applicationId, scripts } from "../../src/store/sqlite-schema.ts";
import { memoryStore } from "../../src/store/store.ts";
import { commitNext, inStore, madeState } from "./commit-work.ts";
import { ann, atMs, reason, stateIn } from "./place.ts";
import type { Acting, Work } from "./work.ts";

const quiet: Acting = { say: () => undefined, durable: false };

/** `main` and `other` have gone on from the same commit, each with leaves of its own. */
export const mergeWork: Work = {
  prepare(directory) {
    madeState(directory, 3);
    return inStore(directory, quiet, (store) => {
      const { branches } = store;
      const base = branches.find("main") ?? "";
      for (const k of [4, 5]) commitNext(store, k);
      const other = branches.find("main") ?? "";
      branches.move("other", undefined, other, reason);
      branches.move("main", other, base, reason);
      for (const k of [6, 7]) commitNext(store, k);
      return [`head main ${branches.find("main")}`, `head other ${other}`];
    });
  },
  act: (directory, { say, durable }) =>
    inStore(directory, { say, durable }, (store) => {
      const other = store.branches.find("other") ?? "";
      const merging = { author: ann, message: "merge of other", reason };
      const result = mergeInto(store, "main", other, merging);
      if (!result.ok) throw new Error("the branches cannot be merged");
      say(`head main ${result.value.head}`);
    }),
};

/** The bundle has six commits more than the state. */
export const bundleWork: Work = {
  prepare(directory) {
    const elsewhere = memoryStore();
    for (let k = 1; k <= 8; k += 1) commitNext(elsewhere, k);
    const sent = elsewhere.branches.list().map(({ name, head }) => ({ name, id: head }));
    const acknowledged = madeState(directory, 2);
    writeFileSync(join(directory, "bundle"), bundleOf(elsewhere.objects, sent, zlib));
    return acknowledged;
  },
  act: (directory, acting) =>
    inStore(directory, acting, (store) => {
      const bundle = readBundle(readFileSync(join(directory, "bundle")));
      const { objects } = store;
      const unpacked = unpackBundle(bundle, { objects, compression: zlib });
      store.transaction(() => {
        keepArrival(store, { unpacked, heads: bundle.branches.map(({ id }) => id) });
        for (const one of bundle.branches) land(store, "bundle", one, reason);
      });
      for (const { name, id } of bundle.branches) acting.say(`head ${name} ${id}`);
    }),
};

const commitsBefore = 30;

/** All but the last five commits go, and the file is written anew. */
export const pruneWork: Work = {
  prepare: (directory) => madeState(directory, commitsBefore),
  act: (directory, acting) =>
    inStore(directory, acting, (store, file) => {
      const before = (commitsBefore - 4) * atMs;
      const old = history(store.objects, [store.branches.find("main") ?? ""]).at(-1);
      prune(store, before);
      if (old !== undefined && !store.objects.has(old.id)) acting.say(`gone ${old.id}`);
      file.compact();
      acting.say("compacted");
    }),
};

const oldVersion = 3;

export const migrationWork: Work = {
  prepare(directory) {
    mkdirSync(stateIn(directory), { recursive: true });
    const old = new DatabaseSync(join(stateIn(directory), "state.sqlite"));
    old.exec(`PRAGMA application_id = ${applicationId}; PRAGMA journal_mode = WAL;
      ${scripts.slice(0, oldVersion).join("")} PRAGMA user_version = ${oldVersion}`);
    const insert = old.prepare("INSERT INTO journal VALUES (?, ?, 1, ?)");
    for (let seq = 1; seq <= 40; seq += 1)
      insert.run(seq, seq, JSON.stringify([{ type: "stop", atMs, why: "x".repeat(200) }]));
    old.close();
    return ["record 40"];
  },
  act(directory, { say, durable }) {
    openStateFile(stateIn(directory), { mode: "write", durable }).close();
    say(`copy ${oldVersion}`);
  },
};

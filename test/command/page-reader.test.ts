/** What is read of a state by somebody who may not write to its directory, while others do. */
import { chmodSync, mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { expect, onTestFinished, test } from "vitest";
import { PageReader } from "../../src/command/page-reader.ts";
import { realClock } from "../../src/engine/clock-real.ts";
import { openStateFile } from "../../src/store/sqlite-file.ts";
import { sqliteJournal } from "../../src/store/sqlite.ts";

const nobody = 65_534;

function grow(directory: string, count: number): void {
  const journal = sqliteJournal(openStateFile(directory, { mode: "create" }), realClock);
  journal.beginRun();
  for (let k = 0; k < count; k++) journal.append({ type: "go" });
  journal.commit();
  journal.close();
}

/** As a user who may not write there: for root nothing is forbidden. */
function forbidden<Value>(directory: string, look: () => Value): Value {
  const { geteuid, seteuid } = process;
  const own = geteuid?.();
  chmodSync(directory, own === 0 ? 0o755 : 0o555);
  try {
    if (own === 0) seteuid?.(nobody);
    return look();
  } finally {
    if (own === 0) seteuid?.(own);
    chmodSync(directory, 0o755);
  }
}

test("what others write is seen, though the state was opened as one that nobody changes", () => {
  const directory = mkdtempSync(join(tmpdir(), "madeus-reader-"));
  const reader = new PageReader(directory);
  onTestFinished(() => {
    reader.close();
    rmSync(directory, { recursive: true });
  });
  const seen = () =>
    forbidden(directory, () => ({
      edition: reader.edition(),
      count: reader.records([]).length,
    }));
  grow(directory, 3);
  const first = seen();
  expect(first.count).toBe(3);
  expect(seen()).toEqual(first);
  grow(directory, 2);
  const second = seen();
  expect(second.count).toBe(5);
  expect(second.edition).not.toBe(first.edition);
  const journal = sqliteJournal(openStateFile(directory, { mode: "write" }), realClock);
  onTestFinished(() => journal.close());
  journal.beginRun();
  for (const count of [6, 7]) {
    journal.append({ type: "go" });
    journal.commit();
    expect(seen().count).toBe(count);
  }
});

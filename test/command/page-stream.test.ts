/** How much is read for those who follow a state: counted, with a follower that takes nothing in. */
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { expect, onTestFinished, test } from "vitest";
import { PageReader } from "../../src/command/page-reader.ts";
import { type Follower, PageStream } from "../../src/command/page-stream.ts";
import { realClock } from "../../src/engine/clock-real.ts";
import { VirtualClock } from "../../src/engine/clock-virtual.ts";
import { openStateFile } from "../../src/store/sqlite-file.ts";
import { sqliteJournal } from "../../src/store/sqlite.ts";

const count = 60_000;

/** Takes in what it is given when it is asked to. */
class SlowFollower implements Follower {
  waiting = 0;
  waitingMax = 0;
  seqs: number[] = [];
  pulses = 0;
  write(text: string): void {
    this.waiting += text.length;
    this.waitingMax = Math.max(this.waitingMax, this.waiting);
    const data = /^data: (.*)$/m.exec(text)?.[1] ?? "";
    if (text.startsWith("event: pulse")) this.pulses++;
    else for (const { seq } of JSON.parse(data) as { seq: number }[]) this.seqs.push(seq);
  }
  end(): void {}
}

test("who takes nothing in has a few MiB wait for him, and gets all when he does", () => {
  const directory = mkdtempSync(join(tmpdir(), "madeus-stream-"));
  const journal = sqliteJournal(openStateFile(directory, { mode: "create" }), realClock);
  journal.beginRun();
  for (let k = 0; k < count; k++) journal.append({ type: "withdraw", instance: "x".repeat(100) });
  journal.commit();
  journal.close();
  const reader = new PageReader(directory);
  onTestFinished(() => {
    reader.close();
    rmSync(directory, { recursive: true });
  });
  const clock = new VirtualClock();
  const stream = new PageStream(reader, clock, (error) => {
    throw error;
  });
  const follower = new SlowFollower();
  stream.add(follower, []);
  expect(follower.seqs.length).toBeGreaterThan(0);
  expect(follower.pulses).toBe(0);
  const after = (ms: number, act: () => void): void => void clock.after(ms, act);
  after(1000, () => expect(follower.seqs.length).toBeLessThan(count / 2));
  for (let ms = 1050; ms < 10_000; ms += 100) after(ms, () => (follower.waiting = 0));
  after(10_000, () => stream.close());
  clock.run();
  expect(follower.seqs).toEqual(Array.from({ length: count }, (_, k) => k + 1));
  expect(follower.pulses).toBeGreaterThan(0);
  expect(follower.waitingMax).toBeLessThan(6 * 2 ** 20);
});

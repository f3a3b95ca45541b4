/** Several leases on one state: who may stand beside whom, where each writes, and who must read again. */
import { expect, test } from "vitest";
import type { Scope } from "../../src/model/scope.ts";
import {
  editionOf,
  formatHolder,
  leaseHolders,
  takeLease,
  takeOverLease,
} from "../../src/store/lease.ts";
import { openStateFile } from "../../src/store/sqlite-file.ts";
import { sqliteJournal } from "../../src/store/sqlite.ts";
import { manualClock, stateOf, twoViews } from "./two-views.ts";

const claim = { command: "madeus deploy" };
const locked = expect.objectContaining({ code: "MADEUS_STATE_LOCKED" }) as Error;
const about = (...instances: string[]): Scope => ({ instances, beside: ["db"], hosts: instances });

test("leases whose scopes do not meet stand side by side, and one without a scope keeps all out", () => {
  const { file, other } = twoViews();
  const clock = manualClock();
  const web1 = takeLease(file, clock, { ...claim, scope: about("web1") });
  const web2 = takeLease(other, clock, { ...claim, scope: about("web2") });
  expect([web1.isBeside, web2.isBeside]).toEqual([false, true]);
  expect(leaseHolders(file)).toEqual([web1.holder, web2.holder]);
  for (const scope of [about("web1"), about("web3", "db"), undefined])
    expect(() => takeLease(other, clock, { ...claim, scope })).toThrow(locked);
  expect(() => takeLease(other, clock, { ...claim, scope: about("web3", "web2") })).toThrow(
    `The instance "web2" of the state in ${stateOf(file)} is in use by ${formatHolder(web2.holder)}.`,
  );
  const sameHost = { instances: ["web4"], beside: [], hosts: ["web1"] };
  expect(() => takeLease(other, clock, { ...claim, scope: sameHost })).toThrow('The host "web1"');
  web1.release();
  expect(leaseHolders(file)).toEqual([web2.holder]);
  web2.release();
  const whole = takeLease(file, clock, claim);
  expect(() => takeLease(other, clock, { ...claim, scope: about("web1") })).toThrow(locked);
  whole.release();
});

test("each writes in a block of numbers of its own, and is read by itself, whoever wrote when", () => {
  const { file, other } = twoViews();
  const clock = manualClock();
  const leases = [
    takeLease(file, clock, { ...claim, scope: about("web1") }),
    takeLease(other, clock, { ...claim, scope: about("web2") }),
  ] as const;
  const [one, two] = [
    sqliteJournal(file, clock, leases[0]),
    sqliteJournal(other, clock, leases[1]),
  ];
  expect([one.beginRun(), two.beginRun()]).toEqual([1, 2]);
  for (const entry of ["stop", "go", "stop"] as const)
    for (const journal of [two, one]) {
      journal.append({ type: entry });
      journal.commit();
    }
  expect(leaseHolders(file).map(({ run }) => run)).toEqual([1, 2]);
  expect(one.beginRun()).toBe(3);
  one.append({ type: "abandon" });
  one.commit();
  const far = 1_000_000_000;
  const read = [...two.records()].map(({ seq, run, type }) => [seq, run, type]);
  expect(read).toEqual([
    [1, 1, "stop"],
    [2, 1, "go"],
    [3, 1, "stop"],
    [4, 3, "abandon"],
    [far + 1, 2, "stop"],
    [far + 2, 2, "go"],
    [far + 3, 2, "stop"],
  ]);
  for (const lease of leases) lease.release();
  const next = takeLease(file, clock, claim);
  expect([next.first, next.beginRun()]).toEqual([far + 4, 4]);
  next.release();
  file.database.exec(`DELETE FROM journal WHERE first = ${far + 2}`);
  expect(() => [...two.records()]).toThrow(`record ${far + 2} is missing`);
  file.database.exec("DELETE FROM journal WHERE first = 2");
  expect(() => [...two.records()]).toThrow("record 2 is missing");
});

test("one who has read before somebody began or ended is told to read again", () => {
  const { file, other } = twoViews();
  const clock = manualClock();
  const claimed = { ...claim, scope: about("web1") };
  const before = editionOf(file, clock.nowMs());
  const web2 = takeLease(other, clock, { ...claim, scope: about("web2") });
  expect(takeLease(file, clock, { ...claimed, edition: before })).toBeUndefined();
  const beside = editionOf(file, clock.nowMs());
  web2.release();
  expect(takeLease(file, clock, { ...claimed, edition: beside })).toBeUndefined();
  const alone = editionOf(file, clock.nowMs());
  const lease = takeLease(file, clock, { ...claimed, edition: alone });
  expect(leaseHolders(other)).toEqual([lease?.holder]);
  lease?.release();
});

test("what those write that are at work all the time makes nothing read again", () => {
  const { file, other } = twoViews();
  const clock = manualClock();
  const web2 = takeLease(other, clock, { ...claim, scope: about("web2") });
  const journal = sqliteJournal(other, clock, web2);
  journal.beginRun();
  journal.append({ type: "go" });
  journal.commit();
  const edition = editionOf(file, clock.nowMs());
  journal.append({ type: "stop" });
  journal.commit();
  const lease = takeLease(file, clock, { ...claim, scope: about("web1"), edition });
  expect(lease?.isBeside).toBe(true);
  lease?.release();
  web2.release();
});

test("one is taken over, and the other one writes on", () => {
  const { file, other } = twoViews();
  const clock = manualClock();
  const web1 = takeLease(file, clock, { ...claim, scope: about("web1") });
  const web2 = takeLease(other, clock, { ...claim, scope: about("web2") });
  const third = openStateFile(stateOf(file), { mode: "write" });
  takeOverLease(third, clock, { command: "madeus unlock" }, web1.holder).release();
  third.close();
  expect(() => file.transaction(() => undefined)).toThrow("was taken over by another process");
  other.transaction(() => undefined);
  expect(leaseHolders(other)).toEqual([web2.holder]);
  web1.release();
  web2.release();
});

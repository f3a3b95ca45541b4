/** Notices go beside a run: each target has them in order, and the end of the command waits for none of them for long. */
import { expect, test } from "vitest";
import type { NoticeEvent } from "../../src/command/audience-flags.ts";
import { DeliveryFault } from "../../src/command/delivery-fault.ts";
import type { NoticeTarget } from "../../src/command/notice-target.ts";
import { Notifier } from "../../src/command/notifier.ts";
import { webhook } from "../../src/command/webhook.ts";
import type { Entry, JournalRecord } from "../../src/store/journal.ts";
import { receiver } from "./web-receiver.ts";

const records: readonly JournalRecord[] = (
  [
    {
      type: "run",
      verb: "deploy",
      assembly: "site",
      file: "",
      export: "site",
      declaration: "d",
    },
    { type: "failed", instance: "db", transition: "start", error: { code: "X", message: "x" } },
    { type: "result", outcome: "failed" },
  ] satisfies readonly Entry[]
).map((entry, k) => ({ seq: k + 1, run: 1, atMs: k, ...entry }));
const on: ReadonlySet<NoticeEvent> = new Set(["begun", "action-failed", "failed"]);

/** What those who follow the run are left with at its end. */
async function lost(graceMs: number, ...targets: readonly NoticeTarget[]) {
  const notifier = new Notifier({ targets, on, silentMs: 1000, graceMs });
  for (const record of records) notifier.tell(record);
  return (await notifier.close()).map(({ code, text }) => `${code}: ${text}`);
}

test("a slow target has its notices in order, one after the other, and keeps no other one waiting", async () => {
  const [slow, quick]: [string[], string[]] = [[], []];
  const told = await lost(
    60_000,
    {
      name: "slow",
      async deliver({ event }) {
        // What comes first takes longest.
        for (let k = 0; k < 9 - 3 * slow.length; k++) await new Promise(setImmediate);
        slow.push(`${event} after ${quick.length}`);
      },
    },
    { name: "quick", deliver: ({ event }) => Promise.resolve(void quick.push(event)) },
  );
  expect(told).toEqual([]);
  expect(quick).toEqual(["begun", "action-failed", "failed"]);
  expect(slow).toEqual(["begun after 3", "action-failed after 3", "failed after 3"]);
});

test("one who never answers is waited for until the time is over, and is sent nothing more then", async () => {
  const { url, received } = await receiver(() => 0);
  const target = { name: "hook", deliver: webhook(new URL(url)) };
  expect(await lost(200, target)).toEqual([
    "MADEUS_NOTICE_LOST: 3 of 3 notices did not reach hook: it did not answer in time.",
  ]);
  expect(received).toHaveLength(1);
});

test("what has not arrived is counted, with why the first did not; the rest goes on", async () => {
  const arrived: string[] = [];
  const target: NoticeTarget = {
    name: "hook",
    deliver({ event }) {
      if (event === "action-failed") return Promise.reject(new DeliveryFault("it said no", false));
      arrived.push(event);
      return Promise.resolve();
    },
  };
  expect(await lost(60_000, target)).toEqual([
    "MADEUS_NOTICE_LOST: 1 of 3 notices did not reach hook: it said no.",
  ]);
  expect(arrived).toEqual(["begun", "failed"]);
});

test("what goes wrong in a way that nobody has thought of is told without its words", async () => {
  const target: NoticeTarget = {
    name: "hook",
    deliver: () => Promise.reject(new Error("https://secret.example.org")),
  };
  expect(await lost(60_000, target)).toEqual([
    "MADEUS_NOTICE_LOST: 3 of 3 notices did not reach hook: it could not be sent.",
  ]);
});

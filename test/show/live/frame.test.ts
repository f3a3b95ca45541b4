import { expect, test } from "vitest";
import type { Activity } from "../../../src/show/live/activity.ts";
import { type FrameOptions, frame } from "../../../src/show/live/frame.ts";
import type { Heading } from "../../../src/show/live/head-line.ts";
import { ascii } from "../../../src/show/live/sign.ts";
import { summaryLines } from "../../../src/show/live/summary.ts";
import { coloured } from "../../../src/show/paint.ts";
import { type Play, heading, pen, played } from "./played.ts";
import { shopProgram } from "./shop.ts";

interface Moment extends Partial<Play>, Partial<FrameOptions> {
  readonly webs?: number;
  readonly atMs: number;
  readonly heading?: Partial<Heading>;
  readonly before?: (activity: Activity) => void;
}

/** The picture at one moment. */
async function pictureAt({
  webs = 3,
  atMs,
  before,
  heading: head,
  rows = 12,
  ...more
}: Moment): Promise<string> {
  let lines: readonly string[] = [];
  const look = (activity: Activity, nowMs: number): void => {
    before?.(activity);
    lines = frame(activity, { ...heading, ...head }, nowMs, { ...pen, ...more, rows });
  };
  await played({ program: shopProgram(webs), ...more, looks: { [atMs]: look } });
  return `\n${lines.join("\n")}\n`;
}

const failure = { code: "MADEUS_ACTION_FAILED", message: "no space left on device" };
const said = (activity: Activity): void => {
  activity.heard("db", "install", "Unpacking mariadb-server (1:10.11.6-0) ...");
  activity.heard("web1", "fetch", "12 %\r57 %\r");
};

test("what runs, longest way to the end first, with where, since when, how long, and its last words", async () => {
  expect(await pictureAt({ atMs: 6_000, before: said })).toMatchInlineSnapshot(`
    "
    deploy of shop  ━━━────────────────────── 13 %  6s, about 38s to go, till 0:44
    0 of 8 actions done, 4 run; predicted: 44s, from earlier runs
    • db.install ctl   ━━━━━━━───── 6s of 10s  Unpacking mariadb-server (1:10.11.6-0) ...
    • web1.fetch node4 ━━━━━━━━━───  6s of 8s  57 %
    • web2.fetch node4 ━━━━━━━━━───  6s of 8s
    • web3.fetch node4 ━━━━━━━━━───  6s of 8s
    "
  `);
});

test("what waits is told by what it waits for, and what that is doing", async () => {
  expect(await pictureAt({ webs: 12, atMs: 22_000 })).toMatchInlineSnapshot(`
    "
    deploy of shop  ━━━━━━━━━━━━───────────── 50 %  22s, about 22s to go, till 0:44
    13 of 26 actions done, 1 run, 12 instances wait; predicted: 44s, from earlier runs
    • db.start ctl ━━━━──────── 12s of 30s
    ○ 12 instances wait for db.sql  db.start has run 12s of 30s
    "
  `);
});

test("what is late is told, and what has failed stays in sight with the way on", async () => {
  expect(
    await pictureAt({
      atMs: 75_000,
      durationMs: ({ transition, instance }) =>
        instance === "db" && transition === "start" ? 80_000 : undefined,
      becomes: ({ instance }) =>
        instance === "web2" ? { kind: "failed", error: failure } : undefined,
    }),
  ).toMatchInlineSnapshot(`
    "
    deploy of shop  ━━━━━━━━━━━━━━━━━━━━━━━── 94 %  1m 15s, 4s or more to go
    3 of 8 actions done, 1 failed, 1 run, 2 instances wait; predicted: 44s, from earlier runs
    ✗ web2.fetch failed on node4 1m 07s ago: no space left on device
      madeus logs shop.ts web2.fetch shows what it printed, then madeus resume shop.ts
    • db.start ctl ━━━━━━━━━━━━ 1m 05s of 30s
    ○ 2 instances wait for db.sql  db.start has run 1m 05s of 30s
    "
  `);
});

test("what is tried again says when, and why", async () => {
  let tries = 0;
  expect(
    await pictureAt({
      atMs: 42_000,
      becomes: ({ instance, transition }) =>
        instance === "db" && transition === "start" && tries++ === 0
          ? { kind: "failed", error: failure }
          : undefined,
    }),
  ).toMatchInlineSnapshot(`
    "
    deploy of shop  ━━━━━━━━━━━━━──────────── 53 %  42s, about 37s to go, till 0:79
    4 of 8 actions done, 0 run, 1 again soon, 3 instances wait; predicted: 44s, from earlier runs
    ↻ db.start again in 3s, try 1 failed: no space left on device
    ○ 3 instances wait for db.sql  db.start has failed, again in 3s
    "
  `);
});

test("what stands in line for a slot is counted, beside the limits", async () => {
  const limits = { total: 2 };
  expect(
    await pictureAt({ webs: 40, atMs: 30_000, limits, heading: { limits: "--parallel 2" } }),
  ).toMatchInlineSnapshot(`
    "
    deploy of shop  ━━─────────────────────── 11 %  30s, about 3m 50s to go, till 0:260
    4 of 82 actions done, 2 run, 3 instances wait; predicted: 4m 20s, from earlier runs
    • db.start   ctl   ━━━━━━━━──── 20s of 30s
    • web4.fetch node4 ━━━━━━━━━───   6s of 8s
    ○ 3 instances wait for db.sql      db.start has run 20s of 30s
    ○ 36 actions wait for a free slot  --parallel 2
    "
  `);
});

test("where nothing is known of how long things take, no time is told", async () => {
  expect(await pictureAt({ atMs: 12_000, origin: "guessed" })).toMatchInlineSnapshot(`
    "
    deploy of shop  ━━━━━━━━━━━━───────────── 50 %  12s
    4 of 8 actions done, 1 run, 3 instances wait; how long actions take is not known yet
    • db.start ctl 2s
    ○ 3 instances wait for db.sql  db.start has run 2s
    "
  `);
  expect(await pictureAt({ atMs: 12_000, origin: undefined })).toMatchInlineSnapshot(`
    "
    deploy of shop    12s
    4 actions done, 1 run, 3 instances wait
    • db.start ctl 2s
    ○ 3 instances wait for db.sql  db.start has run 2s
    "
  `);
});

test("more than there is room for is counted", async () => {
  expect(await pictureAt({ webs: 200, atMs: 6_000, rows: 6 })).toMatchInlineSnapshot(`
    "
    deploy of shop  ━━━────────────────────── 13 %  6s, about 38s to go, till 0:44
    0 of 402 actions done, 201 run; predicted: 44s, from earlier runs
    • db.install ctl   ━━━━━━━───── 6s of 10s
    • web1.fetch node4 ━━━━━━━━━───  6s of 8s
    • web2.fetch node4 ━━━━━━━━━───  6s of 8s
      … and 198 more run
    "
  `);
});

test.each([
  [20, 4],
  [20, 1],
  [40, 6],
  [60, 8],
  [200, 8],
])("on a terminal of %i columns and %i rows there is what fits", async (columns, rows) => {
  const play = {
    webs: 4,
    atMs: 12_000,
    becomes: ({ instance }: { instance: string }) =>
      instance === "web2" ? ({ kind: "failed", error: failure } as const) : undefined,
  };
  expect(await pictureAt({ ...play, columns, rows })).toMatchSnapshot();
});

test("in ASCII there is nothing but ASCII", async () => {
  const picture = await pictureAt({
    atMs: 6_000,
    signs: ascii,
    before: (activity) => activity.heard("db", "install", "Größe: ✓ 5 MB"),
  });
  expect(picture).toMatchInlineSnapshot(`
    "
    deploy of shop  [###--------------------] 13 %  6s, about 38s to go, till 0:44
    0 of 8 actions done, 4 run; predicted: 44s, from earlier runs
    * db.install ctl   [######----] 6s of 10s  Gro?e: ? 5 MB
    * web1.fetch node4 [#######---]  6s of 8s
    * web2.fetch node4 [#######---]  6s of 8s
    * web3.fetch node4 [#######---]  6s of 8s
    "
  `);
  expect(picture).toMatch(/^[\n -~]*$/);
});

test("colours say what is late, and are closed where a line is cut", async () => {
  const picture = await pictureAt({
    atMs: 75_000,
    columns: 60,
    paint: coloured,
    durationMs: ({ transition, instance }) =>
      instance === "db" && transition === "start" ? 80_000 : undefined,
  });
  expect(picture).toContain("\u001b[31m1m 05s of 30s\u001b[39m");
  const codesIn = (line: string, codes: readonly number[]): number =>
    codes.reduce((sum, code) => sum + line.split(`\u001b[${code}m`).length - 1, 0);
  for (const line of picture.split("\n"))
    expect(codesIn(line, [1, 2, 31, 32, 33])).toBe(codesIn(line, [22, 39]));
});

test("when it is over a line says how much it was, how long it was to take, and what took longest", async () => {
  expect(summaryLines(await played({ program: shopProgram(3) }), pen)).toEqual([
    "8 actions on 2 hosts; predicted: 44s, from earlier runs; longest: db.start 30s, db.install 10s, web1.fetch 8s",
  ]);
  expect(summaryLines(await played({ program: [] }), pen)).toEqual([]);
});

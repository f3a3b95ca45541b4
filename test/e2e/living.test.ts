/** A guestbook that is changed while it is visited: what its visitors notice, by real processes and a real load generator. */
import { readdir, rm } from "node:fs/promises";
import { join } from "node:path";
import { afterAll, beforeAll, expect, test } from "vitest";
import { scale, upgradeAtOnce, upgradeOneByOne } from "./living/cases.ts";
import {
  type StandingGuestbook,
  assembly,
  standingGuestbook,
} from "./living/standing-guestbook.ts";

let site: StandingGuestbook;
const longMs = 300_000;
beforeAll(async () => {
  site = await standingGuestbook();
}, longMs);
afterAll(() => site[Symbol.asyncDispose](), longMs);

const unnoticed = { visits: { failed: 0, awayS: 0 }, lost: 0 };

test(
  "replicas are upgraded one by one: no request fails, and what was acknowledged is there",
  async () => {
    const changed = await upgradeOneByOne(site);
    expect(changed).toMatchObject(unnoticed);
    expect(changed.visits.acknowledged).not.toEqual([]);
  },
  longMs,
);

test(
  "replicas are upgraded all at once: that nobody will be served is known before, and so it is; nothing is lost",
  async () => {
    const { visits, lost, predictedS, recordedS } = await upgradeAtOnce(site);
    expect(predictedS).toBeGreaterThan(0);
    expect(recordedS).toBeGreaterThan(0);
    expect(visits.failed).toBeGreaterThan(0);
    expect(lost).toBe(0);
  },
  longMs,
);

test(
  "two replicas become twenty and two again: no request fails, and what was acknowledged is there",
  async () => {
    expect(await scale(site, 20)).toMatchObject(unnoticed);
    expect(await scale(site, 2)).toMatchObject(unnoticed);
  },
  longMs,
);

test(
  "whoever has lost its state adopts it as it runs, and nobody has to say where anything is",
  async () => {
    const files = await readdir(site.directory);
    for (const file of files.filter((name) => name.startsWith("state.sqlite")))
      await rm(join(site.directory, file));
    const adopted = [
      "database",
      "schema",
      "balancer",
      "health",
      "app1",
      "app2",
      "route1",
      "route2",
    ];
    expect(await site.madeus("adopt", assembly)).toMatchObject({ adopted, behind: [] });
    expect(await site.madeus("plan", assembly, "--expect-no-changes")).toMatchObject({
      outcome: "done",
    });
    expect(await site.madeus("status", assembly, "--refresh")).toMatchObject({ outcome: "done" });
  },
  longMs,
);

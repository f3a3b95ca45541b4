/** What is on record as lost: every verb knows of it, says what brings it back, and begins nothing that only gets stuck on it. */
import { expect, test } from "vitest";
import { deployed } from "./pair.ts";

test("plan and deploy tell it as a difference and bring it back; status and why say how, too", async () => {
  const site = await deployed();
  const { madeus } = site;
  site.kill("db");
  const status = await madeus("status --refresh");
  expect(status.code).toBe(7);
  expect(status.stdout).toContain(
    "no longer as it was: db; madeus watch --repair brings back what is lost",
  );
  expect((await madeus("why db")).stdout).toBe(
    "db is no longer on\nmadeus watch --repair brings back what is lost\n",
  );
  const plan = await madeus("plan --expect-no-changes");
  expect(plan.code).toBe(7);
  expect(plan.stdout).toMatch(/^~ db is no longer on: it is brought back$/m);
  expect(await madeus("deploy")).toMatchObject({
    code: 2,
    stderr: expect.stringContaining("MADEUS_NOT_CONFIRMED"),
  });
  expect(site.order()).toEqual([]);
  expect(await madeus("deploy --yes")).toMatchObject({ code: 0 });
  expect(site.order()).toEqual(["web stops", "db stops", "db starts", "web starts"]);
  expect(await madeus("status")).toMatchObject({ code: 0 });
});

test("what was lost and nobody has told yet: plan and deploy ask for it themselves", async () => {
  const site = await deployed();
  const { madeus } = site;
  site.kill("db");
  expect(await madeus("plan --no-probe --expect-no-changes")).toMatchObject({ code: 0 });
  expect(await madeus("deploy --no-probe")).toMatchObject({ code: 0 });
  expect(site.order()).toEqual([]);
  const plan = await madeus("plan --expect-no-changes");
  expect(plan.code).toBe(7);
  expect(plan.stdout).toMatch(/^~ db is no longer on: it is brought back$/m);
  // A plan only looks.
  expect((await madeus("why db")).stdout).not.toContain("no longer");
  expect(await madeus("deploy --yes")).toMatchObject({ code: 0 });
  expect(site.order()).toEqual(["web stops", "db stops", "db starts", "web starts"]);
  expect(await madeus("status")).toMatchObject({ code: 0 });
});

test("a plan in a file knows of it, and is carried out without asking again", async () => {
  const site = await deployed();
  const { madeus } = site;
  site.kill("db");
  expect(await madeus("plan --out back.plan")).toMatchObject({ code: 0 });
  const wrong = site.read("back.plan").replace('"lost","instance":"db"', '"lost","instance":"dd"');
  site.write("wrong.plan", wrong);
  expect(await madeus("deploy --plan wrong.plan")).toMatchObject({
    code: 7,
    stderr: expect.stringContaining("MADEUS_PLAN_STALE: Nothing is news of dd at on any more."),
  });
  expect(await madeus("deploy --plan back.plan")).toMatchObject({ code: 0 });
  expect(site.order()).toEqual(["web stops", "db stops", "db starts", "web starts"]);
  expect(await madeus("deploy --plan back.plan")).toMatchObject({
    code: 7,
    stderr: expect.stringContaining("MADEUS_PLAN_STALE"),
  });
});

test("what came back by itself is believed again", async () => {
  const site = await deployed();
  const { madeus } = site;
  site.kill("db");
  expect(await madeus("status --refresh")).toMatchObject({ code: 7 });
  await site.revive("db");
  expect((await madeus("deploy")).stderr).toContain("is deployed and unchanged");
  expect((await madeus("why db")).stdout).not.toContain("no longer");
});

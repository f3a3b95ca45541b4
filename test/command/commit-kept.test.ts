/** Commits outlive crashes; states without them begin with one; what is damaged is found, what is old is forgotten. */
import { expect, test } from "vitest";
import { commitsOf, messages } from "./commit-lines.ts";
import { lines } from "./project.ts";
import { change, deployed, hold, moving, shop } from "./shop.ts";

test("what was committed is found again after kill -9, and the next run goes on from it", async () => {
  const here = await deployed();
  const { start, madeus, remove } = here;
  const begun = await hold(here, "web2.load");
  const run = start("reconfigure update.ts --yes");
  await begun();
  await run.kill();
  const before = await commitsOf(here);
  expect(messages(before).slice(0, 2)).toEqual([
    "site: reconfigure waits for web2",
    "site: reconfigure waits for web2",
  ]);
  const records = await here.records();
  expect(before[0]?.["record"]).toBeLessThan(records.length);
  expect((await madeus("fsck")).stdout).toMatch(/^\d+ objects: clean\n$/);
  remove("hold-web2.load");
  expect(await madeus("resume update.ts")).toMatchObject({ code: 0 });
  const after = await commitsOf(here);
  expect(after.slice(-before.length)).toEqual(before.map((one) => ({ ...one, branches: [] })));
  expect(messages(after)[0]).toBe("site: resume is done");
});

test("a state that was made without commits begins with what stands", async () => {
  const here = await deployed(shop({ webs: 1 }), moving);
  const { madeus, spawn } = here;
  const forget = `
    const { DatabaseSync } = require("node:sqlite");
    const database = new DatabaseSync(".madeus/site/state.sqlite");
    for (const table of ["object", "branch", "move"]) database.exec("DELETE FROM " + table);
    database.close();`;
  expect(await spawn(process.execPath, ["-e", forget]).ended).toMatchObject({ code: 0 });
  expect(await madeus("history")).toMatchObject({
    code: 0,
    stdout: "there is no commit yet: the next run begins with what stands\n",
  });
  expect((await madeus("branch")).stdout).toBe(
    "there is no branch yet: the first run makes main\n",
  );
  expect((await madeus("show")).code).toBe(6);
  change(here, shop({ webs: 2 }));
  expect(await madeus("deploy")).toMatchObject({ code: 0 });
  expect(messages(await commitsOf(here))).toEqual([
    "site: deploy is done",
    "site: deploy waits for all",
    "site: as it stood before deploy",
  ]);
});

test("what is damaged is found, and what is old is forgotten after a yes", async () => {
  const here = await deployed();
  const { madeus, spawn } = here;
  await madeus("reconfigure update.ts --yes");
  expect((await madeus("prune --older-than 1y --dry-run")).stdout).toMatch(
    /^0 objects would be forgotten; \d+ commits stay\n$/,
  );
  expect((await madeus("prune --older-than soon")).code).toBe(2);
  expect((await madeus("prune --older-than 0s")).code).toBe(2);
  const pruned = await madeus("prune --older-than 0s --yes --json");
  expect(lines(pruned).at(-1)).toMatchObject({
    verb: "prune",
    outcome: "done",
    dropped: expect.any(Number) as number,
  });
  expect((await madeus("fsck")).stdout).toMatch(/: clean\n$/);
  const damage = `
    const { DatabaseSync } = require("node:sqlite");
    const database = new DatabaseSync(".madeus/site/state.sqlite");
    database.exec("DELETE FROM object WHERE kind = 3");
    database.close();`;
  expect(await spawn(process.execPath, ["-e", damage]).ended).toMatchObject({ code: 0 });
  const found = await madeus("fsck --json");
  expect(found.code).toBe(5);
  expect(lines(found).filter(({ type }) => type === "finding").length).toBeGreaterThan(0);
});

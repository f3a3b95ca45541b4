/** What is said after a run that did not come to its end, and what becomes of one that was cut off on its way back. */
import { expect, test } from "vitest";
import { project } from "./project.ts";
import { deployed, hold, shop, worldOf } from "./shop.ts";

test("after a failure the log and all ways out are named; where it goes back by itself only when that is not possible", async () => {
  const here = project(shop({ webs: 1 }));
  const { madeus, write } = here;
  write("fail-web1.start", "");
  const failed = await madeus("deploy");
  expect(failed.stderr).toMatch(
    /^What it printed: madeus logs \S+assembly\.ts web1\.start\.\nTo go on: madeus resume \S+\. To go back: madeus resume \S+ --rollback\. To take it down: /m,
  );
  expect(await madeus("resume --on-error rollback")).toMatchObject({
    code: 10,
    stderr: expect.not.stringContaining("To go on"),
  });
});

test("a policy may be given for an instance that the program adds", async () => {
  const here = await deployed();
  const { madeus, write } = here;
  write("fail-db2.start", "");
  const stranger = await madeus("reconfigure update.ts --on-error db3=rollback --yes");
  expect(stranger).toMatchObject({ code: 2, stderr: expect.stringContaining('names "db3"') });
  const ran = await madeus("reconfigure update.ts --on-error drain --on-error db2=rollback --yes");
  expect(ran.code).toBe(10);
  expect(worldOf(here)).toEqual({ db: "store runs", web1: "web 1", web2: "web 1" });
});

test("who goes on with a rollback that was cut off ends as it would have: rolled back", async () => {
  const here = project(shop({ webs: 1 }));
  const { madeus, start, write, remove } = here;
  write("fail-web1.start", "");
  expect(await madeus("deploy")).toMatchObject({ code: 4 });
  const begun = await hold(here, "db.halt");
  const running = start("resume --rollback --yes");
  await begun();
  await running.kill();
  const status = await madeus("status --no-probe");
  expect(status.stdout).toMatch(/^db: .*halt was cut off/m);
  expect((await madeus("why db")).stdout).toMatch(/whether db\.halt has ended is not known/);
  remove("hold-db.halt");
  const resumed = await madeus("resume");
  expect(resumed).toMatchObject({
    code: 10,
    stderr: expect.stringMatching(/rollback of site is done/),
  });
  expect(worldOf(here)).toEqual({});
});

test("a state that was put elsewhere is no match for the one in its usual place", async () => {
  const { madeus } = project(shop({ webs: 0 }));
  expect(await madeus("deploy")).toMatchObject({ code: 0 });
  expect(await madeus("deploy --state .madeus/other")).toMatchObject({ code: 0 });
  expect(await madeus("why")).toMatchObject({ code: 0, stdout: "nothing waits\n" });
  expect(await madeus("down --yes")).toMatchObject({ code: 0 });
  expect((await madeus("status --no-probe")).stdout).toBe("nothing is deployed\n");
  expect((await madeus("status --no-probe --state .madeus/other")).stdout).toMatch(
    /^db: running$/m,
  );
});

test("a setting that only actions read is told where it has changed", async () => {
  const { madeus } = project(`
    const size = setting("size", Number, 1);
    export const main = lone({ start: ({ sh }: any) => sh\`echo \${size}\` });`);
  expect(await madeus("deploy")).toMatchObject({
    code: 0,
    stderr: expect.not.stringContaining("size"),
  });
  const again = await madeus("deploy --set size=2");
  expect(again.stderr).toMatch(
    /^warning: setting size is 2, and was 1 when "one" was made: its actions do not run again\n/,
  );
  expect((await madeus("plan --set size=2")).stderr).toContain("setting size is 2, and was 1");
});

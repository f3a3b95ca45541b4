/** Instances that were made from another version of their component: `deploy` brings them up to date. */
import { expect, test } from "vitest";
import { lines, project } from "./project.ts";
import { change, deployed, expectUnchanged, marksOf, shop, worldOf } from "./shop.ts";

const toUpdate = `update: { reload: { from: "running", to: "loaded", run: act("reload", "web new") } },`;

test("actions that have changed: by update where there is one, else anew; one replica after the other", async () => {
  const here = await deployed();
  const { madeus, write } = here;
  change(here, shop({ release: "2" }));
  expect((await madeus("plan")).stdout).toMatch(
    /^~ web1 the actions of its component have changed: it is taken away and comes anew$/m,
  );
  expect(await madeus("deploy --yes")).toMatchObject({ code: 0 });
  expect(worldOf(here)).toEqual({ db: "store runs", web1: "web 2", web2: "web 2" });
  await expectUnchanged(here);
  const measured = lines(await madeus("report --json")).at(-1);
  expect(measured).toMatchObject({
    interruptions: [{ instance: expect.stringMatching(/^web/) }, { port: "http" }],
  });
  write("marks", "");
  change(here, shop({ release: "3", behaviors: toUpdate }));
  const plan = await madeus("plan");
  expect(plan.stdout).toMatch(/^~ web2 .*: update brings it there$/m);
  expect(plan.stdout).toMatch(
    / +\d {2}wait\(\)\n +\d {2}changeBehavior\(web2, update\)\n +\d {2}changeBehavior\(web2, deploy\)/,
  );
  const once = await madeus("plan --at-once");
  expect(once.stdout).toMatch(
    /changeBehavior\(web1, deploy\)\n +\d {2}changeBehavior\(web2, update\)/,
  );
  expect(await madeus("deploy --yes")).toMatchObject({ code: 0 });
  expect(marksOf(here)).toEqual(["web1.reload", "web1.start", "web2.reload", "web2.start"]);
  await expectUnchanged(here);
});

test("a declared version says alone what is to be brought up to date, and outlives every run", async () => {
  const here = await deployed(shop({ version: "1", behaviors: toUpdate }));
  const { madeus, write, remove } = here;
  change(here, shop({ version: "1", release: "2", behaviors: toUpdate }));
  await expectUnchanged(here);
  change(here, shop({ version: "2", behaviors: toUpdate }));
  expect((await madeus("plan")).stdout).toMatch(
    /^~ web1 version 1 is to be 2: update brings it there$/m,
  );
  write("fail-web2.reload", "");
  expect(await madeus("deploy --yes")).toMatchObject({ code: 4 });
  remove("fail-web2.reload");
  expect(await madeus("resume")).toMatchObject({ code: 0 });
  await expectUnchanged(here);
  change(here, shop({ version: "3", behaviors: toUpdate }));
  expect(await madeus("down --yes")).toMatchObject({ code: 0 });
  expect(await madeus("deploy")).toMatchObject({ code: 0 });
  await expectUnchanged(here);
});

test("what was mended while it was half made is as the mended file says", async () => {
  const here = project(shop({ webs: 1 }));
  const { madeus, write, remove } = here;
  write("fail-web1.start", "");
  expect(await madeus("deploy")).toMatchObject({ code: 4 });
  change(here, shop({ webs: 1, release: "2" }));
  remove("fail-web1.start");
  expect(await madeus("resume")).toMatchObject({ code: 0 });
  expect(worldOf(here)).toMatchObject({ web1: "web 2" });
  await expectUnchanged(here);
});

/** `--on-error rollback` and `resume --rollback`: the world is afterwards as it was before, or it is said beforehand that it cannot be. */
import { expect, test } from "vitest";
import { lines, project } from "./project.ts";
import { change, deployed, expectUnchanged, shop, worldOf } from "./shop.ts";

test.each(["db.install", "db.start", "web1.load", "web1.start"])(
  "a deployment in which %s fails goes back to nothing, and can be begun again",
  async (failing) => {
    const here = project(shop({ webs: 1 }));
    const { madeus, write, remove } = here;
    write(`fail-${failing}`, "");
    const ran = await madeus("deploy --on-error rollback");
    expect(ran.code).toBe(10);
    expect(ran.stderr).toMatch(/^whichever action fails, there is a way back$/m);
    expect(ran.stderr).toMatch(
      /Going back to how it was before\.\n(.*\n)+rollback of site is done/,
    );
    expect(worldOf(here)).toEqual({});
    expect((await madeus("status")).stdout).toBe("nothing is deployed\n");
    remove(`fail-${failing}`);
    expect(await madeus("deploy")).toMatchObject({ code: 0 });
  },
);

test.each(["db2.start", "web1.stop", "web1.load", "web2.start"])(
  "a change in which %s fails goes back to what stood",
  async (failing) => {
    const here = await deployed();
    const { madeus, write } = here;
    const before = worldOf(here);
    change(here, shop({ more: "db2: store,", database: "db2" }));
    write(`once-${failing}`, "");
    const ran = await madeus("deploy --yes --on-error rollback --json");
    expect(ran.code).toBe(10);
    const told = lines(ran);
    expect(told.find(({ type }) => type === "change")).toMatchObject({ noReturn: { points: [] } });
    expect(told.filter(({ type }) => type === "run")).toMatchObject([
      { verb: "deploy", onError: "rollback" },
      { verb: "rollback" },
    ]);
    expect(told.at(-1)).toMatchObject({
      type: "result",
      verb: "deploy",
      outcome: "done",
      exitCode: 10,
    });
    expect(worldOf(here)).toEqual(before);
    change(here, shop());
    await expectUnchanged(here);
  },
);

test("where the file has other actions by now there is no way back, which is said before; with the former file there is", async () => {
  const here = await deployed();
  const { madeus, write, remove } = here;
  const before = worldOf(here);
  change(here, shop({ release: "2" }));
  write("fail-web2.load", "");
  const web1 = expect.stringContaining("web1 was made by other actions");
  const because = expect.arrayContaining([web1]);
  const points = {
    points: expect.arrayContaining([{ instance: "web2", transition: "load", because }]),
  };
  const plan = lines(await madeus("plan --on-error rollback --json")).at(-1);
  expect(plan).toMatchObject({ noReturn: points });
  expect(plan).not.toMatchObject({
    noReturn: {
      points: expect.arrayContaining([
        expect.objectContaining({ instance: "web1", transition: "stop" }),
      ]),
    },
  });
  const ran = await madeus("deploy --yes --on-error rollback");
  expect(ran.code).toBe(4);
  expect(ran.stderr).toMatch(/^if web2\.load fails, there is no way back: web1 was made by /m);
  expect(ran.stderr).toMatch(
    /There is no way back:\n {2}web1 was made by other actions than the file has now\n/,
  );
  remove("fail-web2.load");
  const refused = await madeus("resume --rollback --yes");
  expect(refused).toMatchObject({
    code: 5,
    stderr: expect.stringMatching(/^error MADEUS_NO_ROUTE: There is no way back: web1 /),
  });
  change(here, shop());
  expect(await madeus("resume --rollback --yes")).toMatchObject({ code: 10 });
  expect(worldOf(here)).toEqual(before);
  await expectUnchanged(here);
});

test("what was taken away for another component comes again, and the state is read as before", async () => {
  const here = await deployed(shop({ webs: 1 }));
  const { madeus, write } = here;
  const before = worldOf(here);
  change(here, shop({ webs: 1, db: "archive" }));
  write("fail-db.archive-start", "");
  expect(await madeus("deploy --yes --on-error rollback")).toMatchObject({ code: 10 });
  expect(worldOf(here)).toEqual(before);
  expect(await madeus("status")).toMatchObject({
    code: 0,
    stdout: expect.stringMatching(/^db: running$/m),
  });
  change(here, shop({ webs: 1 }));
  await expectUnchanged(here);
});

test("of a program, and of down", async () => {
  const here = await deployed();
  const { madeus, write } = here;
  const before = worldOf(here);
  write(
    "steps.json",
    JSON.stringify([
      { op: "changeBehavior", instance: "web1", behavior: "uninstall" },
      { op: "wait", instances: ["web1"] },
      { op: "disconnect", use: "web1.sql", provide: "db.sql" },
      { op: "del", instance: "web1" },
      { op: "changeBehavior", instance: "web2", behavior: "uninstall" },
      { op: "wait", instances: [] },
    ]),
  );
  write("once-web2.stop", "");
  const program = await madeus("reconfigure --program steps.json --yes --on-error rollback");
  expect(program.code).toBe(10);
  expect(worldOf(here)).toEqual(before);
  await expectUnchanged(here);
  write("once-db.halt", "");
  expect(await madeus("down --yes --on-error rollback")).toMatchObject({ code: 10 });
  expect(worldOf(here)).toEqual(before);
  await expectUnchanged(here);
});

test("for single instances: only their failures ask for it", async () => {
  const here = project(shop());
  const { madeus, write, remove } = here;
  write("fail-web1.start", "");
  const policy = "--on-error stop --on-error web2=rollback";
  const kept = await madeus(`deploy ${policy}`);
  expect(kept).toMatchObject({ code: 4, stderr: expect.not.stringContaining("Going back") });
  expect(await madeus("down --yes")).toMatchObject({ code: 0 });
  remove("fail-web1.start");
  write("fail-web2.start", "");
  expect(await madeus(`deploy ${policy}`)).toMatchObject({ code: 10 });
  expect(worldOf(here)).toEqual({});
});

test("a component that knows no way back is a point of no return, told before, and met", async () => {
  const here = project(`
    const S = service("s");
    const act = (name: string) => ({ sh }: any) => sh\`test ! -e \${"fail-" + name}\`;
    const keep = component({ name: "keep", places: ["off", "on"], initial: "off", provides: { s: { type: S, in: ["on"] } },
      behaviors: { deploy: { go: { from: "off", to: "on", run: act("keep") } } } } as any) as any;
    const web = chain("web", { go: act("web") }, { uses: { s: { type: S, in: ["go", "p1"] } } });
    export const main = assembly({ name: "site", components: { keep, web }, wires: { web: { s: "keep.s" } } as any });
  `);
  const { madeus, write } = here;
  const plan = await madeus("plan --on-error rollback");
  expect(plan.stdout).toMatch(
    /^if web\.go fails, there is no way back: no behavior of keep leads from on to off$/m,
  );
  expect(plan.stdout).not.toContain("keep.go fails");
  expect((await madeus("plan --on-error keep=rollback")).stdout).toMatch(
    /^whichever action fails, there is a way back$/m,
  );
  expect((await madeus("plan")).stdout).not.toContain("way back");
  write("fail-keep", "");
  expect(await madeus("deploy --on-error rollback")).toMatchObject({ code: 10 });
  here.remove("fail-keep");
  write("fail-web", "");
  const met = await madeus("deploy --on-error rollback");
  expect(met).toMatchObject({
    code: 4,
    stderr: expect.stringMatching(/There is no way back:\n {2}no behavior of keep leads/),
  });
});

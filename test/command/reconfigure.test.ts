/** `madeus reconfigure`: a program is looked at as a whole, shown, carried out, cut off and resumed. */
import { expect, test } from "vitest";
import { lines, project } from "./project.ts";
import { countOf, deployed, moving, shop, shopMoved, worldOf } from "./shop.ts";

test("a program is shown, carried out after a yes, and its state is found by either file", async () => {
  const here = await deployed();
  const { madeus } = here;
  const records = await countOf(here);
  const dry = await madeus("reconfigure update.ts --dry-run");
  expect(dry).toMatchObject({ code: 0, stderr: "" });
  expect(dry.stdout).toMatch(/^the program:\n {4}1 {2}add\(db2/);
  expect(dry.stdout).toMatch(/^web1\.http is away for [\d.]+s, from /m);
  expect(dry.stdout).not.toMatch(/^db2?\.sql is away/m);
  await madeus("reconfigure update.ts --dry-run --svg expected.svg");
  expect(here.read("expected.svg")).toMatch(/services that are away.*web1\.http is away from/s);
  for (const flags of ["", "--no-input"])
    expect(await madeus(`reconfigure update.ts ${flags}`)).toMatchObject({
      code: 2,
      stderr: expect.stringContaining("error MADEUS_NOT_CONFIRMED: Carry out swap?"),
    });
  expect(await countOf(here)).toBe(records);
  const done = await madeus("reconfigure update.ts --yes --quiet");
  expect(done).toMatchObject({ code: 0, stderr: "" });
  expect(worldOf(here)).toEqual(shopMoved);
  await madeus("report --svg measured.svg");
  expect(here.read("measured.svg")).toContain("web1.http is away from");
  const status = await madeus("status");
  expect(status.stdout).toMatch(/^db2: running$/m);
  expect(await madeus("status update.ts")).toMatchObject({ code: 0, stdout: status.stdout });
  expect(await madeus("status assembly.ts")).toMatchObject({ code: 0, stdout: status.stdout });
  expect(await madeus("down --yes")).toMatchObject({ code: 0 });
  expect(worldOf(here)).toEqual({});
});

test("with --json it says what it does and interrupts, before it begins", async () => {
  const { madeus } = await deployed();
  const ran = lines(await madeus("reconfigure update.ts --yes --json"));
  expect(ran[1]).toMatchObject({
    type: "change",
    makespanS: expect.any(Number),
    interruptions: [{ instance: "web1", port: "http" }, { instance: "web2" }],
  });
  expect(ran[1]).toHaveProperty("program.0", { op: "add", instance: "db2", component: "store" });
  expect(ran[2]).toMatchObject({ type: "run", verb: "reconfigure", export: "swap" });
  expect(ran.at(-1)).toMatchObject({ type: "result", verb: "reconfigure", exitCode: 0 });
  const measured = lines(await madeus("report --json")).at(-1);
  expect(measured).toMatchObject({
    interruptions: [{ port: "http" }, { port: "http" }],
    planned: { interruptions: [{ instance: "web1" }, { instance: "web2" }] },
  });
});

test("wrong names are found before the first step, all of them", async () => {
  const here = await deployed(
    undefined,
    `
    import { reconfigure } from "madeus";
    import { main, store } from "./assembly.ts";
    export const wrong = reconfigure(main as any).add("web1", store).changeBehavior("web1", "suspned").del("bd").wait();
  `,
  );
  const records = await countOf(here);
  const ran = await here.madeus("reconfigure update.ts --yes");
  expect(ran).toMatchObject({ code: 2, stdout: "" });
  for (const said of [
    'there is an instance "web1" already',
    '"web1" has no behavior "suspned"',
    'there is no instance "bd"',
  ])
    expect(ran.stderr).toContain(said);
  expect(await countOf(here)).toBe(records);
});

test("one that gets stuck is refused, and so is one that keeps a service away for too long", async () => {
  const here = await deployed(
    undefined,
    `
    import { reconfigure } from "madeus";
    import { main } from "./assembly.ts";
    export const stuck = reconfigure(main as any).changeBehavior("db", "suspend").wait();
    export const calm = reconfigure(main as any).changeBehavior("web1", "uninstall").changeBehavior("web1", "deploy").wait();
  `,
  );
  const records = await countOf(here);
  const stuck = await here.madeus("reconfigure update.ts stuck --yes");
  expect(stuck.code).toBe(5);
  expect(stuck.stderr).toMatch(/error MADEUS_DEADLOCK: .*nothing asks web1 to stop/);
  const refused = await here.madeus(
    "reconfigure update.ts calm --yes --max-interruption 'web*.http=900ms'",
  );
  expect(refused.code).toBe(5);
  expect(refused.stderr).toMatch(
    /^error MADEUS_INTERRUPTS: web1\.http would be away for [\d.]+s; it may be for 900ms\.\n/m,
  );
  const slip = await here.madeus(
    "reconfigure update.ts calm --yes --max-interruption wbe1.http=1s",
  );
  expect(slip.code).toBe(2);
  expect(slip.stderr).toMatch(/--max-interruption names "wbe1\.http".*\n.*"web1\.http"/);
  expect(await countOf(here)).toBe(records);
  const limits = "--max-interruption web1.http=1m --max-interruption web2.http=0s";
  expect(await here.madeus(`reconfigure update.ts calm --yes ${limits}`)).toMatchObject({
    code: 0,
  });
});

test("which program is meant is said by its name, or by a file of instructions", async () => {
  const here = await deployed(undefined, `${moving}\nexport const other = swap;`);
  const { madeus, write } = here;
  const several = await madeus("reconfigure update.ts --yes");
  expect(several.code).toBe(2);
  expect(several.stderr).toMatch(/MADEUS_SEVERAL_PROGRAMS: .* exports 2 programs: other, swap\./);
  const none = await madeus("reconfigure --yes");
  expect(none).toMatchObject({
    code: 6,
    stderr: expect.stringMatching(/^error MADEUS_NO_PROGRAM: /),
  });
  const unknown = await madeus("reconfigure update.ts --program sawp");
  expect(unknown.code).toBe(6);
  expect(unknown.stderr).toMatch(/exports no program called "sawp"\.\n {2}did you mean "swap"\?/);
  write("bad.json", '[{ "op": "deploy" }, { "op": "wait" }]');
  const bad = await madeus("reconfigure --program bad.json --yes");
  expect(bad.code).toBe(2);
  expect(bad.stderr).toMatch(
    /^error MADEUS_MALFORMED: The program cannot be read: .*\n {2}Moreover: /,
  );
  write("half.json", "[");
  expect((await madeus("reconfigure --program half.json")).stderr).toMatch(
    /^error MADEUS_FILE_FORMAT: /,
  );
  write("strange.json", '[{ "op": "add", "instance": "x", "component": "stroe" }]');
  expect((await madeus("reconfigure --program strange.json")).stderr).toMatch(
    /^error MADEUS_UNKNOWN_TYPE: .*"stroe".*\n {2}did you mean "store"\?/,
  );
  write(
    "steps.json",
    JSON.stringify([
      { op: "changeBehavior", instance: "web1", behavior: "uninstall" },
      { op: "wait", instances: ["web1"] },
      { op: "disconnect", use: "web1.sql", provide: "db.sql" },
      { op: "del", instance: "web1" },
    ]),
  );
  expect(await madeus("reconfigure --program steps.json --yes")).toMatchObject({ code: 0 });
  expect(worldOf(here)).toEqual({ db: "store runs", web2: "web 1" });
  expect(await madeus("reconfigure update.ts other --dry-run")).toMatchObject({ code: 2 });
});

test("what is not deployed is not changed, and neither is what is not at its end", async () => {
  const here = project(shop());
  const { madeus, write, remove } = here;
  write("update.ts", moving);
  const missing = await madeus("reconfigure update.ts --yes");
  expect(missing).toMatchObject({
    code: 6,
    stderr: expect.stringMatching(/^error MADEUS_NO_STATE: /),
  });
  write("fail-web1.start", "");
  expect(await madeus("deploy")).toMatchObject({ code: 4 });
  const failed = await madeus("reconfigure update.ts --yes");
  expect(failed).toMatchObject({
    code: 9,
    stderr: expect.stringMatching(/^error MADEUS_RUN_UNFINISHED: /),
  });
  remove("fail-web1.start");
  expect(await madeus("down --yes")).toMatchObject({ code: 0 });
  const gone = await madeus("reconfigure update.ts --yes");
  expect(gone).toMatchObject({ code: 6, stderr: expect.stringContaining("site is not deployed") });
});

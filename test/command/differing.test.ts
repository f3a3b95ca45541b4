/** What stands is looked at before it is said to be as declared: what steps would change is put right by `update`, or told. */
import { rmSync, writeFileSync } from "node:fs";
import { expect, test } from "vitest";
import { type Project, lines, project } from "./project.ts";

const update = `update: { again: { from: "made", to: "absent" } },`;
/** Two instances with a file each, in a directory of the project; web needs db. */
const textOf = (more: string): string => `
import { directory, file } from "madeus/actions";
const at = import.meta.dirname + "/out";
const title = "one";
const Sql = service("sql");
const of = (name: string) => ({
  name,
  places: ["absent", "made"],
  initial: "absent",
  behaviors: {
    deploy: { make: { from: "absent", to: "made", steps: [directory(at), file({ path: at + "/" + name, content: title })] } },
    ${more}
  },
} as const);
const db = component({ ...of("db"), provides: { sql: { type: Sql, in: ["made"] } } });
const web = component({ ...of("web"), uses: { sql: { type: Sql, in: ["make"] } } });
export const site = assembly({ name: "site", components: { db, web }, wires: { web: { sql: "db.sql" } } });
`;

const deployed = async (text: string): Promise<Project> => {
  const here = project(text);
  expect(await here.madeus("deploy")).toMatchObject({ code: 0 });
  return here;
};
test("a constant that only steps read: deploy sees by them that it is another one", async () => {
  const here = await deployed(textOf(update));
  expect(await here.madeus("deploy")).toMatchObject({ code: 0 });
  here.write("assembly.ts", here.read("assembly.ts").replace('title = "one"', 'title = "two"'));
  expect(await here.madeus("plan --no-probe --expect-no-changes")).toMatchObject({ code: 0 });
  const plan = await here.madeus("plan");
  expect(plan.stdout).toContain(
    `~ db file ${here.path("out/db")}: content: update brings it there\n`,
  );
  expect((await here.madeus("deploy")).stderr).toContain("MADEUS_NOT_CONFIRMED");
  expect(here.read("out/db")).toBe("one");
  const ran = await here.madeus("deploy --yes");
  expect(ran).toMatchObject({ code: 0 });
  expect(ran.stderr).toMatch(/done after [\d.]+s: 2 changed, 2 unchanged\n/);
  expect([here.read("out/db"), here.read("out/web")]).toEqual(["two", "two"]);
  expect((await here.madeus("deploy")).stderr).toContain("is deployed and unchanged");
});

test("what was changed by hand is put right, and only there", async () => {
  const here = await deployed(textOf(update));
  writeFileSync(here.path("out", "web"), "by hand");
  const plan = await here.madeus("plan --out right.plan");
  expect(plan.stdout).not.toMatch(/^~ db/m);
  expect(plan.stdout).toContain("unchanged: db\n");
  const ran = await here.madeus("deploy --plan right.plan");
  expect(ran.stderr).toMatch(/done after [\d.]+s: 1 changed, 1 unchanged\n/);
  expect(here.read("out/web")).toBe("one");
});

test("where no behavior leads there it is told, and ends with 7; nothing is taken away for that", async () => {
  const here = await deployed(textOf(""));
  rmSync(here.path("out", "web"));
  const told = `~ web file ${here.path("out/web")}: create, and it stays so: no behavior update leads it to deploy again\n`;
  expect(await here.madeus("plan")).toMatchObject({
    code: 0,
    stdout: expect.stringContaining(told),
  });
  expect(await here.madeus("plan --expect-no-changes")).toMatchObject({ code: 7 });
  const ran = await here.madeus("deploy");
  expect(ran).toMatchObject({
    code: 7,
    stderr: `${told}site stands, not all as declared: nothing to do\n`,
  });
  expect(lines(await here.madeus("deploy --json")).at(-1)).toMatchObject({
    outcome: "done",
    exitCode: 7,
    beyond: [{ what: "changed", name: "web" }],
  });
  expect(here.has("out/web")).toBe(false);
});

test("with --only, what is needed and stands is left as it is", async () => {
  const here = await deployed(textOf(update));
  here.write("assembly.ts", here.read("assembly.ts").replace('title = "one"', 'title = "two"'));
  const ran = await here.madeus("deploy --only web --yes");
  expect(ran).toMatchObject({ code: 0 });
  expect(ran.stderr).toContain("2 of 2 instances: db, web\n  db, because web needs it\n");
  expect([here.read("out/db"), here.read("out/web")]).toEqual(["one", "two"]);
  expect(await here.madeus("plan --only web --out web.plan")).toMatchObject({ code: 0 });
  expect(JSON.parse(here.read("web.plan"))).toMatchObject({ instances: ["web"] });
});

test("a place that is lost and a step that differs are no expected changes, and nothing is put right", async () => {
  const here = await deployed(
    textOf(update).replaceAll("behaviors:", "probes: { made: () => false }, behaviors:"),
  );
  const ran = await here.madeus("deploy --expect-no-changes");
  expect(ran).toMatchObject({
    code: 7,
    stdout: expect.stringContaining("db.made: no longer so\n"),
  });
  expect((await here.madeus("why db")).stdout).not.toContain("no longer");
});

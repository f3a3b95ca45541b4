/** `madeus down`: of what was on its way down already, and did not come to its end; and what is lost with it. */
import { existsSync } from "node:fs";
import { expect, test } from "vitest";
import { project } from "./project.ts";

const site = `
const Sql = service("sql");
const ends = setting("ends", String, "well");
const db = component({ name: "db", places: ["off", "on"], initial: "off", provides: { sql: { type: Sql, in: ["on"] } },
  behaviors: { deploy: { start: { from: "off", to: "on" } }, uninstall: { stop: { from: "on", to: "off" } } } });
const quit = async ({ exec }) => {
  if (ends === "cut") process.kill(process.pid, "SIGKILL");
  await exec("sh", ["-c", ends === "well" ? "exit 0" : "exit 3"]);
};
const web = component({ name: "web", places: ["off", "half", "on"], initial: "off", uses: { sql: { type: Sql, in: ["on"] } },
  behaviors: { deploy: { begin: { from: "off", to: "on" } },
    uninstall: { quit: { from: "on", to: "half", run: quit as any }, clear: { from: "half", to: "off" } } } });
export const main = assembly({ name: "main", components: { db, web }, wires: { web: { sql: "db.sql" } } });
`;

test("what failed on its way down is tried again there, also where what it used has gone meanwhile", async () => {
  const { madeus } = project(site);
  expect(await madeus("deploy")).toMatchObject({ code: 0 });
  expect(await madeus("down --yes --set ends=badly")).toMatchObject({ code: 4 });
  expect((await madeus("status")).stdout).toMatch(/^db: off$/m);
  expect(await madeus("down --yes --set ends=badly")).toMatchObject({ code: 4 });
  expect(await madeus("down --yes --set ends=well")).toMatchObject({ code: 0 });
  expect((await madeus("status")).stdout).not.toMatch(/^(db|web):/m);
});

test("so is what was cut off", async () => {
  const { madeus } = project(site);
  expect(await madeus("deploy")).toMatchObject({ code: 0 });
  expect((await madeus("down --yes --set ends=cut")).code).not.toBe(0);
  expect(await madeus("down --yes --set ends=well")).toMatchObject({ code: 0 });
});

test("what instances keep in their directories is named before it is removed", async () => {
  const here = project(`
    const of = (name: string, file: string) => component({ name, places: ["off", "on"], initial: "off", behaviors: {
      deploy: { start: { from: "off", to: "on", run: ({ sh, directory }) => sh\`echo it > \${directory}/\${file}\` } },
      uninstall: { stop: { from: "on", to: "off" } } } });
    export const main = assembly({ name: "main", components: { db: of("db", "rows"), web: of("web", "web.pid") } });`);
  expect(await here.madeus("deploy")).toMatchObject({ code: 0 });
  const directory = here.path(".madeus", "main", "instances", "db");
  const told = `db: ${directory} is removed, with rows\n`;
  const dry = await here.madeus("down --dry-run");
  expect(dry).toMatchObject({ code: 0, stderr: told, stdout: "db: uninstall\nweb: uninstall\n" });
  expect(existsSync(directory)).toBe(true);
  const asked = await here.madeus("down");
  expect(asked.stderr).toContain(told);
  expect(asked.stderr).toContain("MADEUS_NOT_CONFIRMED");
  expect(existsSync(directory)).toBe(true);
  expect(await here.madeus("down --yes")).toMatchObject({ code: 0 });
  expect(existsSync(directory)).toBe(false);
});

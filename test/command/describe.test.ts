/** `madeus describe`: what programs see of the components of a file. */
import { expect, test } from "vitest";
import { lines, project } from "./project.ts";

const text = `
const up = { sql: { type: service("sql"), in: ["on"] } };
const db = component({
  name: "database", places: ["off", "on"], initial: "off", provides: up,
  behaviors: {
    deploy: { start: { from: "off", to: "on", durationS: 2 } },
    suspend: { stop: { from: "on", to: "off", durationS: 1 } },
  },
});
export const site = assembly({ name: "site", components: { db, spare: db } });
`;

test("each component is told once: where it stands, and what each behavior does from there", async () => {
  const site = project(text);
  expect(await site.madeus("describe")).toMatchObject({
    code: 0,
    stdout: `database (db, spare)
  off
    deploy → on, 2.0s
        +2.0s provides sql
  on: provides sql
    suspend → off, 1.0s
        +0.0s takes away sql
`,
  });
  expect(lines(await site.madeus("describe --json"))).toMatchObject([
    { type: "version" },
    { type: "interface", component: "database", instances: ["db", "spare"] },
    { type: "result", verb: "describe", outcome: "done", components: 1 },
  ]);
});

test("of what is ill-formed nothing is told but that", async () => {
  const site = project(
    text.replace('to: "off"', 'to: ["off", "on"]').replace('from: "on"', 'from: "in"'),
  );
  const ran = await site.madeus("describe");
  expect(ran).toMatchObject({ code: 2, stdout: "" });
  expect(ran.stderr).toContain("MADEUS_UNKNOWN_PLACE");
});

test("of the only assembly one component may be named, or one of its instances", async () => {
  const site = project(text);
  const named = await site.madeus("describe assembly.ts database");
  expect(named.stdout).toMatch(/^database \(db, spare\)\n/);
  expect((await site.madeus("describe assembly.ts spare")).stdout).toMatch(/^database \(spare\)\n/);
  const unknown = await site.madeus("describe assembly.ts cache");
  expect(unknown.stderr).toContain('exports nothing called "cache"');
  expect(unknown.code).not.toBe(0);
});

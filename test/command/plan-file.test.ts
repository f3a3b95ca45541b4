/** A plan in a file: whatever was done to it since, it is carried out as it was made or refused in one sentence. */
import { expect, test } from "vitest";
import { type Plan, flawOf } from "../../src/command/plan-form.ts";
import { project } from "./project.ts";

const plan = {
  madeusPlan: 1,
  file: "/site/assembly.ts",
  export: "main",
  assembly: "site",
  settings: { replicas: 2, stage: "test", fast: true },
  instances: ["db"],
  declaration: "abc",
  state: { directory: "/site/.madeus/site", id: "def", seq: 7 },
  bounds: {
    limits: { total: 4, perHost: 2, named: { apt: 1 } },
    onError: "drain",
    onErrorOf: { db: "stop" },
  },
  expected: {},
};

test("a plan has no flaw, with and without what may be missing", () => {
  expect(flawOf(plan)).toBeUndefined();
  const least = { ...plan, state: { directory: "/" }, bounds: { limits: {} }, settings: {} };
  expect(flawOf(least)).toBeUndefined();
});

test.each([
  ["madeusPlan", 2],
  ["file", undefined],
  ["export", ""],
  ["assembly", 3],
  ["settings", ["a"]],
  ["settings", { replicas: {} }],
  ["instances", "db"],
  ["instances", []],
  ["instances", [1]],
  ["declaration", null],
  ["state", undefined],
  ["state.directory", undefined],
  ["state.seq", 1.5],
  ["state.id", 3],
  ["bounds", null],
  ["bounds.limits", undefined],
  ["bounds.limits.total", 0],
  ["bounds.limits.total", "4"],
  ["bounds.limits.perHost", -1],
  ["bounds.limits.named", { apt: 0 }],
  ["bounds.onError", "explode"],
  ["atOnce", "yes"],
  ["news", [{ type: "gone", instance: "db", place: "on" }]],
  ["news", { type: "lost" }],
  ["differing", { db: 1 }],
  ["bounds.onErrorOf", { db: "go" }],
])("%s: %j is found", (path, value) => {
  const changed = structuredClone(plan) as Record<string, any>;
  const names = path.split(".");
  const name = names.pop() ?? "";
  names.reduce((at, one) => at[one], changed)[name] = value;
  expect(flawOf(changed)).toBe(`"${path}" is missing or wrong`);
});

test.each([null, 3, "plan", []])("%j is no plan", (value) => {
  expect(flawOf(value)).toBe("it holds no object");
});

test("a plan that was changed or is none deploys nothing", async () => {
  const { madeus, write, read, has } = project(
    `export const main = lone({ start: () => undefined });`,
  );
  expect(await madeus("plan --out site.plan")).toMatchObject({ code: 0 });
  const made = JSON.parse(read("site.plan")) as Plan;
  const wrong: readonly (readonly [unknown, number, RegExp])[] = [
    [{ ...made, instances: ["two"] }, 2, /^error MADEUS_UNKNOWN_INSTANCE: /],
    [{ ...made, settings: { size: 2 } }, 2, /^error MADEUS_UNKNOWN_SETTING: /],
    [{ ...made, export: "other" }, 6, /^error MADEUS_NO_ASSEMBLY: /],
    [{ ...made, file: "/nowhere/assembly.ts" }, 2, /^error MADEUS_FILE_MISSING: /],
    [{ ...made, assembly: "other" }, 7, /^error MADEUS_PLAN_STALE: /],
    [{ ...made, declaration: "other" }, 7, /^error MADEUS_PLAN_STALE: /],
    [{ ...made, state: { ...made.state, id: "other", seq: 3 } }, 7, /^error MADEUS_PLAN_STALE: /],
    [{ ...made, bounds: 3 }, 2, /^error MADEUS_FILE_FORMAT: .*: "bounds" is missing or wrong\.\n/],
    [[], 2, /^error MADEUS_FILE_FORMAT: .*: it holds no object\.\n/],
  ];
  for (const [value, code, said] of wrong) {
    write("wrong.plan", JSON.stringify(value));
    const ran = await madeus("deploy --plan wrong.plan");
    expect(ran).toMatchObject({ code, stdout: "", stderr: expect.stringMatching(said) });
  }
  const none = await madeus("deploy --plan assembly.ts");
  expect(none).toMatchObject({
    code: 2,
    stderr: expect.stringMatching(/^error MADEUS_FILE_FORMAT: /),
  });
  const folder = await madeus("deploy --plan node_modules");
  expect(folder).toMatchObject({
    code: 2,
    stderr: expect.stringMatching(
      /^error MADEUS_FILE_UNREADABLE: .*: it is a directory\.\n {2}Make a plan/,
    ),
  });
  expect(has(".madeus")).toBe(false);
});

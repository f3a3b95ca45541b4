/** Steps on the command line: what a plan says of them, what a run says that it changed, and that nothing is expected to change. */
import { existsSync, rmSync, writeFileSync } from "node:fs";
import { setImmediate as turn } from "node:timers/promises";
import { expect, test } from "vitest";
import { lines, project } from "./project.ts";

/** Two instances with files in a directory of the project; web reads an address of db. */
const text = `
import { absent, directory, file, template, waitFor } from "madeus/actions";
const at = import.meta.dirname + "/out";
const Address = data("address", { host: String });
const db = component({
  name: "db",
  places: ["absent", "made"],
  initial: "absent",
  provides: { address: { type: Address, in: ["made"] } },
  behaviors: {
    deploy: {
      make: {
        from: "absent",
        to: "made",
        steps: [directory(at), file({ path: at + "/db", content: "one" })],
        run: ({ give }) => give("address", { host: "here" }),
      },
    },
    uninstall: { remove: { from: "made", to: "absent", steps: [absent(at + "/db")] } },
  },
});
const web = component({
  name: "web",
  places: ["absent", "made"],
  initial: "absent",
  uses: { address: { type: Address, in: ["make"] } },
  behaviors: {
    deploy: {
      make: {
        from: "absent",
        to: "made",
        steps: [({ read }) => file({ path: at + "/web", content: template\`host \${read("address").host}\` })],
      },
    },
    uninstall: { remove: { from: "made", to: "absent" } },
  },
});
export const site = assembly({ name: "site", components: { db, web }, wires: { web: { address: "db.address" } } });
`;
const silent = `export const site = lone({ quiet: () => {}, loud: ({ unchanged }) => unchanged("it"), pass: {} });`;

test("a plan lists the steps of each action, and changes nothing to look at them", async () => {
  const { madeus, has, path } = project(text);
  const out = path("out");
  const { stdout } = await madeus("plan");
  expect(stdout).toContain(`db.make on local, critical\n${" ".repeat(26)}directory ${out}\n`);
  expect(stdout).toContain(`${" ".repeat(26)}steps that are made when it begins\n`);
  const looked = await madeus("plan --look");
  expect(looked.stdout).toContain(
    `directory ${out}: create\n${" ".repeat(26)}file ${out}/db: create\n`,
  );
  expect(looked.stdout).toContain("cannot be told (address has no value before it is deployed");
  expect([has("out"), has(".madeus")]).toEqual([false, false]);
  const steps = lines(await madeus("plan --look --json")).at(-1)?.["steps"];
  expect(steps).toMatchObject([
    {
      instance: "db",
      transition: "make",
      step: `directory ${out}`,
      found: "change",
      what: "create",
    },
    { step: `file ${out}/db`, found: "change" },
    { instance: "web", transition: "make", found: "unknown" },
  ]);
});

test("a look says what follows on a change to come, and names a step that cannot be looked at once", async () => {
  const { madeus, path } = project(`
    import { file, line, step } from "madeus/actions";
    const at = import.meta.dirname;
    const served = step("server", { look: async () => undefined, act: async () => {}, follows: { paths: [at + "/made"], what: "restart" } });
    export const site = lone({ make: { steps: [
      file({ path: at + "/made", content: "x" }),
      served,
      line({ path: at + "/lacking", line: "a" }),
    ] } });`);
  const { stdout } = await madeus("plan --look");
  const made = path("made");
  expect(stdout).toContain(`server: restart, since ${made} changes\n`);
  expect(stdout).toContain(
    `line "a" of ${path("lacking")}: cannot be told (there is no such file; file ${made} and 1 more come before it)\n`,
  );
});

test("a run says how much it changed, and so does its report", async () => {
  const { madeus, records } = project(text);
  const { stderr } = await madeus("deploy");
  expect(stderr).toMatch(/db\.make is done after [\d.]+s: 2 changed\n/);
  expect(stderr).toMatch(/deploy of site is done after [\d.]+s: 3 changed\n/);
  expect((await madeus("report")).stdout).toContain("actions say: 3 changed\n");
  expect(lines(await madeus("report --json")).at(-1)).toMatchObject({
    sum: { changed: 3, unchanged: 0 },
  });
  const ended = (await records()).filter(({ type }) => type === "ended");
  expect(ended).toMatchObject([
    {
      instance: "db",
      changed: [expect.stringMatching(/^directory .*: create$/), expect.anything()],
    },
    { instance: "web", changed: [expect.stringMatching(/web: create$/)] },
  ]);
});

test("no changes are expected: a first deployment ends with 7, a second one finds what has changed since", async () => {
  const { madeus, path, read } = project(text);
  const first = await madeus("deploy --expect-no-changes");
  expect(first).toMatchObject({
    code: 7,
    stdout: expect.stringContaining(`db.make: file ${path("out/db")}: create\n`),
  });
  expect(await madeus("deploy --expect-no-changes")).toMatchObject({ code: 0, stdout: "" });
  writeFileSync(path("out", "web"), "changed by hand");
  rmSync(path("out", "db"));
  const drifted = await madeus("deploy --expect-no-changes --json");
  expect(drifted.code).toBe(7);
  expect(lines(drifted).at(-1)).toMatchObject({
    outcome: "done",
    exitCode: 7,
    changes: [
      { instance: "db", transition: "make", changed: [`file ${path("out/db")}: create`] },
      { instance: "web", transition: "make", changed: [`file ${path("out/web")}: content`] },
    ],
  });
  const { code, stdout } = await madeus("plan --look --expect-no-changes");
  expect({ code, stdout }).toMatchObject({
    code: 7,
    stdout: expect.stringContaining("web.make, which is deployed\n"),
  });
  expect(read("out/web")).toBe("changed by hand");
});

test("no changes are expected: on hosts that are as they should be a new state finds none", async () => {
  const { madeus } = project(text);
  await madeus("deploy");
  const again = await madeus("deploy --expect-no-changes --state other");
  expect(again).toMatchObject({ code: 0, stdout: "" });
  expect(again.stderr).toMatch(/done after [\d.]+s: 3 unchanged/);
});

test("an action that does not say what it has changed counts as a change", async () => {
  const { madeus } = project(silent);
  expect(await madeus("deploy --expect-no-changes")).toMatchObject({
    code: 7,
    stdout: "one.quiet: does not say what it has changed\n",
  });
});

test("what a try has changed before it failed counts as well", async () => {
  const { madeus, records } = project(`
    export const site = lone({ make: { retry: { attempts: 2, delayMs: 1 }, run: ({ changed, unchanged, attempt }) => {
      if (attempt === 2) return unchanged("it");
      changed("it");
      throw new Error("not yet");
    } } });`);
  const ran = await madeus("deploy --expect-no-changes");
  expect(ran).toMatchObject({ code: 7, stdout: "one.make: it\n" });
  expect((await records()).find(({ type }) => type === "retrying")).toMatchObject({
    changed: ["it"],
  });
});

test("an action of steps that was cut off is not run again where they find nothing to change", async () => {
  const { madeus, start, path, records } = project(`
    import { file, waitFor } from "madeus/actions";
    const at = import.meta.dirname;
    export const site = lone({ make: { steps: [
      file({ path: at + "/made", content: "x" }),
      waitFor({ name: "the end", until: "[ -e " + at + "/end ]", timeoutS: 600 }),
    ] } });`);
  const run = start("deploy");
  while (!existsSync(path("made"))) await turn();
  run.signal("SIGKILL");
  await run.ended;
  writeFileSync(path("end"), "");
  expect(await madeus("resume")).toMatchObject({ code: 0 });
  const types = (await records())
    .map(({ type }) => type)
    .filter((type) => ["started", "refire", "ended"].includes(type));
  expect(types).toEqual(["started", "ended"]);
});

test("a look finds what daemons of an instance left in its directory", async () => {
  const { madeus } = project(`
    import { daemon, noDaemon } from "madeus/actions";
    const one = component({ name: "one", places: ["off", "on"], initial: "off", behaviors: {
      deploy: { start: { from: "off", to: "on", steps: [daemon({ name: "one", command: ["sleep", "1000"] })] } },
      uninstall: { stop: { from: "on", to: "off", steps: [noDaemon("one")] } } } });
    export const site = assembly({ name: "site", components: { one } });`);
  expect(await madeus("deploy")).toMatchObject({ code: 0 });
  const looked = await madeus("plan --look --expect-no-changes");
  expect(looked).toMatchObject({
    code: 0,
    stdout: expect.stringContaining("daemon one: no change"),
  });
  expect(await madeus("down --yes")).toMatchObject({ code: 0 });
});

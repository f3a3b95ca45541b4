/** What is printed where: results on stdout, all else on stderr; with `--json` a version first and a result last, whatever happens. */
import { describe, expect, test } from "vitest";
import { version } from "../../src/command/version.ts";
import { type Ran, lines, project } from "./project.ts";

const site = `
const Url = data("url", { url: String });
const open = ({ give, log }) => { log("opened"); give("url", { url: "http://here/" }); };
export const main = lone({ open }, { provides: { url: { type: Url, in: ["p1"] } }, probes: { p1: () => true } });
`;
const framed = (ran: Ran): void => {
  const told = lines(ran);
  expect(told[0]).toEqual({ type: "version", madeus: version, events: "1.0" });
  expect(told.filter(({ type }) => type === "version" || type === "result")).toHaveLength(2);
  expect(told.at(-1)).toMatchObject({ type: "result", exitCode: ran.code });
};

test("every verb frames its JSON lines with the version and a result", async () => {
  const { madeus } = project(site);
  const types: Record<string, unknown> = {};
  for (const verb of [
    "check",
    "deploy",
    "status",
    "why",
    "logs",
    "state show",
    "unlock --yes",
    "resume",
    "down --yes",
  ]) {
    const ran = await madeus(`${verb} --json`);
    expect(ran, verb).toMatchObject({ code: 0, stderr: "" });
    framed(ran);
    types[verb] = [...new Set(lines(ran).map(({ type }) => type))].slice(1, -1);
  }
  expect(types).toEqual({
    check: [],
    deploy: ["run", "program", "started", "ended", "provided"],
    status: ["instance", "provided"],
    why: [],
    logs: ["log"],
    "state show": ["record"],
    "unlock --yes": [],
    resume: ["provided"],
    "down --yes": ["part", "run", "stop", "abandon", "go", "program", "started", "ended"],
  });
});

describe("what cannot be understood", () => {
  const wrong: Readonly<Record<string, RegExp>> = {
    deplyo: /^error MADEUS_USAGE: Unknown command "deplyo"\.\n {2}did you mean deploy\?\n$/,
    "site.ts":
      /^error MADEUS_USAGE: Unknown command .*\n {2}a verb comes first: madeus deploy site\.ts\n$/,
    "deploy --paralel 3": /Unknown option "--paralel"\.\n {2}did you mean --parallel\?\n$/,
    "deploy --parallel 0": /It must be a whole number from 1 up\.\n/,
    "deploy --parallel 1.5": /It must be a whole number from 1 up\.\n/,
    "deploy --timeout -1": /It must be a number of seconds above 0/,
    "deploy --limit apt": /It must be written name=n, e\.g\. "apt=1", or "apt=1\/host"\.\n/,
    "deploy --limit apt=1/web": /It must be written name=n/,
    "deploy --set replicas": /It must be written name=value, e\.g\. "replicas=3"\.\n/,
    "deploy --on-error explode":
      /It must be "stop", "drain" or "rollback", or one for an instance: "db=stop"\.\n/,
    "deploy a.ts b c": /Too many arguments for "deploy"\. Expected 2 arguments but got 3/,
    "why web": /error MADEUS_FILE_MISSING: There is no file .*assembly\.ts\.\n/,
  };

  test.each(Object.entries(wrong))("%s", async (args, says) => {
    const ran = await project().madeus(`${args} --json`);
    expect(ran.stderr).toMatch(says);
    expect(ran.code).toBe(2);
    framed(ran);
    expect(lines(ran).at(-1)).toMatchObject({ outcome: "error" });
  });
});

test("help is a result, and its absence is not", async () => {
  const { madeus } = project();
  const help = await madeus("--help");
  expect(help).toMatchObject({ code: 0, stderr: "" });
  expect(help.stdout).toMatch(/^Usage: madeus VERB \[FILE\] \[EXPORT\] \[flags\]\n/);
  expect(await madeus("--version")).toMatchObject({ code: 0, stdout: `${version}\n` });
  expect(await madeus("")).toMatchObject({ code: 2, stdout: "", stderr: help.stdout });
});

test("quiet prints the result alone, verbose also what follows from the actions", async () => {
  const { madeus } = project(site);
  const quiet = await madeus("deploy --quiet");
  expect(quiet).toMatchObject({ code: 0, stdout: "one.url: http://here/\n", stderr: "" });
  await madeus("down --yes --quiet");
  const verbose = await madeus("deploy --verbose");
  expect(verbose.stdout).toBe(quiet.stdout);
  expect(verbose.stderr).toMatch(/one is p1\n.*one\.url is provided\n.*one has finished deploy\n/);
});

test("a warning stops nothing, unless it is to be taken as an error", async () => {
  const { madeus } = project(`
    const one = component({ name: "one", places: ["off", "on", "else"], initial: "off", behaviors: {
      deploy: { go: { from: "off", to: "on" }, never: { from: "else", to: "on/again" } },
      other: { leave: { from: "on", to: "else" } } } });
    export const main = assembly({ name: "site", components: { one } });`);
  const warned = await madeus("check");
  expect(warned).toMatchObject({
    code: 0,
    stdout: expect.stringMatching(/^main: proved \(one run of \d+ events .*\), with 1 warning\n$/),
  });
  expect(warned.stderr).toMatch(/:\d+:\d+: warning MADEUS_DEAD_TRANSITION: .*never/);
  expect(await madeus("check --strict")).toMatchObject({ code: 5 });
  expect(await madeus("deploy --strict")).toMatchObject({ code: 5, stdout: "" });
  expect(await madeus("deploy")).toMatchObject({ code: 0 });
});

test("what a place's probe denies is told, and the exit code says so", async () => {
  const { madeus } = project(site.replace("() => true", "() => false"));
  await madeus("deploy");
  const status = await madeus("status");
  expect(status).toMatchObject({ code: 7, stderr: "" });
  expect(status.stdout).toMatch(
    /^one: no longer p1\n.*\nno longer as it was: one; madeus watch --repair brings back what is lost\n$/,
  );
  expect(await madeus("status --no-probe")).toMatchObject({ code: 0 });
  const json = await madeus("status --json");
  expect(lines(json).at(-1)).toMatchObject({ outcome: "changed", exitCode: 7 });
});

test("states and logs are read without the file, even when it is broken", async () => {
  const { madeus, write } = project(site);
  await madeus("deploy");
  write("assembly.ts", "export const = ;");
  expect(await madeus("logs one.open")).toMatchObject({ code: 0, stdout: "opened\n", stderr: "" });
  expect(await madeus("why")).toMatchObject({ code: 0, stdout: "nothing waits\n" });
  expect(await madeus("status --no-probe")).toMatchObject({ code: 0 });
  expect(await madeus("status")).toMatchObject({ code: 2, stdout: "" });
  const unknown = await madeus("why oen");
  expect(unknown.stderr).toBe(
    `error MADEUS_UNKNOWN_INSTANCE: There is no instance "oen".\n  did you mean "one"?\n`,
  );
  expect((await madeus("logs one.opne")).stderr).toMatch(
    /no log of "one\.opne"\.\n {2}did you mean "one\.open"\?\n$/,
  );
  expect(await madeus("status --state .madeus/other")).toMatchObject({ code: 2 });
  const missing = await madeus("why --state .madeus/other");
  expect(missing).toMatchObject({ code: 6, stdout: "" });
  expect(missing.stderr).toMatch(
    /^error MADEUS_NO_STATE: There is no state in .*other\.\n {2}Run deploy first/,
  );
});

test("a state elsewhere is found again by its directory alone", async () => {
  const { madeus, has } = project(site);
  expect(await madeus("deploy --state elsewhere")).toMatchObject({ code: 0 });
  expect(has(".madeus")).toBe(false);
  expect(await madeus("status --state elsewhere")).toMatchObject({ code: 0 });
  expect(await madeus("down --state elsewhere --yes")).toMatchObject({ code: 0 });
});

test("several deployments of one file are told apart by the export or the settings", async () => {
  const { madeus } = project(`
    const stage = setting("stage", String, "test");
    const of = (name: string) => assembly({ name, components: { one: chain("one", { go: () => {} }) } });
    export const a = of("a-" + stage);
    export const b = of("b-" + stage);
  `);
  for (const args of ["a", "b", "b --set stage=live"])
    expect(await madeus(`deploy assembly.ts ${args}`)).toMatchObject({ code: 0 });
  const which = await madeus("down --yes");
  expect(which).toMatchObject({ code: 2, stdout: "" });
  expect(which.stderr).toMatch(
    /MADEUS_SEVERAL_STATES: .*"a-test", "b-test".*"b-live"|MADEUS_SEVERAL_STATES: .*"a-test", "b-live" and "b-test"/,
  );
  expect((await madeus("down assembly.ts a --yes")).stderr).toMatch(/down of a-test is done/);
  expect((await madeus("down assembly.ts b --set stage=live --yes")).stderr).toMatch(
    /down of b-live is done/,
  );
  expect((await madeus("state show assembly.ts --state .madeus/b-test")).stdout).toMatch(
    /"stage":"test"/,
  );
});

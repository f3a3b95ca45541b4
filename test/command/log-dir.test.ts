/** Logs of actions where a run is told to put them: on record, so that every reader finds them again. */
import { existsSync, mkdirSync, readFileSync, renameSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { expect, test } from "vitest";
import { PageReader } from "../../src/command/page-reader.ts";
import { lines, project } from "./project.ts";

const loud = `export const site = lone({
  start: async ({ sh, log }) => { log("in the state"); await sh\`cat said 2> /dev/null || echo nothing\`; },
});`;

const stdoutOf = async (work: Promise<{ readonly stdout: string }>): Promise<string> =>
  (await work).stdout;

test("--log-dir puts the logs of a run there, and whoever asks later finds them", async () => {
  const { directory, madeus, has, path, records } = project(loud);
  const { code } = await madeus("deploy --yes --log-dir kept/logs");
  expect(code).toBe(0);
  expect(readFileSync(path("kept/logs/one.start.log"), "utf8")).toContain("in the state\n");
  expect(has(".madeus/site/logs")).toBe(false);
  expect(await stdoutOf(madeus("logs"))).toContain("in the state\n");
  expect(await stdoutOf(madeus("logs one.start"))).toContain("nothing\n");
  const reader = new PageReader(join(directory, ".madeus/site"));
  expect(reader.log("one", "start").text).toContain("in the state\n");
  reader.close();
  const [run] = (await records()).filter(({ type }) => type === "run");
  expect(run).toMatchObject({ logs: "../../kept/logs" });
  const html = await madeus("report --html report.html");
  expect(html.code).toBe(0);
  expect(readFileSync(path("report.html"), "utf8")).toContain("in the state");
});

test("named from here, it is found after the project was moved; named from the root, it stays", async () => {
  const { madeus, path, spawn } = project(loud);
  mkdirSync(path("first"));
  renameSync(path("assembly.ts"), path("first/assembly.ts"));
  const outside = path("outside");
  await madeus("deploy first/assembly.ts --yes --log-dir first/logs");
  await madeus(`down first/assembly.ts --yes --log-dir ${outside}`);
  await madeus(`deploy first/assembly.ts --yes --log-dir ${outside}`);
  renameSync(path("first"), path("second"));
  const moved = await stdoutOf(madeus("logs --state second/.madeus/site one.start"));
  expect(moved.match(/in the state/g)).toHaveLength(2);
  expect(existsSync(join(outside, "one.start.log"))).toBe(true);
  await spawn("rm", ["-r", path("second/logs")]).ended;
  const left = await stdoutOf(madeus("logs --state second/.madeus/site one.start"));
  expect(left.match(/in the state/g)).toHaveLength(1);
});

test("logs of runs in several places follow one another, and files of others there are left alone", async () => {
  const { directory, madeus, path, write } = project(loud);
  const reader = new PageReader(join(directory, ".madeus/site"));
  write("said", "first\n");
  await madeus("deploy --yes");
  const first = reader.log("one", "start");
  expect(first.text).toContain("first\n");
  mkdirSync(path("shared"));
  writeFileSync(path("shared/other.start.log"), "of another\n");
  for (const [dir, said] of [
    ["shared", "second"],
    ["", "third"],
  ]) {
    await madeus("down --yes");
    write("said", `${said}\n`);
    await madeus(`deploy --yes ${dir === "" ? "" : `--log-dir ${dir}`}`);
  }
  const all = lines(await madeus("logs --json"));
  const said = all.map(({ line }) => line).filter((line) => line !== "in the state");
  // The lines of a place stand together, those of the place that was written to last at the end.
  expect(said.filter((line) => typeof line === "string" && !/[$(]/.test(line))).toEqual([
    "second",
    "first",
    "third",
  ]);
  expect(await stdoutOf(madeus("logs"))).not.toContain("of another");
  const next = reader.log("one", "start", first.next);
  expect(next.text).toContain("third\n");
  reader.close();
});

test("a directory that cannot be written is refused before anything begins", async () => {
  const { madeus, write, records } = project(loud);
  write("file", "");
  for (const dir of ["file", "file/logs"]) {
    const { code, stderr } = await madeus(`deploy --yes --log-dir ${dir}`);
    expect(stderr).toContain("error MADEUS_FILE_UNWRITABLE: Logs cannot be written: ");
    expect(code).toBe(2);
  }
  expect(await records()).toEqual([]);
});

test("a dry run makes no directory", async () => {
  const { madeus, has } = project(loud);
  expect((await madeus("deploy --dry-run --log-dir logs")).code).toBe(0);
  expect(has("logs")).toBe(false);
});

/** On a terminal: questions are asked and colours shown; elsewhere neither. */
import { expect, test } from "vitest";
import { onTerminal } from "./on-terminal.ts";
import { type Ran, project } from "./project.ts";

const site = `export const main = lone({ go: () => {} });`;

test("down asks, and does nothing without a yes", async () => {
  const it = project(site);
  await it.madeus("deploy");
  const question = "Take down 1 instance of site\\? \\[y/N\\] ";
  const answer = async (typed: string): Promise<Ran> =>
    onTerminal(it, "down", {}, [question, typed]);
  expect(await answer("n\n")).toMatchObject({ code: 8 });
  expect(await answer("\u0003")).toMatchObject({ code: 8 });
  expect(await answer("\u0004")).toMatchObject({ code: 8 });
  expect(await onTerminal(it, "down --no-input")).toMatchObject({ code: 2 });
  expect(await onTerminal(it, "down", { CI: "true" })).toMatchObject({ code: 2 });
  const mute = await it.madeus("down");
  expect(mute).toMatchObject({ code: 2, stdout: "" });
  expect(mute.stderr).toBe(
    "error MADEUS_NOT_CONFIRMED: Take down 1 instance of site? Nobody can be asked here.\n  Say yes beforehand: --yes\n",
  );
  expect((await it.madeus("status")).stdout).toMatch(/^one: p1\n/);
  expect(await answer("y\n")).toMatchObject({ code: 0 });
  expect((await it.madeus("status")).stdout).toBe("nothing is deployed\n");
});

test("a picture is not poured into it, unless its format is asked for", async () => {
  const it = project(site);
  const { code, stdout } = await onTerminal(it, "graph");
  expect({ code, isPicture: stdout.includes("<svg") }).toEqual({ code: 2, isPicture: false });
  expect(stdout).toContain("Write it into a file: madeus graph --out graph.svg.");
  const asked = await onTerminal(it, "graph --format svg");
  expect(asked).toMatchObject({ code: 0, stdout: expect.stringContaining("<svg") });
  expect(await onTerminal(it, "graph --out graph.svg")).toMatchObject({ code: 0 });
});

test("colours are shown where they are wanted", async () => {
  const it = project(site);
  const isColoured = ({ stdout, stderr }: Ran): readonly boolean[] =>
    [stdout, stderr].map((text) => text.includes("\u001b["));
  const deploying = await onTerminal(it, "deploy");
  expect(deploying.stdout).toContain("\u001b[1mone.go\u001b[22m");
  expect(isColoured(await onTerminal(it, "status --no-color"))).toEqual([false, false]);
  expect(isColoured(await onTerminal(it, "status", { TERM: "dumb" }))).toEqual([false, false]);
  expect(isColoured(await onTerminal(it, "status", { NO_COLOR: "1" }))).toEqual([false, false]);
  expect(isColoured(await it.madeus("status"))).toEqual([false, false]);
  expect(isColoured(await it.madeus("status", { env: { FORCE_COLOR: "1" } }))).toEqual([
    true,
    false,
  ]);
});

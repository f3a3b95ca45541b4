/** Every code can be asked about on the command line. */
import { expect, test } from "vitest";
import { exitOf } from "../../src/command/exit.ts";
import { commandLine } from "../../src/command/main.ts";
import { errorPage } from "../../src/command/error-page.ts";
import { remedies } from "../../src/command/remedy.ts";
import { type Code, codes } from "../../src/model/code.ts";
import { project } from "./project.ts";

const all = Object.keys(codes) as readonly Code[];

test.each(all)("%s is explained: what it means, what to do, how a command ends", (code) => {
  const page = errorPage(code).join("\n");
  expect(page).toContain(codes[code]);
  expect(page).toContain(remedies[code]);
  expect(page).toContain(`its exit code is ${exitOf(code)}:`);
});

test("no remedy names a verb or a flag that is not there", async () => {
  const program = await commandLine(() => undefined);
  const told = Object.values(remedies).flatMap((text) => [
    ...text.matchAll(/`madeus ([a-z-]+)( [^`]*)?`/g),
  ]);
  expect(told.length).toBeGreaterThan(20);
  for (const [, verb = "", rest = ""] of told) {
    const command = program.commands.find((one) => one.name() === verb);
    expect(command, verb).toBeDefined();
    const flags = [...(command?.options ?? []), ...program.options].map(({ long }) => long);
    for (const [flag] of rest.matchAll(/--[a-z-]+/g)) expect([...flags, "--help"]).toContain(flag);
  }
});

test("the prefix may be left out, and so may capitals", () => {
  expect(errorPage("no_state")).toEqual(errorPage("MADEUS_NO_STATE"));
  expect(errorPage("Madeus-No-State")).toEqual(errorPage("MADEUS_NO_STATE"));
});

test("the command line says so, lists all, and knows what was meant", async () => {
  const { madeus } = project();
  expect((await madeus("help errors MADEUS_STATE_LOCKED")).stdout).toContain("madeus unlock");
  const list = (await madeus("help errors")).stdout.trim().split("\n");
  expect(list).toHaveLength(all.length);
  const { code, stderr } = await madeus("help errors MADEUS_STATE_LOKED");
  expect(code).toBe(2);
  expect(stderr).toContain('did you mean "MADEUS_STATE_LOCKED"?');
});

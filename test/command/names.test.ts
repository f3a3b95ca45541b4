/** Names that would forge a line, colour a terminal, leave the directory of the state, or fill the screen. */
import { expect, test } from "vitest";
import { lines, project, said } from "./project.ts";

const hostile = {
  "leaves its directory": "../../etc",
  "is a directory above": "..",
  "forges a line": "one\\nerror MADEUS_FAULT: boo",
  "clears the screen": "\\u001b[2Jone",
  "is colourful": "\\u001b[32mone",
  "turns round what follows": "one\\u202egnp",
  "has 10,000 characters": "x".repeat(10_000),
};
const where = {
  "an instance": (name: string) =>
    `export const a = assembly({ name: "site", components: { ["${name}"]: chain("one", { go: () => {} }) } });`,
  "an assembly": (name: string) =>
    `export const a = assembly({ name: "${name}", components: { one: chain("one", { go: () => {} }) } });`,
};
const cases = Object.entries(hostile).flatMap(([does, name]) =>
  Object.entries(where)
    .filter(([what]) => what === "an instance" || name.includes(".."))
    .map(([what, text]) => [what, does, text(name)] as const),
);

test.each(cases)("the name of %s that %s", async (_, __, text) => {
  const site = project(text);
  const ran = await site.madeus("deploy --json", { env: { FORCE_COLOR: "1" } });
  expect(ran.code).toBe(2);
  expect(lines(ran).at(-1)).toMatchObject({ type: "result", code: "MADEUS_BAD_NAME" });
  // Nothing but our own colours, and one finding with its hint.
  // oxlint-disable-next-line no-control-regex
  expect(ran.stderr.replaceAll(/\u001b\[(0|1|22|31|33|39)m/g, "")).toMatch(/^[\x20-\x7e\n…]*$/);
  expect(ran.stderr.split("\n").length).toBeLessThan(6);
  expect(said(ran).length).toBeLessThan(2_000);
  expect(site.has(".madeus")).toBe(false);
});

test("on the command line", async () => {
  const site = project(where["an instance"]("one"));
  const ran = await site.madeus(
    `deploy --only 'a\u001b[2J' --set 'b\u001b[2J=1' --state '${"x/".repeat(5_000)}'`,
  );
  expect(ran.code).toBe(2);
  expect(ran.stderr).not.toContain("\u001b");
  const long = await site.madeus(`status --state '${"x".repeat(5_000)}'`);
  expect(long).toMatchObject({ code: 6, stdout: "" });
});

/** What `docs/history.md` shows happens: its sessions, one after the other, on its own assembly. */
import { readFileSync } from "node:fs";
import { expect, test } from "vitest";
import { project } from "../command/project.ts";
import { blocksOf } from "./document.ts";

const path = "docs/history.md";
const blocks = blocksOf({ path, text: readFileSync(path, "utf8") });

/** A command and what it prints; of very much an ellipsis stands for lines in the middle. */
const sessions = blocks
  .filter(({ language }) => language === "console")
  .flatMap(({ text }) => text.split(/^\$ madeus /m).slice(1))
  .map((session) => {
    const [command = "", ...printed] = session.trimEnd().split("\n");
    return { command, printed: printed.join("\n") };
  });

/** Ids, times and people are others each time. */
const timeless = (text: string): string =>
  text
    .trimEnd()
    .replaceAll(/\b[0-9a-f]{10}\b/g, "ID")
    .replaceAll(/\d{4}-\d\d-\d\d \d\d:\d\d:\d\dZ \S+@\S+/g, "WHEN WHO");

/** Without the drawing, and in any order: commits of one second have none of their own. */
const listed = (graph: string): readonly string[] =>
  timeless(graph)
    .split("\n")
    .map((line) => line.replace(/^[|*\\/_ ]+/, ""))
    .filter((line) => line !== "")
    .toSorted();

test("the sessions print what they show, one after the other", async () => {
  const site = project();
  site.write("assembly.ts", blocks.find(({ note }) => note === "assembly.ts")?.text ?? "");
  expect(await site.madeus("deploy")).toMatchObject({ code: 0 });
  expect(await site.madeus("reconfigure --yes")).toMatchObject({ code: 0 });
  expect(sessions.length).toBeGreaterThan(8);
  for (const { command, printed } of sessions) {
    const ran = await site.madeus(command);
    expect(ran, command).toMatchObject({ code: 0 });
    if (command.includes("--graph")) {
      expect(listed(ran.stdout)).toEqual(listed(printed));
      continue;
    }
    const [before = "", after] = timeless(printed).split("\n…\n");
    if (after === undefined) expect(timeless(ran.stdout)).toBe(before);
    else {
      expect(timeless(ran.stdout).startsWith(`${before}\n`)).toBe(true);
      expect(timeless(ran.stdout).endsWith(`\n${after}`)).toBe(true);
    }
  }
});

test("the conflict is worded as it is shown", async () => {
  const site = project();
  site.write("assembly.ts", blocks.find(({ note }) => note === "assembly.ts")?.text ?? "");
  const own = site.read("assembly.ts").replaceAll("db2", "db3");
  for (const command of [
    "deploy",
    "branch try",
    "checkout try",
    "reconfigure --simulated",
    "checkout main",
  ])
    expect(await site.madeus(command), command).toMatchObject({ code: 0 });
  site.write("assembly.ts", own);
  expect(await site.madeus("reconfigure --yes")).toMatchObject({ code: 0 });
  const merged = await site.madeus("merge try --yes");
  const shown = blocks.find(({ language }) => language === "text")?.text.trim() ?? "";
  expect(merged.code).toBe(5);
  const [here = "", there = ""] = shown.split(": to ").slice(1).join("").split(", to ");
  expect(merged.stderr).toContain(`both rewired web.database: to ${there}, to ${here}`);
});

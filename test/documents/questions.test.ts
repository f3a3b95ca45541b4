/** What `docs/questions.md` says of its examples is what they say: answers in comments and printed lines. */
import { readFileSync } from "node:fs";
import { pathToFileURL } from "node:url";
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { expect, onTestFinished, test } from "vitest";
import { project } from "../command/project.ts";
import { siteText } from "../command/site.ts";
import { blocksOf } from "./document.ts";

const path = "docs/questions.md";
const blocks = blocksOf({ path, text: readFileSync(path, "utf8") });

test("each line of the script gives what its comment says", async () => {
  const script = blocks.find(({ language }) => language === "ts")?.text ?? "";
  const answered = script.replaceAll(
    /^(.*); \/\/ (.*)$/gm,
    "answers.push([JSON.stringify($1), JSON.stringify($2)]);",
  );
  const directory = mkdtempSync(join(tmpdir(), "madeus-questions-"));
  onTestFinished(() => rmSync(directory, { recursive: true }));
  const file = join(directory, "script.ts");
  writeFileSync(file, `export const answers: string[][] = [];\n${answered}`);
  const { answers } = (await import(/* @vite-ignore */ pathToFileURL(file).href)) as {
    answers: readonly (readonly [string, string])[];
  };
  expect(answers.length).toBeGreaterThan(8);
  for (const [is, said] of answers) expect(is).toBe(said);
});

test("sessions print what they show", async () => {
  const { madeus, write, read } = project(siteText);
  write("site.ts", read("assembly.ts"));
  const sessions = blocks.filter(({ language }) => language === "console");
  expect(sessions.length).toBe(2);
  for (const { text } of sessions) {
    const [command = "", ...printed] = text.split("\n");
    const ran = await madeus(command.replace("$ madeus ", ""));
    expect(ran.stdout.split("\n")).toEqual(printed);
  }
});

/** `docs/cli.md` says what the program says: the help of every verb word by word, every exit code, every type of JSON line. */
import { readFileSync, readdirSync } from "node:fs";
import { expect, onTestFinished, test, vi } from "vitest";
import { exitMeanings } from "../../src/command/exit.ts";
import { commandLine, main } from "../../src/command/main.ts";

const reference = readFileSync("docs/cli.md", "utf8");

/** Of every verb, those within a group too. */
const verbs = commandLine(() => undefined).commands.flatMap((command) =>
  command.commands.length === 0
    ? [command.name()]
    : command.commands.map((within) => `${command.name()} ${within.name()}`),
);

async function helpOn(verb: string): Promise<string> {
  let text = "";
  const write = vi.spyOn(process.stdout, "write").mockImplementation((chunk) => {
    text += String(chunk);
    return true;
  });
  onTestFinished(() => write.mockRestore());
  expect(await main([...verb.split(" "), "--help"])).toBe(0);
  write.mockRestore();
  return text;
}

test.each(verbs)("the reference shows the help on %s", async (verb) => {
  expect(reference).toContain(`### ${verb}\n\n\`\`\`text\n${await helpOn(verb)}\`\`\`\n`);
});

test("the reference shows every exit code, and so does the help", async () => {
  const rows = Object.entries(exitMeanings).map(([code, meaning]) => `| ${code} | ${meaning} |`);
  expect(reference).toContain(rows.join("\n"));
  const help = await helpOn("");
  for (const [code, meaning] of Object.entries(exitMeanings))
    expect(help).toContain(`${code}  ${meaning}`);
});

test("the reference names every type of JSON line", () => {
  const printed = readdirSync("src/command").map((name) =>
    readFileSync(`src/command/${name}`, "utf8"),
  );
  const journal = readFileSync("src/store/journal.ts", "utf8");
  const types = [
    ...printed.flatMap((text) => [...text.matchAll(/\.object\(\{ type: "(\w+)"/g)]),
    ...journal.matchAll(/readonly type: ((?:"\w+"(?: \| )?)+)/g),
  ].flatMap(([, found = ""]) => found.match(/\w+/g) ?? []);
  expect(types).toContain("heartbeat");
  expect(types).toContain("withdraw");
  const unsaid = new Set(["declaration", "run", "found"]);
  const missing = types.filter((type) => !unsaid.has(type) && !reference.includes(`\`${type}\``));
  expect(missing).toEqual([]);
});

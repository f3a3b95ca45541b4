/** `docs/cli.md` says what the program says: the help of every verb word by word, every exit code, every type of JSON line. */
import { readFileSync } from "node:fs";
import { expect, onTestFinished, test, vi } from "vitest";
import { exitMeanings } from "../../src/command/exit.ts";
import { main } from "../../src/command/main.ts";
import { requiredOf, typesOfLines } from "../schema/judge.ts";
import { path, referenceOf } from "./reference.ts";

const reference = readFileSync(path, "utf8");

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

test("the reference shows the help on every verb (`npm run reference` writes it)", async () => {
  expect(reference).toBe(await referenceOf(reference));
  expect(reference).toContain(`### logs\n\n\`\`\`text\n${await helpOn("logs")}\`\`\`\n`);
});

test("the reference shows every exit code, and so does the help", async () => {
  const rows = Object.entries(exitMeanings).map(([code, meaning]) => `| ${code} | ${meaning} |`);
  expect(reference).toContain(rows.join("\n"));
  const help = await helpOn("");
  for (const [code, meaning] of Object.entries(exitMeanings))
    expect(help).toContain(`${code}  ${meaning}`);
});

test("the reference names every type of JSON line", () => {
  const types = new Set([...requiredOf.keys(), ...typesOfLines]);
  // `state show` alone tells it, within a line of its own.
  types.delete("declaration");
  expect(types).toContain("heartbeat");
  expect(types).toContain("withdraw");
  expect([...types].filter((type) => !reference.includes(`\`${type}\``))).toEqual([]);
});

/**
 * `npm run reference`: writes the help of every verb into `docs/cli.md`, word for word, in the order of the verbs.
 *
 * What stands between the heading of the verbs and the next one is made; the rest of the page is written by hand.
 */
import { readFileSync, writeFileSync } from "node:fs";
import type { Command } from "commander";
import { commandLine } from "../../src/command/main.ts";

export const path = "docs/cli.md";

/** The page as it should be. */
export async function referenceOf(page: string): Promise<string> {
  const program = await commandLine(() => undefined);
  const sections = program.commands.flatMap((command) =>
    command.commands.length === 0
      ? section(command.name(), command)
      : command.commands.map((within) => section(`${command.name()} ${within.name()}`, within)),
  );
  const [before = "", rest = ""] = page.split(heading);
  const after = rest.slice(rest.indexOf("\n## "));
  return `${before}${heading}\n${sections.join("\n")}${after}`;
}

const heading = "## Verbs\n";

function section(name: string, command: Command): string {
  let text = "";
  const writeOut = (written: string): void => void (text += written);
  command.configureOutput({ ...command.configureOutput(), writeOut }).outputHelp();
  return `### ${name}\n\n\`\`\`text\n${text}\`\`\`\n`;
}

if (import.meta.main) writeFileSync(path, await referenceOf(readFileSync(path, "utf8")));

/** Sessions that the documents show, run by a shell: `$ ` stands before each command, what it prints to stdout below it. */
import { spawnSync } from "node:child_process";
import { cli } from "../command/project.ts";

/**
 * Runs the commands of a block, each with what it prints, and gives them as they would stand in the document.
 *
 * @param given  what a command is in this place: addresses and directories are others than those shown
 * @throws Error  where one ends otherwise than well, or with 7: what is refused, or apart, ends so
 */
export function sessionOf(
  directory: string,
  text: string,
  given: (command: string) => string = (command) => command,
): string {
  const commands = text.split("\n").flatMap((line) => /^\$ (.*)/.exec(line)?.[1] ?? []);
  return commands
    .map((command) => {
      const line = given(command).replace(/^madeus /, `'${process.execPath}' '${cli}' `);
      const { status, stdout, stderr } = spawnSync("sh", ["-c", line], {
        cwd: directory,
        encoding: "utf8",
      });
      if (status !== 0 && status !== 7) throw new Error(`${command}: ${stderr}`);
      return `$ ${command}\n${stdout}`;
    })
    .join("");
}

/** Ids, sizes, counts of objects and ports are others each time. */
export const masked = (text: string): string =>
  text
    .replaceAll(/\b([0-9a-f]{40}|[0-9a-f]{10})\b/g, "··········")
    .replaceAll(/\d+ bytes/g, "···· bytes")
    .replaceAll(/\d+ objects/g, "··· objects")
    .replaceAll(/127\.0\.0\.1:\d+\/$/gm, "127.0.0.1:·····/")
    .replaceAll(/"port":\d+/g, '"port":·····');

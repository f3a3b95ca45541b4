/** What `docs/sync.md` shows happens: its sessions, in their order, by Ann, Bob and Eve, each in a project of their own. */
import { spawnSync } from "node:child_process";
import { readFileSync } from "node:fs";
import { expect, test } from "vitest";
import { type Project, cli, project } from "../command/project.ts";
import { emptyDirectory } from "../store/repository.ts";
import { blocksOf } from "./document.ts";

const path = "docs/sync.md";
const blocks = blocksOf({ path, text: readFileSync(path, "utf8") });
const assembly = blocks.find(({ note }) => note === "assembly.ts")?.text ?? "";

/** Ids and sizes are others each time. */
const masked = (text: string): string =>
  text
    .replaceAll(/\b([0-9a-f]{40}|[0-9a-f]{10})\b/g, "··········")
    .replaceAll(/\d+ bytes/g, "···· bytes");

/** Runs the commands of a block, each with what it prints to stdout, and gives them as they stand in the document. */
function sessionOf(place: Project, text: string, given: (text: string) => string): string {
  const commands = text.split("\n").flatMap((line) => /^\$ (.*)/.exec(line)?.[1] ?? []);
  return commands
    .map((command) => {
      const line = given(command).replace(/^madeus /, `'${process.execPath}' '${cli}' `);
      const { status, stdout, stderr } = spawnSync("sh", ["-c", line], {
        cwd: place.directory,
        encoding: "utf8",
      });
      // What is refused, and what is apart, ends with 7.
      if (status !== 0 && status !== 7) throw new Error(`${command}: ${stderr}`);
      return `$ ${command}\n${stdout}`;
    })
    .join("");
}

test("the sessions print what they show, one after the other", async () => {
  const srv = emptyDirectory();
  const places: Readonly<Record<string, Project>> = {
    ann: project(),
    bob: project(),
    eve: project(),
  };
  for (const place of Object.values(places)) place.write("assembly.ts", assembly);
  const { ann } = places;
  if (ann === undefined) throw new Error("there is no Ann");
  expect(await ann.madeus("deploy")).toMatchObject({ code: 0 });
  let url = "";
  const given = (text: string): string =>
    text.replaceAll("/srv", srv).replaceAll("http://127.0.0.1:7070", url);
  const shown = (text: string): string => {
    const plain = text.replaceAll(srv, "/srv");
    return masked(url === "" ? plain : plain.replaceAll(url, "http://127.0.0.1:7070"));
  };
  for (const { text, note } of blocks.filter(({ language }) => language === "console")) {
    const [who = "", what] = note.split(" ");
    const place = places[who];
    if (place === undefined) throw new Error(`nobody is ${who}`);
    if (what === "serve") {
      const serving = place.start("serve --listen 127.0.0.1:0");
      [url = ""] = await serving.found(/http:\/\/[\d.:]+(?=, to whoever)/);
      await serving.printed("serve.token");
      const [line] = await serving.found(/serving at .*/);
      expect(`$ madeus serve\n${shown(line)}\n`).toBe(text);
    } else expect(shown(sessionOf(place, text, given))).toBe(text);
  }
});

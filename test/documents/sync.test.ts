/** What `docs/sync.md` shows happens: its sessions, in their order, by Ann, Bob and Eve, each in a project of their own. */
import { readFileSync } from "node:fs";
import { expect, test } from "vitest";
import { type Project, project } from "../command/project.ts";
import { emptyDirectory } from "../store/repository.ts";
import { blocksOf } from "./document.ts";
import { masked, sessionOf } from "./session.ts";

const path = "docs/sync.md";
const blocks = blocksOf({ path, text: readFileSync(path, "utf8") });
const assembly = blocks.find(({ note }) => note === "assembly.ts")?.text ?? "";

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
    } else expect(shown(sessionOf(place.directory, text, given))).toBe(text);
  }
});

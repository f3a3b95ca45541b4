/** The directories of instances stay where the state is that made the deployment, whoever goes on with it. */
import { mkdirSync, readdirSync, writeFileSync } from "node:fs";
import { hostname } from "node:os";
import { join } from "node:path";
import { DatabaseSync } from "node:sqlite";
import { describe, expect, test } from "vitest";
import { folderOf, homeOf, instancesOf } from "../../src/command/home.ts";
import type { Home } from "../../src/store/journal.ts";
import { openStateFile } from "../../src/store/sqlite-file.ts";
import { emptyDirectory, repository } from "../store/repository.ts";
import { project } from "./project.ts";

/** A state in a directory of its own. */
function made(): { readonly directory: string; readonly file: { readonly id: string } } {
  const directory = emptyDirectory();
  const file = openStateFile(directory, { mode: "create" });
  const { id } = file;
  file.close();
  return { directory, file: { id } };
}
const instances = (directory: string): string => join(directory, "instances");

/** What Ann's state is, where the directories of what she deployed are, and what Bob knows who took it over. */
function scene() {
  const [ann, bob] = [made(), made()];
  const home: Home = {
    state: ann.file.id,
    machine: hostname(),
    directory: instances(ann.directory),
  };
  const taken = (more: Partial<Home> = {}) => ({ ...bob, state: { home: { ...home, ...more } } });
  return { ann, bob, home, taken };
}

describe("the directories of a deployment", () => {
  test("are with the state that made it", () => {
    const { ann, home } = scene();
    const own = { ...ann, state: { home: undefined } };
    expect(homeOf(own)).toEqual(home);
    expect([instancesOf(own), folderOf(own)]).toEqual([home.directory, `.madeus/${ann.file.id}`]);
  });

  test("go with a state that is moved", () => {
    const { ann, home } = scene();
    const moved = { ...ann, state: { home: { ...home, directory: "/elsewhere/instances" } } };
    expect([homeOf(moved), instancesOf(moved)]).toEqual([home, home.directory]);
  });

  test("stay there when another goes on with it", () => {
    const { ann, home, taken } = scene();
    expect([homeOf(taken()), instancesOf(taken()), folderOf(taken())]).toEqual([
      home,
      home.directory,
      `.madeus/${ann.file.id}`,
    ]);
  });

  test("are looked for without changing the state that is asked", () => {
    const { ann, home, taken } = scene();
    const path = join(ann.directory, "state.sqlite");
    const older = new DatabaseSync(path);
    older.exec("PRAGMA user_version = 3");
    older.close();
    expect(instancesOf(taken())).toBe(home.directory);
    const after = new DatabaseSync(path, { readOnly: true });
    expect(after.prepare("PRAGMA user_version").get()).toEqual({ user_version: 3 });
    after.close();
  });

  test("are its own on another machine, and on hosts those of the first", () => {
    const { ann, bob, taken } = scene();
    const far = taken({ machine: `not-${hostname()}` });
    expect([instancesOf(far), folderOf(far)]).toEqual([
      instances(bob.directory),
      `.madeus/${ann.file.id}`,
    ]);
  });

  test("are nowhere else than beside the state that is told of, whatever a commit says", () => {
    const { ann, bob, taken } = scene();
    const stranger = made();
    for (const directory of [ann.directory, "/etc", "/instances", instances(stranger.directory)])
      expect(instancesOf(taken({ directory }))).toBe(instances(bob.directory));
  });
});

const site = (names: readonly string[]): string => `
const one = component({ name: "one", places: ["off", "on"], initial: "off",
  behaviors: {
    deploy: { start: { from: "off", to: "on", run: ({ sh }) => sh\`echo begun >> notes\` } },
    uninstall: { stop: { from: "on", to: "off", run: ({ sh }) => sh\`echo over >> notes; cat notes >&2\` } },
  } });
export const site = assembly({ name: "site", components: { ${names.map((name) => `${name}: one`).join(", ")} } });`;

test("one who took a deployment over goes on in its directories, and leaves what it never knew", async () => {
  const { directory } = repository();
  const [ann, bob] = [project(site(["web"])), project(site(["web", "cache"]))];
  expect(await ann.madeus("deploy")).toMatchObject({ code: 0 });
  expect(await ann.madeus(`push ${directory}`)).toMatchObject({ code: 0 });
  expect(await bob.madeus(`clone ${directory} .madeus/site`)).toMatchObject({ code: 0 });
  expect(await bob.madeus("adopt --recorded")).toMatchObject({ code: 0 });
  expect(await bob.madeus("deploy")).toMatchObject({ code: 0 });
  const theirs = ann.path(".madeus", "site", "instances");
  expect(readdirSync(theirs).sort()).toEqual(["cache", "web"]);
  mkdirSync(join(theirs, "unknown"));
  writeFileSync(join(theirs, "unknown", "notes"), "of somebody else\n");

  expect(await bob.madeus("down --yes")).toMatchObject({ code: 0 });
  expect(bob.read(".madeus/site/logs/web.stop.log")).toMatch(/begun\n(.*\n)?.*over/);
  expect(readdirSync(theirs)).toEqual(["unknown"]);
  expect(bob.has(".madeus/site/instances")).toBe(false);
});

/** Real shells, told by `madeus completion`, ask the real command line. */
import { expect, test } from "vitest";
import { type Project, project } from "./project.ts";

const site = "export const site = lone({ install: () => {}, start: () => {} });";

async function deployed(): Promise<Project> {
  const here = project(site);
  expect(await here.madeus("deploy")).toMatchObject({ code: 0 });
  here.write("notes.txt", "");
  for (const shell of ["bash", "zsh", "fish"]) {
    const { stdout, code } = await here.madeus(`completion ${shell}`);
    expect(code).toBe(0);
    here.write(`completion.${shell}`, stdout);
  }
  return here;
}

/** What a script of a shell prints, for which `madeus` is a command. */
async function said(
  { spawn, path, directory }: Project,
  shell: string,
  args: readonly string[],
  script: string,
): Promise<readonly string[]> {
  const madeus = path("node_modules", "madeus", "dist");
  const env = { PATH: `${madeus}:${process.env["PATH"] ?? ""}`, HOME: directory, TERM: "dumb" };
  const { stdout, stderr, code } = await spawn(shell, [...args, script], { env }).ended;
  expect({ stderr, code }).toEqual({ stderr: "", code: 0 });
  return stdout.split(/\r?\n/).filter((line) => line !== "");
}

const bash = (here: Project, line: string): Promise<readonly string[]> =>
  said(
    here,
    "bash",
    ["--norc", "-c"],
    `compopt() { :; }
     madeus() { cli.js "$@"; }
     source completion.bash
     COMP_LINE=${JSON.stringify(line)} COMP_POINT=${line.length} _madeus
     printf '%s\\n' "\${COMPREPLY[@]}"`,
  );

test("bash", async () => {
  const here = await deployed();
  expect(await bash(here, "madeus sta")).toEqual(["state", "status"]);
  expect(await bash(here, "madeus logs one.")).toEqual(["one.install", "one.remove", "one.start"]);
  expect(await bash(here, "madeus deploy --on-error one=s")).toEqual(["stop"]);
  expect(await bash(here, "madeus why ")).toEqual(expect.arrayContaining(["assembly.ts", "one"]));
  expect(await bash(here, "madeus check --trace not")).toEqual(["notes.txt"]);
  expect(await bash(here, "madeus graph --format ")).toEqual(["dot", "mermaid", "svg"]);
});

const fish = (here: Project, line: string): Promise<readonly string[]> =>
  said(
    here,
    "fish",
    ["--no-config", "-c"],
    `function madeus; cli.js $argv; end; source completion.fish; complete --do-complete ${JSON.stringify(line)}`,
  );

test("fish", async () => {
  const here = await deployed();
  expect(await fish(here, "madeus sta")).toEqual(["state", "status"]);
  expect(await fish(here, "madeus logs one.")).toEqual(["one.install", "one.remove", "one.start"]);
  expect(await fish(here, "madeus deploy --on-error one=s")).toEqual(["one=stop"]);
  expect(await fish(here, "madeus check --trace not")).toEqual(["notes.txt"]);
});

/** The completion system needs a terminal; so `compadd`, by which it is told the words, prints them instead. */
const zsh = (here: Project, line: string): Promise<readonly string[]> =>
  said(
    here,
    "zsh",
    ["--no-rcs", "-c"],
    `compdef() { :; }
     _files() { print -l -- *(N); }
     compadd() { while [[ $1 != -- ]]; do shift; done; shift; print -l -- "$@"; }
     madeus() { cli.js "$@"; }
     source completion.zsh
     words=(\${(s: :)$(print -r -- ${JSON.stringify(line)})}); [[ ${JSON.stringify(line)} == *' ' ]] && words+=('')
     CURRENT=$#words
     _madeus | grep -- "^\${words[-1]}"`,
  );

test("zsh", async () => {
  const here = await deployed();
  expect(await zsh(here, "madeus sta")).toEqual(["state", "status"]);
  expect(await zsh(here, "madeus logs one.")).toEqual(["one.install", "one.remove", "one.start"]);
  expect(await zsh(here, "madeus deploy --on-error one=s")).toEqual(["one=stop"]);
  expect(await zsh(here, "madeus check --trace not")).toEqual(["notes.txt"]);
});

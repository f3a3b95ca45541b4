/** What the code of a user does to the terminal while the live view is shown: it prints, it asks, its programs print what they like. */
import { expect, test } from "vitest";
import { project } from "./project.ts";
import { Tmux } from "./tmux.ts";

/** Waits as long as there is a file `hold-one.go`. */
const wait = "while (existsSync('hold-one.go')) await new Promise((done) => setTimeout(done, 20));";
const acting = (body: string): string => `
import { existsSync, writeFileSync } from "node:fs";
import { createInterface } from "node:readline/promises";
export const main = lone({ go: async ({ sh, log }: any) => { ${body} } });
`;

test("what an action prints itself stands above the view, whole lines and begun ones", async () => {
  const it = project(
    acting(`
      console.log("printed to stdout");
      process.stderr.write("printed to stderr\\n10 %\\r20 %\\n\\u001b[3Aand no further: ");
      ${wait}
      process.stdout.write("done\\n");`),
  );
  it.write("hold-one.go", "");
  const tmux = new Tmux(it, "deploy");
  const screen = await tmux.shows(/and no further:\n[^]*one\.go/);
  expect(screen.split("\n").slice(1, 5)).toEqual([
    "printed to stdout",
    "printed to stderr",
    "20 %",
    "and no further:",
  ]);
  it.remove("hold-one.go");
  const end = (await tmux.shows("exit 0")).split("\n");
  expect(end.slice(1, 5)).toEqual([
    "printed to stdout",
    "printed to stderr",
    "20 %",
    "and no further: done",
  ]);
  expect(end[5]).toContain("deploy of site is done");
});

test("while an action asks something there is the question, and no view", async () => {
  const it = project(
    acting(`
      const terminal = createInterface({ input: process.stdin, output: process.stdout });
      const answer = await terminal.question("Which port? ");
      terminal.close();
      console.log("port " + answer);
      ${wait}`),
  );
  it.write("hold-one.go", "");
  const tmux = new Tmux(it, "deploy");
  expect(await tmux.shows(/Which port\? *$/)).not.toContain("one.go");
  tmux.type("80");
  tmux.type("BSpace");
  tmux.type("1");
  tmux.type("Enter");
  const screen = await tmux.shows(/port 81\n[^]*one\.go/);
  expect(screen).toMatch(/^proved: .*\nWhich port\? 81\n/);
  it.remove("hold-one.go");
  await tmux.shows("exit 0");
});

test("what a program prints does not reach the terminal but as text", async () => {
  const it = project(
    acting(
      `await sh\`printf 'before \\033]0;mine\\007 \\033[2J\\033[31mred\\033[10A \\001 end\\n'\`; ${wait}`,
    ),
  );
  it.write("hold-one.go", "");
  const tmux = new Tmux(it, "deploy");
  const title = tmux.is("pane_title");
  expect(await tmux.shows(/before +red +end/)).toMatch(/^proved: .*\ndeploy of site/);
  expect(tmux.is("pane_title")).toBe(title);
  it.remove("hold-one.go");
  await tmux.shows("exit 0");
});

test("killed on the spot it leaves a terminal that needs no repair", async () => {
  const it = project(acting(`writeFileSync("pid", String(process.pid)); ${wait}`));
  it.write("hold-one.go", "");
  const tmux = new Tmux(it, "deploy");
  await tmux.shows("one.go");
  process.kill(Number(it.read("pid")), "SIGKILL");
  const screen = await tmux.shows("exit 137");
  expect(screen).toMatch(/^proved: .*\ndeploy of site[^]*\n• one\.go .*\n(Killed\n)?exit 137$/);
  expect([tmux.is("cursor_flag"), tmux.is("wrap_flag")]).toEqual(["1", "1"]);
});

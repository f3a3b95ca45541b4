/** What `docs/watch.md` shows happens: its sessions on its own assembly, whose database is killed. */
import { readFileSync, rmSync } from "node:fs";
import { expect, onTestFinished, test } from "vitest";
import { project } from "../command/project.ts";
import { blocksOf } from "./document.ts";

const path = "docs/watch.md";
const blocks = blocksOf({ path, text: readFileSync(path, "utf8") });
const sessions = blocks.filter(({ language }) => language === "console").map(({ text }) => text);
const timeless = (text: string): string => text.replaceAll(/^\S+Z /gm, "");

test("the sessions print what they show, one after the other", async () => {
  const site = project();
  site.write("assembly.ts", blocks.find(({ note }) => note === "assembly.ts")?.text ?? "");
  const pidOf = (name: string): string => `.madeus/blog/instances/${name}/pid`;
  const kill = (name: string): void => {
    if (site.has(pidOf(name))) process.kill(Number(site.read(pidOf(name))), "SIGKILL");
  };
  onTestFinished(() => {
    kill("db");
    kill("web");
  });
  expect(await site.madeus("deploy")).toMatchObject({ code: 0 });
  kill("db");
  site.remove(pidOf("db"));
  const [watching = "", repairing = "", adopting = ""] = sessions;
  const run = async (session: string) => {
    const [command = "", ...printed] = session.trimEnd().split("\n");
    const ran = await site.madeus(command.replace("$ madeus ", ""));
    expect(timeless(ran.stdout)).toBe(timeless(`${printed.join("\n")}\n`));
    return ran;
  };
  expect((await run(watching)).code).toBe(7);
  const repair = await run(repairing);
  expect(repair.stderr).toContain(blocks.find(({ language }) => language === "text")?.text);
  expect(await site.madeus("watch --once --repair --yes")).toMatchObject({ code: 0 });
  for (const end of ["", "-wal", "-shm"])
    rmSync(site.path(".madeus/blog", `state.sqlite${end}`), { force: true });
  expect((await run(adopting)).code).toBe(0);
  expect(await site.madeus("status")).toMatchObject({ code: 0 });
});

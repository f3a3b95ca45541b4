/** How long a run takes is said before it is over, by what earlier runs took or somebody knows: for every verb that runs something. */
import { expect, test } from "vitest";
import { commitsOf, idOf } from "./commit-lines.ts";
import { type Project, cli } from "./project.ts";
import { deployed, hold } from "./shop.ts";
import { Tmux } from "./tmux.ts";

/** By what the view says that it predicted a verb, on a terminal. */
async function sourceOf(here: Project, args: string, code = 0): Promise<string | undefined> {
  const command = `stty cols 120 rows 30; ${process.execPath} ${cli} ${args}`;
  const env = { TERM: "xterm", LANG: "C.UTF-8", CI: "", NO_COLOR: "1" };
  const around = { stdin: "open", env } as const;
  const ran = await here.spawn("script", ["-qefc", command, "/dev/null"], around).ended;
  expect([args, ran.code, ran.stdout]).toEqual([args, code, expect.anything()]);
  // oxlint-disable-next-line no-control-regex
  return /predicted: \S+, from ([^;\r\u001b]*)/.exec(ran.stdout)?.[1];
}

test("what was measured predicts every later run, whatever its verb", async () => {
  const here = await deployed();
  const deployment = idOf((await commitsOf(here))[0]);
  await here.madeus("reconfigure update.ts --yes");
  for (const args of [
    `rollback ${deployment} --yes`,
    "reconfigure update.ts --yes",
    "down --yes",
    "deploy",
  ])
    expect([args, await sourceOf(here, args)]).toEqual([args, "earlier runs"]);
});

test("what failed is gone on with, or back from, with a prediction of what is left", async () => {
  const here = await deployed();
  await here.madeus("reconfigure update.ts --yes");
  await here.madeus("down --yes");
  await here.madeus("deploy");
  here.write("fail-web2.stop", "");
  expect(await sourceOf(here, "reconfigure update.ts --yes", 4)).toBe("earlier runs");
  here.remove("fail-web2.stop");
  expect(await sourceOf(here, "resume")).toBe("earlier runs");
  here.write("fail-db2.halt", "");
  expect(await sourceOf(here, "down --yes", 4)).toBe("earlier runs");
});

test("what is merged is predicted, too", async () => {
  const here = await deployed();
  await here.madeus("branch try");
  await here.madeus("checkout try");
  await here.madeus("reconfigure update.ts --simulated");
  await here.madeus("checkout main");
  // Of the shop what stops and is removed was never run.
  expect(await sourceOf(here, "merge try --yes")).toBe(
    "earlier runs (6), declared durations (2), guesses (4)",
  );
});

test("what --durations says of a program is what its view expects", async () => {
  const here = await deployed();
  here.write("known.json", JSON.stringify({ "web1.stop": 50, "db2.start": 40 }));
  const begun = await hold(here, "web1.stop");
  const tmux = new Tmux(here, "reconfigure update.ts --yes --durations known.json");
  await begun();
  expect(await tmux.shows(/web1\.stop .*\d+s of 50s/)).toMatch(/about \d+s to go/);
  here.remove("hold-web1.stop");
  expect(await tmux.shows("exit 0")).toMatch(/predicted: 1m \d+s, from --durations \(2\)/);
});

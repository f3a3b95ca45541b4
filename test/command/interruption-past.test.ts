/** Reports of a run that was cut off, and of the one that goes on with it: the same service was away once. */
import { expect, test } from "vitest";
import { lines } from "./project.ts";
import { deployed, hold } from "./shop.ts";

const restart = [
  { op: "changeBehavior", instance: "web1", behavior: "uninstall" },
  { op: "changeBehavior", instance: "web1", behavior: "deploy" },
  { op: "wait", instances: [] },
];

test("what a run takes away that is cut off is away until the next one brings it back", async () => {
  const here = await deployed();
  const { madeus, start, write, remove } = here;
  write("steps.json", JSON.stringify(restart));
  const begun = await hold(here, "web1.load");
  const running = start("reconfigure --program steps.json --yes");
  await begun();
  await running.kill();
  const cut = await madeus("report");
  expect(cut.code).toBe(4);
  expect(cut.stdout).toMatch(/^web1\.http goes away after \S+ and has not come back$/m);
  remove("hold-web1.load");
  expect(await madeus("resume")).toMatchObject({ code: 0 });
  const [before] = lines(await madeus("report --run 2 --json")).slice(-1);
  const away = { instance: "web1", port: "http", fromS: expect.any(Number) };
  expect(before).toMatchObject({
    exitCode: 4,
    interruptions: [{ ...away, toS: expect.any(Number) }],
  });
  expect((await madeus("report")).stdout).toMatch(
    /^web1\.http is away for \S+, from \S+ before the run to \S+$/m,
  );
});

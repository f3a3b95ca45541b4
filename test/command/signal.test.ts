/** Signals, and readers that go away: the first signal lets running actions end, the second ends them, nothing else ends a run. */
import { expect, test } from "vitest";
import { cli, lines, project } from "./project.ts";

/** The first action waits for the file `go`; both leave a mark. */
const site = `
import { writeFileSync } from "node:fs";
writeFileSync("madeus.pid", String(process.pid));
export const main = lone({
  wait: ({ sh }) => sh\`while ! test -e go; do sleep 0.05; done; echo wait >> marks\`,
  then: ({ sh }) => sh\`echo then >> marks\`,
});
`;
const starts = "one.wait starts";

test.each(["SIGTERM", "SIGINT"] as const)(
  "the first %s lets what runs end, and starts nothing new",
  async (name) => {
    const { start, write, read, madeus } = project(site);
    const deploying = start("deploy");
    await deploying.printed(starts);
    deploying.signal(name);
    await deploying.printed("nothing new starts");
    write("go", "");
    const ran = await deploying.ended;
    expect(ran).toMatchObject({ code: 8, stdout: "" });
    expect(ran.stderr).toMatch(
      new RegExp(`${name}: nothing new starts; what runs may end. Once more ends it.`),
    );
    expect(ran.stderr).toMatch(
      /deploy of site was cancelled after .*\n( {2}.*\n)+To go on: madeus resume/,
    );
    expect(read("marks")).toBe("wait\n");
    expect(await madeus("status")).toMatchObject({ code: 8 });
    expect(await madeus("resume")).toMatchObject({ code: 0 });
    expect(read("marks")).toBe("wait\nthen\n");
  },
);

test.each([
  ["SIGTERM", 143],
  ["SIGINT", 130],
] as const)(
  "the second %s ends what runs, and says that its outcome is unknown",
  async (name, code) => {
    const { start, write, read, madeus } = project(site);
    const deploying = start("deploy --json");
    await deploying.printed(`"type":"process"`);
    deploying.signal(name);
    await deploying.printed("nothing new starts");
    deploying.signal(name);
    const ran = await deploying.ended;
    expect(ran.code).toBe(code);
    expect(lines(ran).at(-1)).toMatchObject({
      type: "result",
      outcome: "cancelled",
      exitCode: code,
    });
    expect((await madeus("status")).stdout).toMatch(/^one: wait was cut off, in deploy$/m);
    write("go", "");
    const resumed = await madeus("resume");
    expect(resumed.stderr).toMatch(/one\.wait starts on local \(try 2\)/);
    expect(resumed.code).toBe(0);
    expect(read("marks")).toBe("wait\nthen\n");
  },
);

test("a closed pipe ends nothing, neither that of the results nor that of the progress", async () => {
  const { start, write, read, madeus } = project(site);
  const deploying = start("deploy --json --verbose");
  await deploying.printed(`"type":"process"`);
  deploying.child.stdout?.destroy();
  deploying.child.stderr?.destroy();
  write("go", "");
  expect(await deploying.ended).toMatchObject({ code: 0 });
  expect(read("marks")).toBe("wait\nthen\n");
  expect((await madeus("status")).stdout).toMatch(/the last run, deploy, is done\n$/);
});

test("a terminal that is closed does not end the run begun in it", async () => {
  const { spawn, write, read, madeus } = project(site);
  const command = `${process.execPath} ${cli} deploy --json`;
  const terminal = spawn("script", ["-qefc", command, "/dev/null"], { env: { NO_COLOR: "1" } });
  // Before that what is being started still belongs to the terminal, and may go with it.
  await terminal.printed(`"type":"process"`);
  await terminal.kill();
  const pid = read("madeus.pid");
  write("go", "");
  await spawn("tail", [`--pid=${pid}`, "-f", "/dev/null"]).ended;
  expect(read("marks")).toBe("wait\nthen\n");
  expect((await madeus("status")).stdout).toMatch(/the last run, deploy, is done\n$/);
});

/** Two at one state: one wins, the other one names it and does nothing. */
import { expect, test } from "vitest";
import { project } from "./project.ts";

const site = `
export const main = lone({
  wait: ({ sh }) => sh\`echo begun >> marks; while ! test -e go; do sleep 0.05; done\`,
  then: ({ sh }) => sh\`echo then >> marks\`,
});
`;

test("of two deployments begun at once one wins, and the other one names the winner", async () => {
  const { start, write, read, madeus } = project(site);
  const both = [start("deploy"), start("deploy")];
  const first = await Promise.race(both.map(async (one) => one.ended));
  expect(first).toMatchObject({ code: 9, stdout: "" });
  const winner = both.find(({ child }) => child.exitCode === null);
  expect(first.stderr).toMatch(
    new RegExp(
      `^error MADEUS_STATE_LOCKED: .* is in use by .*pid ${winner?.pid}, madeus deploy .*\\n {2}Wait for it`,
    ),
  );
  expect(await madeus("down --yes")).toMatchObject({ code: 9 });
  const status = await madeus("status --no-probe");
  expect(status).toMatchObject({ code: 9, stderr: "" });
  expect(status.stdout).toMatch(
    new RegExp(`^madeus deploy .* is at work \\(pid ${winner?.pid} on`, "m"),
  );
  write("go", "");
  expect(await winner?.ended).toMatchObject({ code: 0 });
  expect(read("marks")).toBe("begun\nthen\n");
});

test("unlock takes the state from the other one, which then ends what it runs", async () => {
  const { start, write, read, madeus } = project(site);
  const deploying = start("deploy");
  await deploying.printed("one.wait starts");
  const asked = await madeus("unlock");
  expect(asked).toMatchObject({ code: 2, stdout: "" });
  expect(asked.stderr).toMatch(
    /^error MADEUS_NOT_CONFIRMED: .*pid \d+, madeus deploy.*\n {2}Say yes beforehand: --yes\n$/,
  );
  const named = await madeus("unlock --dry-run");
  expect(named.stdout).toMatch(new RegExp(`^the state is held by .*pid ${deploying.pid}`));
  expect(await madeus("unlock --yes")).toMatchObject({ code: 0 });
  write("go", "");
  const robbed = await deploying.ended;
  expect(robbed).toMatchObject({ code: 9, stdout: "" });
  expect(robbed.stderr).toMatch(/error MADEUS_STATE_LOCKED: The state in .* was taken over by /);
  expect(await madeus("unlock --yes")).toMatchObject({
    code: 0,
    stdout: "the state is not locked\n",
  });
  expect(await madeus("resume")).toMatchObject({ code: 0 });
  expect(read("marks")).toBe("begun\nbegun\nthen\n");
});

test("why says of an action at work since when it is, what it printed last, and how to end its run", async () => {
  const { start, madeus } = project(`
    export const main = lone({ wait: ({ sh }) => sh\`echo looking at port 9201; while ! test -e go; do sleep 0.05; done\` });`);
  const deploying = start("deploy");
  await deploying.printed("one.wait starts");
  await expect
    .poll(async () => (await madeus("why assembly.ts one")).stdout, { timeout: 30_000 })
    .toMatch(
      new RegExp(
        "^one\\.wait is running\n" +
          "one\\.wait runs on local for \\d+s; it printed last: looking at port 9201 \\(madeus logs assembly\\.ts one\\.wait\\)\n" +
          `madeus deploy \\S+ is at work: kill ${deploying.pid} lets its actions come to their ends and starts no more; ` +
          "a second kill ends them, also daemons that they have begun\\. Then madeus resume goes on\n$",
      ),
    );
  for (const answer of ["nothing new starts", "its outcome will be unknown"]) {
    process.kill(deploying.pid, "SIGTERM");
    await deploying.printed(answer);
  }
  await deploying.ended;
  expect((await madeus("why one")).stdout).not.toContain("runs on local");
});

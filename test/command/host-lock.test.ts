/** Two deployments on one host: one is at work there, the other one is told who, and how it can go on. */
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { type Testbed, testbed } from "../testbed/testbed.ts";
import { said } from "./project.ts";
import { remoteSite } from "./remote-site.ts";

let bed: Testbed;
beforeAll(async () => {
  bed = await testbed(["a", "b"]);
}, 30_000);
afterAll(async () => bed[Symbol.asyncDispose]());

const lockOn = async (host: string): Promise<string> =>
  bed.inside(host, "sh", "-c", "readlink /var/tmp/madeus.lock || :");

describe("of two deployments on one host", { timeout: 60_000 }, () => {
  test("the second one is refused, told who is there, and goes on when that is done", async () => {
    const [first, second] = [remoteSite(bed, "first"), remoteSite(bed, "second")];
    const deploying = first.start("deploy");
    await deploying.printed("one.begin starts");
    await expect.poll(() => lockOn("a"), { timeout: 20_000 }).toContain(`"pid":${deploying.pid}`);
    await expect.poll(() => lockOn("b"), { timeout: 20_000 }).toContain(`"pid":${deploying.pid}`);
    const refused = await second.madeus("deploy");
    expect(refused.code).toBe(9);
    expect(refused.stderr).toMatch(
      new RegExp(`one.begin failed.*"a" is in use by .*pid ${deploying.pid}, madeus deploy`),
    );
    const named = await second.madeus("unlock --host a --dry-run");
    expect(named.stdout).toMatch(new RegExp(`^a is held by .*pid ${deploying.pid}`));
    const diagnosis = await second.madeus("doctor");
    expect(diagnosis).toMatchObject({ code: 3 });
    expect(diagnosis.stderr).toMatch(/MADEUS_HOST_LOCKED: a: it is in use by/);
    expect(await first.madeus("doctor")).toMatchObject({ code: 0 });
    await Promise.all([first.go("a"), first.go("b")]);
    expect(await deploying.ended).toMatchObject({ code: 0 });
    await Promise.all([second.go("a"), second.go("b")]);
    expect(await second.madeus("resume")).toMatchObject({ code: 0 });
  });

  test("what one left behind that was killed is taken over by itself", async () => {
    const [first, second] = [remoteSite(bed, "first"), remoteSite(bed, "second")];
    const deploying = first.start("deploy");
    await deploying.printed("one.begin starts");
    await expect.poll(() => lockOn("b"), { timeout: 20_000 }).toContain(`"pid":${deploying.pid}`);
    await deploying.kill();
    expect(await lockOn("b")).toContain(`"pid":${deploying.pid}`);
    await Promise.all([second.go("a"), second.go("b")]);
    expect(await second.madeus("deploy")).toMatchObject({ code: 0 });
    await Promise.all([first.go("a"), first.go("b")]);
    expect(await first.madeus("resume")).toMatchObject({ code: 0 });
    expect(await lockOn("b")).toBe("");
  });

  test("one that nobody can tell about is unlocked by hand", async () => {
    const { madeus, go } = remoteSite(bed);
    const foreign = `{"state":"f0","id":"ab","command":"madeus deploy","machine":"elsewhere","pid":7,"started":"1","user":"ann","host":"build1","sinceMs":0}`;
    await bed.inside("a", "ln", "-s", foreign, "/var/tmp/madeus.lock");
    await Promise.all([go("a"), go("b")]);
    expect(await madeus("deploy")).toMatchObject({ code: 9 });
    const asked = await madeus("unlock --host a");
    expect(said(asked)).toContain("MADEUS_NOT_CONFIRMED");
    const unlocked = await madeus("unlock --host a --yes");
    expect(unlocked).toMatchObject({ code: 0 });
    expect(unlocked.stdout).toBe(
      "a was unlocked; it was held by ann on build1 (pid 7, madeus deploy, since 1970-01-01T00:00:00.000Z)\n",
    );
    expect(await madeus("unlock --host a --yes")).toMatchObject({ stdout: "a is not locked\n" });
    expect(said(await madeus("unlock --host c"))).toContain("MADEUS_UNKNOWN_HOST");
    expect(await madeus("resume")).toMatchObject({ code: 0 });
  });
});

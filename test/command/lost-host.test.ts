/** Runs on real hosts that are lost and come back: what is said, with which code it ends, and that a later run comes to the same end. */
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { type Testbed, testbed } from "../testbed/testbed.ts";
import { remoteSite } from "./remote-site.ts";

let bed: Testbed;
beforeAll(async () => {
  bed = await testbed(["a", "b"]);
}, 30_000);
afterAll(async () => bed[Symbol.asyncDispose]());

const lockOn = async (host: string): Promise<string> =>
  bed.inside(host, "sh", "-c", "readlink /var/tmp/madeus.lock || :");

describe("a host that is lost in the middle of an action", { timeout: 60_000 }, () => {
  test("leaves it unknown, lets the others go on, and once it is back what is alive there is ended and run again", async () => {
    const { start, madeus, go, marks, alive } = remoteSite(bed);
    const deploying = start("deploy");
    await deploying.printed("two.begin starts on b");
    await deploying.printed("one.begin starts on a");
    await expect.poll(() => marks("b"), { timeout: 20_000 }).toBe("begin\n");
    await bed.cut("b");
    await go("a");
    const lost = await deploying.ended;
    expect(lost.code).toBe(3);
    expect(lost.stderr).toMatch(
      /two\.begin was cut off: its outcome is unknown: host b: .* may be alive/,
    );
    expect(await marks("a")).toBe("begin\nfinish\n");
    const status = await madeus("status");
    expect(status).toMatchObject({ code: 3 });
    expect(status.stdout).toMatch(/^one: on$/m);
    expect(status.stdout).toMatch(
      /^two: begin was cut off \(host b: .* may be alive .*\), in deploy$/m,
    );
    expect((await madeus("why two")).stdout).toMatch(/two\.begin has ended is not known: host b: /);
    const away = await madeus("resume");
    expect(away.code).toBe(3);
    expect(await alive("b")).toBe(1);
    await bed.heal("b");
    const resuming = start("resume");
    await expect.poll(() => marks("b"), { timeout: 20_000 }).toBe("begin\nbegin\n");
    expect(await alive("b")).toBe(1);
    await go("b");
    expect(await resuming.ended).toMatchObject({ code: 0 });
    expect(await marks("b")).toBe("begin\nbegin\nfinish\n");
    expect(await marks("a")).toBe("begin\nfinish\n");
    expect(await Promise.all([lockOn("a"), lockOn("b")])).toEqual(["", ""]);
    expect(await madeus("status")).toMatchObject({ code: 0 });
  });

  test("is gone back from when it is back, and not before, where that was asked for", async () => {
    const { start, madeus, go, marks, alive } = remoteSite(bed);
    const deploying = start("deploy --on-error rollback");
    await deploying.printed("two.begin starts on b");
    await expect.poll(() => marks("b"), { timeout: 20_000 }).toBe("begin\n");
    await bed.cut("b");
    await go("a");
    expect(await deploying.ended).toMatchObject({ code: 3 });
    const away = await madeus("resume --rollback --yes");
    expect(away.stderr).toMatch(/There is no way back/);
    expect(await alive("b")).toBeGreaterThan(0);
    await bed.heal("b");
    expect(await madeus("resume --rollback --yes")).toMatchObject({ code: 10 });
    expect(await alive("b")).toBe(0);
    expect((await madeus("status")).stdout).not.toMatch(/^(one|two):/m);
  });

  test("may come back as new: what was not at its end there is run again", async () => {
    const { start, madeus, go, marks } = remoteSite(bed);
    const deploying = start("deploy --on-error stop");
    await deploying.printed("two.begin starts on b");
    await expect.poll(() => marks("b"), { timeout: 20_000 }).toBe("begin\n");
    await bed.wipe("b");
    await go("a");
    await go("b");
    const lost = await deploying.ended;
    expect(lost.code).toBe(3);
    expect(await madeus("resume")).toMatchObject({ code: 0 });
    expect(await marks("b")).toBe("begin\nfinish\n");
    expect(await marks("a")).toBe("begin\nfinish\n");
  });

  test("is not noticed where the cable is soon plugged in again", async () => {
    const { start, madeus, go, marks } = remoteSite(bed);
    const deploying = start("deploy");
    await deploying.printed("two.begin starts on b");
    await expect.poll(() => marks("b"), { timeout: 20_000 }).toBe("begin\n");
    await bed.cut("b");
    await bed.heal("b");
    await Promise.all([go("a"), go("b")]);
    expect(await deploying.ended).toMatchObject({ code: 0 });
    expect(await marks("b")).toBe("begin\nfinish\n");
    await bed.kill("b");
    const status = await madeus("status");
    await bed.start("b");
    expect(status).toMatchObject({ code: 3 });
    expect(status.stdout).toMatch(/^two: on$/m);
    expect(status.stdout).toMatch(/^the last run, deploy, is done; two could not be asked$/m);
    expect(status.stderr).toMatch(/^warning MADEUS_HOST_UNREACHABLE: host b: .*$/m);
  });
});

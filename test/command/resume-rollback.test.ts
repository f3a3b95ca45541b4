/** `resume --rollback`: afterwards, from a failure or a crash, to how things stood before the program. */
import { describe, expect, test } from "vitest";
import { project } from "./project.ts";
import { hold, shop, worldOf } from "./shop.ts";

describe("resume --rollback", () => {
  test("goes back after a failure, when somebody has said yes", async () => {
    const here = project(shop({ webs: 1 }));
    const { madeus, write } = here;
    write("fail-web1.start", "");
    expect(await madeus("deploy")).toMatchObject({ code: 4 });
    const dry = await madeus("resume --rollback --dry-run");
    expect(dry).toMatchObject({
      code: 0,
      stderr: expect.stringMatching(/^Withdrawn .*: web1\.\nthe program:\n/),
    });
    expect(await madeus("resume --rollback")).toMatchObject({
      code: 2,
      stderr: expect.stringContaining("Go back? Nobody"),
    });
    expect(worldOf(here)).toHaveProperty("db");
    expect(await madeus("resume --rollback --yes")).toMatchObject({ code: 10 });
    expect(worldOf(here)).toEqual({});
    expect(await madeus("resume --rollback --yes")).toMatchObject({
      code: 0,
      stderr: expect.stringContaining("nothing to resume"),
    });
  });

  test.each([
    ["db.start", 0],
    ["web1.start", 1],
  ])("goes back after it was killed in %s", async (held, webs) => {
    const here = project(shop({ webs }));
    const { madeus, start } = here;
    const begun = await hold(here, held);
    const running = start("deploy");
    await begun();
    await running.kill();
    expect(await madeus("resume --rollback --yes")).toMatchObject({ code: 10 });
    expect(worldOf(here)).toEqual({});
    expect((await madeus("status")).stdout).toBe("nothing is deployed\n");
  });

  test("finds the way from where things are: what was cut off and had ended is taken as ended", async () => {
    const probed = shop({ webs: 0 }).replace(
      'durationS: 2, run: does("start"',
      'durationS: 2, probe: () => "done", run: does("start"',
    );
    const here = project(probed);
    const { madeus, start, read } = here;
    const begun = await hold(here, "db.start");
    const running = start("deploy");
    await begun();
    await running.kill();
    expect(await madeus("resume --rollback --yes")).toMatchObject({ code: 10 });
    expect(read("marks")).toBe("db.install\ndb.start\ndb.halt\ndb.remove\n");
    expect((await madeus("status")).stdout).toBe("nothing is deployed\n");
  });

  test("is gone on with where it failed itself", async () => {
    const here = project(shop({ webs: 1 }));
    const { madeus, write, remove } = here;
    write("fail-web1.start", "");
    write("fail-db.halt", "");
    const failed = await madeus("deploy --on-error rollback --expect-no-changes");
    expect(failed).toMatchObject({
      code: 4,
      stderr: expect.stringMatching(/rollback of site has failed/),
    });
    expect(worldOf(here)).toEqual({ db: "store runs" });
    remove("fail-db.halt");
    expect(await madeus("resume")).toMatchObject({ code: 10 });
    expect(worldOf(here)).toEqual({});
    expect((await madeus("status")).stdout).toMatch(/^nothing is deployed$/m);
  });
});

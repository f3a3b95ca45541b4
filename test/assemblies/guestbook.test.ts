/** The guestbook as real processes: its life, its hosts' mishaps, and that nothing of it stays behind. */
import { mkdir, readdir, readFile, stat, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { afterAll, afterEach, beforeAll, describe, expect, test } from "vitest";
import { birth } from "../../assemblies/guestbook/programs/pid-file.ts";
import {
  downwards,
  homeIn,
  kill,
  lost,
  pidOf,
  remains,
  segments,
  stages,
  upwards,
} from "./scene.ts";
import type { Stage } from "./stage.ts";
import { look, servedBy, type Site, sign } from "./visitor.ts";

const open = stages();
afterAll(open.clear);

let stage: Stage;
const site = (): Site => stage.value<Site>("balancer", "url");
beforeAll(async () => {
  stage = await open.stage();
  await stage.perform("deploy", ...upwards);
});

describe("a guestbook that runs", () => {
  afterEach(async () => {
    if ((await lost(stage)).length > 0) throw new Error("a test has left something broken");
  });

  test("says at the end where it is", () => {
    expect(stage.lines).toEqual([`The guestbook is at ${site().url}, served by 2 replicas.`]);
  });

  test("shows what was written, and both replicas serve in turn", async () => {
    const response = await sign(site(), "Ada", "Good\r\nmorning");
    expect([response.status, response.headers.get("location")]).toEqual([303, "/"]);
    const pages = [await look(site()), await look(site())];
    expect(pages.map(({ html }) => servedBy(html))).toEqual(
      expect.arrayContaining(["app1", "app2"]),
    );
    for (const { html } of pages) expect(html).toContain("<p>Good\nmorning</p><small>Ada,");
  });

  test("finds a program that was started but not recorded, and starts none beside it", async () => {
    for (const instance of ["database", "balancer", "app1"]) {
      const before = await pidOf(stage, instance);
      expect(await stage.probe(instance, "start")).toBe("done");
      await stage.act(instance, "start");
      expect(await pidOf(stage, instance)).toBe(before);
    }
  });

  test("tells which process was killed, serves without it, and starts it again", async () => {
    await kill(stage, "app1");
    expect(await lost(stage)).toEqual(["app1"]);
    for (let visits = 0; visits < 4; visits += 1)
      expect(servedBy((await look(site())).html)).toBe("app2");
    expect(await stage.probe("app1", "start")).toBe("not-done");
    await stage.act("app1", "start");
    await stage.perform("suspend", "route1");
    await stage.perform("deploy", "route1");
  });

  test("tells also of what has no process whether it has happened", async () => {
    const told = (): Promise<readonly unknown[]> =>
      Promise.all([
        stage.probe("schema", "migrate"),
        stage.probe("route1", "attach"),
        stage.probe("health", "check"),
      ]);
    expect(await told()).toEqual(["done", "done", "done"]);
    await kill(stage, "app1");
    expect(await told()).toEqual(["done", "done", "not-done"]);
    await stage.act("app1", "start");
    await stage.perform("suspend", "route1");
    expect(await told()).toEqual(["done", "not-done", "done"]);
    await stage.perform("deploy", "route1");
    expect(await told()).toEqual(["done", "done", "done"]);
  });

  test("keeps what was written over the death of its database, and the replicas find it again", async () => {
    await sign(site(), "Grace", "before the crash");
    await kill(stage, "database");
    expect(await lost(stage)).toEqual(["database"]);
    const { status, html } = await look(site());
    expect([status, html]).toEqual([
      503,
      "The guestbook cannot reach its database. Please try again.\n",
    ]);
    expect(await stage.probe("database", "start")).toBe("not-done");
    await stage.act("database", "start");
    expect((await look(site())).html).toContain("before the crash");
    expect((await look(site())).html).toContain("before the crash");
  });

  test("keeps what was written when the database is restarted in good order", async () => {
    await sign(site(), "Alan", "before the restart");
    const { url } = site();
    await stage.perform("suspend", ...downwards);
    expect(await stage.probe("database", "start")).toBe("not-done");
    await stage.perform("deploy", ...upwards);
    expect(site().url).toBe(url);
    expect((await look(site())).html).toContain("before the restart");
  });

  test("serves without a pause while a replica is updated", async () => {
    let updating = true;
    const statuses = new Set<number>();
    const visits = (async () => {
      while (updating) statuses.add((await look(site())).status);
    })();
    const before = await pidOf(stage, "app1");
    await stage.perform("suspend", "route1");
    await stage.perform("update", "app1");
    await stage.perform("deploy", "app1", "route1");
    updating = false;
    await visits;
    expect(statuses).toEqual(new Set([200]));
    expect(await pidOf(stage, "app1")).not.toBe(before);
  });

  test("has its secrets in two files that only their owner can read, and nowhere else", async () => {
    const files = (await readdir(stage.directory, { recursive: true, withFileTypes: true }))
      .filter((entry) => entry.isFile())
      .map(({ parentPath, name }) => join(parentPath, name));
    const holders = ["database/password", "balancer/token"].map((path) =>
      join(stage.directory, path),
    );
    for (const holder of holders) {
      expect((await stat(holder)).mode & 0o777).toBe(0o600);
      const secret = await readFile(holder);
      expect(secret.length).toBeGreaterThanOrEqual(32);
      const contents = await Promise.all(files.map((file) => readFile(file)));
      expect(files.filter((_, index) => contents[index]?.includes(secret))).toEqual([holder]);
    }
  });
});

describe("a guestbook that is taken away", () => {
  test("leaves nothing though its database was killed: no process, no file, no shared memory", async () => {
    const lock = await readFile(join(await homeIn(stage), "data/postmaster.pid"), "utf8");
    const [, segment = ""] = /^ *\d+ +(\d+) *$/m.exec(lock) ?? [];
    expect(await segments()).toContain(segment);
    await kill(stage, "database");
    await stage.perform("uninstall", ...downwards);
    expect(await remains(stage)).toEqual([]);
    expect(await segments()).not.toContain(segment);
  });

  test("leaves nothing, wherever its database was cut off, even if that was twice", async () => {
    const half = await open.stage();
    const home = await homeIn(half);
    for (const cutOff of ["unpack", "initialise"]) {
      while (!half.leads("deploy", "database", cutOff)) await half.step("deploy", "database");
      // The action has done its work, or half of it, but nobody has noticed: the place is still the one before.
      await half.act("database", cutOff);
      for (const unfinished of ["postgres.new", "data.new"]) {
        await mkdir(join(home, unfinished), { recursive: true });
        await writeFile(join(home, unfinished, "half"), "");
      }
      await half.act("database", cutOff);
      await half.perform("uninstall", "database");
      expect(await remains(half)).toEqual([]);
    }
  });

  test("leaves nothing of programs that were started but not recorded", async () => {
    const half = await open.stage();
    const programs = ["database", "balancer", "app1"];
    for (const instance of programs) {
      while (!half.leads("deploy", instance, "start")) await half.step("deploy", instance);
      await half.act(instance, "start");
      if (instance === "database") await half.perform("deploy", "schema");
    }
    const pids = await Promise.all(programs.map((instance) => pidOf(half, instance)));
    await half.perform("uninstall", ...downwards);
    for (const pid of pids) expect(await birth(pid)).toBeUndefined();
    expect(await remains(half)).toEqual([]);
  });
});

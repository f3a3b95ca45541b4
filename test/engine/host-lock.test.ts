/** Locks on a host: one holder at a time, also of many that try at once; what is left behind is taken over by whom it belongs to. */
import {
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readlinkSync,
  rmSync,
  symlinkSync,
  writeFileSync,
} from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { expect, onTestFinished, test } from "vitest";
import { HostLocks, breakLock, lockHolder } from "../../src/engine/host-lock.ts";
import type { Host } from "../../src/engine/host.ts";
import { localHost } from "../../src/host/local.ts";
import { local } from "../../src/model/host.ts";
import { thisProcess } from "../../src/store/lease-process.ts";
import type { LeaseHolder } from "../../src/store/lease.ts";

const host = localHost(local());

/** A directory of locks of its own, and locks that lie there. */
function place() {
  const directory = mkdtempSync(join(tmpdir(), "madeus-lock-"));
  onTestFinished(() => rmSync(directory, { recursive: true }));
  const where = [directory, "/gone"];
  return {
    where,
    link: join(directory, "madeus.lock"),
    names: () => readdirSync(directory),
    locks: (state: string, more: Partial<LeaseHolder> = {}) =>
      new HostLocks(state, { ...holder, ...more }, where),
  };
}
const holder: LeaseHolder = {
  ...thisProcess(),
  id: "0a1b",
  user: "ann",
  host: "build1",
  command: 'madeus deploy it\'s "$HOME" $(false)',
  sinceMs: 0,
  heartbeatMs: 0,
};
const { heartbeatMs: _, ...others } = holder;
const dead = { pid: 2 ** 22 - 1, started: "1", id: "dead" };

test("a lock is held until it is given back", async () => {
  const { locks, where, names } = place();
  const first = locks("f1");
  await Promise.all([first.take("web", host), first.take("web", host)]);
  expect(await lockHolder(host, where)).toMatchObject({
    ...others,
    state: "f1",
  });
  const second = locks("f2", { id: "0a1c" });
  await expect(second.take("web", host)).rejects.toMatchObject({
    code: "MADEUS_HOST_LOCKED",
    message: expect.stringMatching(
      /^"web" is in use by ann on build1 \(pid \d+, madeus deploy it's "\$HOME" \$\(false\), since 1970/,
    ),
    hint: "wait for it to end; if it hangs or has gone: madeus unlock --host web",
  });
  await second.release();
  expect(names()).toEqual(["madeus.lock"]);
  await first.release();
  expect(names()).toEqual([]);
  await second.take("web", host);
  expect(await lockHolder(host, where)).toMatchObject({ state: "f2" });
});

test("it is taken once, however often it is asked for", async () => {
  const { locks } = place();
  let scripts = 0;
  const counting: Host = {
    ...host,
    run(command, watch) {
      scripts++;
      return host.run(command, watch);
    },
  };
  const own = locks("f1");
  await Promise.all(Array.from({ length: 20 }, () => own.take("web", counting)));
  await own.take("web", counting);
  expect(scripts).toBe(1);
});

test("beside others of the same state it takes what one of them left, and not what one has who is at work", async () => {
  const { where, locks } = place();
  const scope = { instances: ["web"], beside: [], hosts: ["web"] };
  const atWork = new Set(["0a1b"]);
  const beside = (id: string): HostLocks =>
    new HostLocks("f1", { ...holder, id, scope, run: 7 }, where, (one) => atWork.has(one));
  const first = locks("f1", { scope });
  await first.take("web", host);
  await expect(beside("0a1c").take("web", host)).rejects.toMatchObject({
    code: "MADEUS_HOST_LOCKED",
  });
  expect(await lockHolder(host, where)).toEqual({ ...others, state: "f1" });
  atWork.clear();
  await beside("0a1c").take("web", host);
  expect(await lockHolder(host, where)).toEqual({ ...others, id: "0a1c", state: "f1" });
});

test("of many states that try at once one wins", async () => {
  const { locks } = place();
  const tries = Array.from({ length: 12 }, (_, k) =>
    locks(`f${k}`, { id: `${k}` }).take("web", host),
  );
  const ends = await Promise.allSettled(tries);
  expect(ends.filter(({ status }) => status === "fulfilled")).toHaveLength(1);
});

test("what an earlier run of the same state left behind is ours, wherever it ran", async () => {
  const { locks, where, names } = place();
  await locks("f1", { machine: "elsewhere", id: "aa" }).take("web", host);
  const again = locks("f1", { id: "bb" });
  await again.take("web", host);
  expect(await lockHolder(host, where)).toMatchObject({ id: "bb" });
  expect(names()).toEqual(["madeus.lock"]);
});

test("what a process of this machine held that has died is taken over, by one of many", async () => {
  const { locks, where, names } = place();
  await locks("f1", dead).take("web", host);
  const tries = Array.from({ length: 8 }, (_, k) =>
    locks(`e${k}`, { id: `${k}` }).take("web", host),
  );
  const ends = await Promise.allSettled(tries);
  expect(ends.filter(({ status }) => status === "fulfilled")).toHaveLength(1);
  const winner = ends.findIndex(({ status }) => status === "fulfilled");
  expect(await lockHolder(host, where)).toMatchObject({ state: `e${winner}` });
  expect(names()).toEqual(["madeus.lock"]);
});

test("of a process of another machine nobody here can say that it has died", async () => {
  const { locks, where } = place();
  await locks("f1", { ...dead, machine: "elsewhere" }).take("web", host);
  await expect(locks("f2").take("web", host)).rejects.toMatchObject({ code: "MADEUS_HOST_LOCKED" });
  await breakLock(host, where);
  await locks("f2").take("web", host);
});

test("one that was taken away meanwhile is not given back", async () => {
  const { locks, where } = place();
  const robbed = locks("f1");
  await robbed.take("web", host);
  await breakLock(host, where);
  await locks("f2", { id: "bb" }).take("web", host);
  await robbed.release();
  expect(await lockHolder(host, where)).toMatchObject({ state: "f2" });
});

test("a takeover that was cut off in its middle is finished by the next run of its state", async () => {
  const { locks, link, names, where } = place();
  await locks("f1", dead).take("web", host);
  symlinkSync(readlinkSync(link), `${link}.dead`);
  await locks("f1", { id: "bb" }).take("web", host);
  expect(await lockHolder(host, where)).toMatchObject({ id: "bb" });
  expect(names()).toEqual(["madeus.lock"]);
});

test("what lies in its place and is none of ours is left alone", async () => {
  const { locks, link, where, names } = place();
  symlinkSync("/etc", link);
  const refused = { code: "MADEUS_HOST_LOCKED", message: '"web" is in use by "/etc"' };
  await expect(locks("f1").take("web", host)).rejects.toMatchObject(refused);
  expect(await lockHolder(host, where)).toBe("unknown");
  await breakLock(host, where);
  symlinkSync(`{"state":"f1","id":"../../x"}`, link);
  await expect(locks("f1").take("web", host)).rejects.toMatchObject({ code: "MADEUS_HOST_LOCKED" });
  rmSync(link);
  mkdirSync(link);
  await expect(locks("f1").take("web", host)).rejects.toMatchObject({ code: "MADEUS_HOST_UNFIT" });
  expect(names()).toEqual(["madeus.lock"]);
});

test("where no link can be made it says so", async () => {
  const { link } = place();
  writeFileSync(link, "");
  const locks = new HostLocks("f1", holder, [`${link}/x`, `${link}/y`]);
  await expect(locks.take("web", host)).rejects.toMatchObject({
    code: "MADEUS_HOST_UNFIT",
    message: expect.stringContaining("Not a directory"),
  });
});

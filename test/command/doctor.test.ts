/** `madeus doctor` on real hosts, well and ill; and what it makes of what a host says. */
import { afterAll, beforeAll, expect, test } from "vitest";
import { remarksOn } from "../../src/command/host-check.ts";
import { type HostFacts, factsIn } from "../../src/command/host-facts.ts";
import { sshPackageWarning } from "../../src/command/ssh-package.ts";
import { local, ssh } from "../../src/model/host.ts";
import { type Testbed, testbed } from "../testbed/testbed.ts";
import { lines, project } from "./project.ts";

let bed: Testbed;
beforeAll(async () => {
  bed = await testbed(["a", "b", "c"]);
}, 30_000);
afterAll(async () => bed[Symbol.asyncDispose]());

const site = (hosts: Readonly<Record<string, object>>): string => `
export const main = assembly({ name: "site", components: { one: chain("one", {}) } , hosts: ${JSON.stringify(hosts)} as any });
`;

test("hosts that are well are told in a table, and nothing else is said", async () => {
  const { madeus } = project(site({ a: bed.host("a"), "web-2": bed.host("b"), me: local() }));
  const ran = await madeus("doctor");
  expect(ran).toMatchObject({ code: 0 });
  const rows = ran.stdout.trimEnd().split("\n");
  expect(rows[0]).toMatch(/^host +address +reached +as +clock +free +packages +lock$/);
  const well = / +\d+ ms +root +[+-]\d\.\d s +\d+(\.\d)? .?B +\S.* +free$/;
  for (const [k, name] of ["a", "web-2", "me"].entries()) {
    expect(rows[k + 1]).toMatch(new RegExp(`^${name} `));
    expect(rows[k + 1]).toMatch(well);
  }
  expect(rows).toHaveLength(4);
}, 60_000);

test("of hosts that are ill it says what is wrong with each, and ends with 3", async () => {
  await bed.kill("c");
  const held = "exec 9>/var/lib/dpkg/lock-frontend; flock 9; exec sleep 60 >/dev/null 2>&1";
  await bed.inside("b", "sh", "-c", `(${held}) &`);
  const { madeus } = project(
    site({
      well: bed.host("a"),
      busy: bed.host("b"),
      down: bed.host("c", { connectS: 1 }),
      stranger: bed.host("a", { knownHostsFile: "/dev/null" }),
      locked: bed.host("a", { user: "nobody", identityFile: "/dev/null" }),
      nowhere: bed.host("a", { host: "no.such.example" }),
      over: bed.host("a", { via: "ssh2", jump: "b" }),
    }),
  );
  const ran = await madeus("doctor --json");
  expect(ran.code).toBe(3);
  const told = lines(ran);
  const fit = told.flatMap((one) => (one.type === "host" && one["isFit"] ? [one["host"]] : []));
  expect(fit).toEqual(["well", "busy"]);
  const findings = told.filter(({ type }) => type === "finding");
  expect(findings.map(({ code, severity }) => [code, severity])).toEqual([
    ["MADEUS_HOST_CONDITION", "warning"],
    ["MADEUS_HOST_UNREACHABLE", "error"],
    ["MADEUS_HOST_KEY", "error"],
    ["MADEUS_HOST_LOGIN", "error"],
    ["MADEUS_HOST_UNREACHABLE", "error"],
    ["MADEUS_SSH_MISSING", "error"],
  ]);
  expect(findings[0]?.["text"]).toMatch(/^busy: packages are locked by process \d+, sleep 60$/);
  expect(findings.map(({ hint }) => hint)).not.toContain(undefined);
  expect(told.at(-1)).toMatchObject({
    verb: "doctor",
    outcome: "unfit",
    exitCode: 3,
    hosts: 7,
    unfit: ["down", "stranger", "locked", "nowhere", "over"],
  });
}, 60_000);

test("without hosts there is nothing to try", async () => {
  const ran = await project(`export const main = lone({});`).madeus("doctor");
  expect(ran).toMatchObject({ code: 0, stdout: "" });
  expect(ran.stderr).toBe("site declares no hosts: all of it is on this machine\n");
});

const said = `motd
user ann
epoch 1700000000.25
df Filesystem 1024-blocks Used Available Capacity Mounted on
df /dev/mapper/a b 100000 1000 50000 2% /
df tmpfs 10 0 10 0% /tmp
lock {"state":"f1","id":"ab","pid":7,"sinceMs":0,"user":"ann","host":"build1","command":"madeus deploy"}
apt
apt 12 apt-get install x
apt 12 apt-get install x
apt 13 
`;

test("what a host says is read, whatever else it says", () => {
  expect(factsIn(said)).toMatchObject({
    user: "ann",
    epochS: 1_700_000_000.25,
    freeBytes: { "/": 51_200_000, "/tmp": 10_240 },
    apt: [{ pid: 12, command: "apt-get install x" }],
    lock: { state: "f1", user: "ann" },
  });
  expect(factsIn("user ann\nepoch 5.N\nlock \n")).toEqual({
    user: "ann",
    epochS: 5,
    freeBytes: {},
    apt: undefined,
    lock: undefined,
  });
  expect(factsIn("lock elsewhere\n")).toMatchObject({ lock: "unknown", epochS: Number.NaN });
});

test("a clock that is off and disks that are full are told", () => {
  const facts: HostFacts = { ...factsIn(said), apt: [], lock: undefined };
  const remarks = [...remarksOn("web", facts, -90.2, undefined)];
  expect(remarks.map(({ severity, text }) => `${severity} ${text}`)).toEqual([
    "warning its clock is 90 s behind",
    "error / has 51 MB free",
    "error /tmp has 10 kB free",
  ]);
  const small = { ...facts, freeBytes: { "/": 500_000_000, "/var": 5e9 } };
  expect([...remarksOn("web", small, Number.NaN, undefined)]).toHaveLength(2);
});

test("the lock of one's own state is no hindrance", () => {
  const { freeBytes: _, ...facts } = factsIn(said);
  const codes = (state: string): readonly string[] =>
    [...remarksOn("web", { ...facts, freeBytes: {}, apt: [] }, 0, state)].map(({ code }) => code);
  expect(codes("f1")).toEqual([]);
  expect(codes("f2")).toEqual(["MADEUS_HOST_LOCKED"]);
});

test("the addon of ssh2 is warned of where it is used, built, and not borne by this Node", () => {
  const warned = (via: "ssh2" | "openssh", addon: string | undefined, node: string): boolean =>
    sshPackageWarning([local(), ssh({ host: "a", via })], { addon, node }) !== undefined;
  expect(warned("ssh2", "/x/sshcrypto.node", "24.19.0")).toBe(true);
  expect(warned("ssh2", "/x/sshcrypto.node", "25.0.0")).toBe(true);
  expect(warned("ssh2", "/x/sshcrypto.node", "24.18.3")).toBe(false);
  expect(warned("ssh2", undefined, "24.19.0")).toBe(false);
  expect(warned("openssh", "/x/sshcrypto.node", "24.19.0")).toBe(false);
  expect(sshPackageWarning([])).toBe(undefined);
});

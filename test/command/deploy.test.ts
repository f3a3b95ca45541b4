/** `madeus deploy` and `down`: all, a part, again, with other settings; and what they say and leave behind. */
import { expect, test } from "vitest";
import { type Ran, lines, project } from "./project.ts";

/** A database, and as many webs as are set; every action leaves its name in the file `marks`. */
const site = `
const replicas = setting("replicas", Number, 2);
const Sql = service("sql");
const Url = data("url", { url: String });
const mark = (text: string) => ({ sh, instance }) => sh\`echo \${instance + "." + text} >> marks\`;
const db = component({
  name: "db", places: ["absent", "installed", "running"], initial: "absent",
  provides: { sql: { type: Sql, in: ["running"] } },
  behaviors: {
    deploy: {
      install: { from: "absent", to: "installed", run: mark("install") },
      start: { from: "installed", to: "running", run: mark("start") },
    },
    uninstall: { stop: { from: "running", to: "absent", run: mark("stop") } },
  },
});
const web = component({
  name: "web", places: ["absent", "running"], initial: "absent",
  uses: { sql: { type: Sql, in: ["start", "running", "stop"] } },
  provides: { url: { type: Url, in: ["running"] } },
  behaviors: {
    deploy: { start: { from: "absent", to: "running", run: ({ give, instance }) => give("url", { url: instance }) } },
    uninstall: { stop: { from: "running", to: "absent", run: mark("stop") } },
  },
});
const webs = Array.from({ length: replicas }, (_, k) => "web" + (k + 1));
export const main = assembly({
  name: "site",
  components: Object.fromEntries([["db", db], ...webs.map((name) => [name, web])]) as Record<string, any>,
  wires: Object.fromEntries(webs.map((name) => [name, { sql: "db.sql" }])) as any,
});
`;
const instances = (ran: Ran): unknown =>
  lines(ran).flatMap(({ type, instance }) => (type === "instance" ? [instance] : []));

test("a deployment is done once, stays as it is, and is taken down to nothing", async () => {
  const { madeus, read, has, records } = project(site);
  const first = await madeus("deploy");
  expect(first).toMatchObject({ code: 0, stdout: "web1.url: web1\nweb2.url: web2\n" });
  const begun = await records();
  const atMs = (type: string): number => Number(begun.find((one) => one.type === type)?.atMs);
  const startS = ((atMs("started") - atMs("run")) / 1000).toFixed(1);
  const [proof, start] = first.stderr.split("\n");
  expect(proof).toBe("proved: it comes to its end, in whatever order things happen");
  expect(start?.trimStart()).toBe(`${startS}s db.install starts on local`);
  expect(first.stderr).toMatch(
    /\n +\d+\.\ds db\.install starts on local\n +[\d.]+s db\.install is done after/,
  );
  expect(first.stderr).toMatch(/\ndeploy of site is done after [\d.]+s\n$/);
  const again = await madeus("deploy --quiet");
  expect(again).toMatchObject({ code: 0, stderr: "", stdout: first.stdout });
  const more = await madeus("deploy --set replicas=3");
  expect(more).toMatchObject({ code: 0, stdout: expect.stringContaining("web3.url: web3\n") });
  const status = await madeus("status --json");
  expect(instances(status)).toEqual(["db", "web1", "web2", "web3"]);
  expect(lines(status).at(-1)).toMatchObject({ outcome: "done", settings: { replicas: 3 } });
  expect(await madeus("down --yes")).toMatchObject({ code: 0, stdout: "" });
  expect(read("marks").split("\n").slice(0, 2)).toEqual(["db.install", "db.start"]);
  expect(read("marks")).toMatch(/(web.\.stop\n){3}db\.stop\n$/);
  expect(has(".madeus/site/instances/db")).toBe(false);
  const gone = "settings: replicas=3\nnothing is deployed\n";
  expect(await madeus("status")).toMatchObject({ code: 0, stdout: gone });
  const nothing = "site is not deployed: nothing to do\n";
  expect(await madeus("down --yes")).toMatchObject({ code: 0, stderr: nothing });
});

test("a part is deployed with all that it needs, and completed later", async () => {
  const { madeus, read } = project(site);
  const part = await madeus("deploy --only web2 --json");
  expect(lines(part).find(({ type }) => type === "part")).toEqual({
    type: "part",
    instances: ["db", "web2"],
    needed: { db: "web2" },
  });
  expect(instances(await madeus("status --json --no-probe"))).toEqual(["db", "web2"]);
  const rest = await madeus("deploy --dry-run");
  expect(rest.stdout).toMatch(
    /^ +0\.0s to +\S+ {2}web1\.start on local, critical\nunchanged: db, web2\n/,
  );
  expect(await madeus("deploy")).toMatchObject({ code: 0 });
  expect(instances(await madeus("status --json --no-probe"))).toEqual(["db", "web2", "web1"]);
  expect(read("marks")).toBe("db.install\ndb.start\n");
  expect(await madeus("deploy --only db")).toMatchObject({
    code: 0,
    stdout: expect.stringContaining("web1"),
  });
});

test("what another one needs cannot be left out, and what is not there not be named", async () => {
  const { madeus, has } = project(site);
  const needed = await madeus("deploy --except db web2");
  expect(needed).toMatchObject({ code: 2, stdout: "" });
  expect(needed.stderr).toBe(
    `error MADEUS_NEEDED: "db" cannot be left out: "web1" needs it.\n` +
      `  leave out those that need it, too: "db", "web2" and "web1"\n`,
  );
  const unknown = await madeus("deploy --only wbe1");
  expect(unknown).toMatchObject({ code: 2, stdout: "" });
  expect(unknown.stderr).toBe(
    `error MADEUS_UNKNOWN_INSTANCE: site has no instance "wbe1".\n  did you mean "web1"?\n`,
  );
  const dry = await madeus("deploy --except web2 --dry-run");
  const planned = [...dry.stdout.matchAll(/^ +\S+ to +\S+ {2}(\S+) on local/gm)].map(
    ([, name]) => name,
  );
  expect(planned).toEqual(["db.install", "db.start", "web1.start"]);
  expect(has(".madeus")).toBe(false);
});

test("settings are given on the command line, checked, and remembered", async () => {
  const { madeus } = project(site);
  const wrong = await madeus("deploy --set replicas=many");
  expect(wrong).toMatchObject({ code: 2, stdout: "" });
  expect(wrong.stderr).toBe(
    `error MADEUS_BAD_SETTING: The setting replicas must be a number, and is "many".\n`,
  );
  const unknown = await madeus("deploy --set replicsa=1");
  expect(unknown.code).toBe(2);
  expect(unknown.stderr).toMatch(
    /MADEUS_UNKNOWN_SETTING.*"replicsa"\.\n {2}did you mean "replicas"\?\n$/,
  );
  expect(await madeus("deploy --set replicas=1")).toMatchObject({
    code: 0,
    stdout: "web1.url: web1\n",
  });
  const status = await madeus("status");
  expect(status).toMatchObject({ code: 0, stderr: "" });
  expect(status.stdout).toMatch(/^settings: replicas=1$/m);
  expect(await madeus("down --yes --dry-run")).toMatchObject({
    code: 0,
    stdout: "db: uninstall\nweb1: uninstall\n",
  });
  expect(await madeus("down --yes")).toMatchObject({ code: 0 });
});

test("an instance runs on the host that is named for it, and says so", async () => {
  const { madeus } = project(
    site
      .replace("wires:", 'hosts: { left: local() }, on: { db: "left" } as {}, wires:')
      .replace('"replicas", Number, 2', '"replicas", Number, 0'),
  );
  const ran = await madeus("deploy");
  expect(ran.stderr).toContain("db.install starts on left");
  expect(ran.code).toBe(0);
});

test("a policy after failures names only instances that are there", async () => {
  const { madeus } = project(site);
  const slip = await madeus("deploy --on-error drain --on-error bd=stop");
  expect(slip).toMatchObject({ code: 2, stdout: "" });
  expect(slip.stderr).toContain('--on-error names "bd"');
  expect((await madeus("deploy --on-error later")).code).toBe(2);
  expect((await madeus("deploy --on-error db=stop")).code).toBe(0);
});

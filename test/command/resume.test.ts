/** `madeus resume`: what failed is run again, or what the operator decides; what has ended well never is. */
import { expect, test } from "vitest";
import { lines, project } from "./project.ts";

/** Every action leaves its name in `marks`, and fails while there is a file `fail-NAME`. `url` can be read from a place on. */
const site = (from: "p1" | "p2"): string => `
const size = setting("size", Number, 1);
const Url = data("url", { url: String, size: Number });
const mark = (name: string) => ({ sh }) => sh\`echo \${name} >> marks; test ! -e \${"fail-" + name}\`;
const install = async (scope) => {
  await mark("install")(scope);
  if ("${from}" === "p1") scope.give("url", { url: "db", size });
};
const db = chain("db", { install, start: mark("start"), tune: mark("tune") }, {
  provides: { url: { type: Url, in: ["${from}", "p3"] } },
});
const open = async (scope) => {
  await mark("open")(scope);
  scope.log("read " + JSON.stringify(scope.read("url")));
};
const web = chain("web", { fetch: mark("fetch"), open }, { uses: { url: { type: Url, in: ["open"] } } });
export const main = assembly({ name: "site", components: { db, web }, wires: { web: { url: "db.url" } } as any });
`;
const given = `--give 'url={"url":"by hand","size":3}'`;

test("what failed is run again, and what it should have given is asked for", async () => {
  const { madeus, write, read, records } = project(site("p2"));
  write("fail-start", "");
  const failed = await madeus("deploy --set size=3");
  expect(failed).toMatchObject({ code: 4, stdout: "" });
  expect(failed.stderr).toMatch(/db\.start failed after [\d.]+s: .*exited with code 1/);
  expect(failed.stderr).toMatch(
    /deploy of site has failed after .*\n( {2}.*\n)+What it printed: madeus logs .*assembly\.ts db\.start\.\nTo go on: madeus resume .*assembly\.ts\./,
  );
  const refused = await madeus("deploy --set size=3");
  expect(refused).toMatchObject({ code: 9, stdout: "" });
  expect(refused.stderr).toMatch(
    /MADEUS_RUN_UNFINISHED: The last run in .*, deploy, ended failed\.\n.*madeus resume/,
  );
  const status = await madeus("status");
  expect(status.code).toBe(4);
  expect(status.stdout).toMatch(/^db: start failed \(.*exited with code 1\), in deploy$/m);
  expect(status.stdout).toMatch(/^web: open waits, in deploy$/m);
  expect((await madeus("why web")).stdout).toMatch(/db\.start.*failed/);
  const plan = await madeus("resume --dry-run");
  expect(plan).toMatchObject({ code: 0, stdout: "db.start is run again\n" });
  const skipped = await madeus(`resume --skip db.start ${given}`);
  expect(skipped).toMatchObject({ code: 0, stdout: "" });
  const marks = read("marks").trim().split("\n").toSorted();
  expect(marks).toEqual(["fetch", "install", "open", "start", "tune"]);
  expect((await madeus("logs web.open")).stdout).toContain(`read {"url":"by hand","size":3}\n`);
  expect(await madeus("resume")).toMatchObject({
    code: 0,
    stderr: "the last run is done: nothing to resume\n",
  });
  const runs = (await records()).filter(({ type }) => type === "run");
  expect(runs).toMatchObject([
    { verb: "deploy", settings: { size: 3 } },
    { verb: "resume", settings: { size: 3 } },
  ]);
});

test("without a decision what failed is run again, and nothing else", async () => {
  const { madeus, write, read } = project(site("p1"));
  write("fail-tune", "");
  expect(await madeus("deploy")).toMatchObject({ code: 4 });
  expect(await madeus("resume")).toMatchObject({ code: 4 });
  write("fail-start", "");
  const refire = await madeus("resume --refire db.tune --json");
  expect(lines(refire).at(-1)).toMatchObject({ type: "result", outcome: "failed", exitCode: 4 });
  expect(read("marks").match(/tune/g)).toHaveLength(3);
  expect(read("marks").match(/install|start|fetch|open/g)).toHaveLength(4);
});

test("a decision that does not fit is refused before anything is done", async () => {
  const { madeus, write, records } = project(site("p2"));
  write("fail-start", "");
  await madeus("deploy");
  const before = (await records()).length;
  const bad = [
    ["--refire db.install", /db\.install is neither failed nor unknown/],
    [
      "--skip dbstart",
      /"dbstart" is not written instance\.transition\.\n {2}did you mean "db\.start"\?/,
    ],
    ["--skip db.start --give 'url={'", /--give has for "url" is not JSON/],
    [
      `--skip db.start --give 'rul={"url":"x","size":1}'`,
      /db\.rul is no data port.*\n {2}did you mean "url"\?/,
    ],
    [`--skip db.start --give 'url={"url":3,"size":1}'`, /db\.url cannot be given/],
    [given, /does not say which skipped action/],
    ["--withdraw web=deplyo", /"web" has no behavior "deplyo"\.\n {2}did you mean "deploy"\?/],
    ["--withdraw nobody", /There is no instance "nobody"/],
    ["--refire db.start --skip db.start", /Two things are decided about db\.start/],
  ] as const;
  for (const [flags, says] of bad) {
    const ran = await madeus(`resume ${flags}`);
    expect(ran).toMatchObject({ code: 2, stdout: "" });
    expect(ran.stderr).toMatch(/^error MADEUS_OBJECTION: /);
    expect(ran.stderr).toMatch(says);
  }
  expect((await records()).length).toBe(before);
});

test("an instance that is withdrawn begins its behavior anew", async () => {
  const { madeus, write, read, remove } = project(site("p1"));
  write("fail-start", "");
  await madeus("deploy");
  remove("fail-start");
  const withdrawn = await madeus("resume --withdraw db=deploy");
  expect(withdrawn).toMatchObject({ code: 0 });
  expect(withdrawn.stderr).toMatch(/db is withdrawn/);
  expect(read("marks").match(/install|tune/g)).toEqual(["install", "tune"]);
  expect(await madeus("deploy")).toMatchObject({ code: 0 });
});

test("down takes away what is half done, and leaves what knows no way back", async () => {
  const { madeus } = project(`
    const S = service("s");
    const keep = component({ name: "keep", places: ["p0", "p1"], initial: "p0", uses: { s: { type: S, in: ["go", "p1"] } },
      behaviors: { deploy: { go: { from: "p0", to: "p1" } } } }) as any;
    const db = chain("db", { install: () => {} }, { provides: { s: { type: S, in: ["p1"] } } });
    const web = chain("web", { go: ({ sh }) => sh\`exit 1\` });
    export const main = assembly({ name: "site", components: { db, keep, web }, wires: { keep: { s: "db.s" } } as any });
  `);
  expect(await madeus("deploy")).toMatchObject({ code: 4 });
  const down = await madeus("down --yes");
  expect(down.stderr).toMatch(
    /^keep stays as it is: it has no behavior "uninstall"\ndb stays as it is: keep is connected to it\n/,
  );
  expect(down).toMatchObject({ code: 0 });
  const status = await madeus("status");
  expect(status.stdout).toBe("db: p1\nkeep: p1\nthe last run, down, is done\n");
  expect(await madeus("deploy")).toMatchObject({ code: 4 });
});

/** `madeus watch --repair`, on processes that are killed under its hands: what is shown, asked, done, and left. */
import { expect, test } from "vitest";
import { onTerminal } from "./on-terminal.ts";
import { deployed, driftsIn, pairText, probedIn } from "./pair.ts";
import { declared, lines } from "./project.ts";

test("--repair shows the program, carries it out with its users stepping aside, and asks again", async () => {
  const site = await deployed();
  const before = site.pid("db");
  site.kill("db");
  const ran = await site.madeus("watch --once --repair --yes --json");
  expect(lines(ran).find(({ type }) => type === "change")).toMatchObject({
    program: [
      { op: "changeBehavior", instance: "db", behavior: "suspend" },
      { op: "changeBehavior", instance: "db", behavior: "deploy" },
      { op: "changeBehavior", instance: "web", behavior: "uninstall" },
      { op: "changeBehavior", instance: "web", behavior: "deploy" },
      { op: "wait", instances: [] },
    ],
    interruptions: [{ instance: "db", port: "sql" }],
  });
  expect(driftsIn(ran).map(({ what }) => what)).toEqual(["lost", "impaired", "found", "restored"]);
  expect(lines(ran).at(-1)).toMatchObject({ outcome: "done", exitCode: 0, rounds: 2, repairs: 1 });
  expect(site.order()).toEqual(["web stops", "db stops", "db starts", "web starts"]);
  expect(site.pid("db")).not.toBe(before);
  expect(await site.madeus("status")).toMatchObject({ code: 0 });
  const runs = (await site.records()).filter(({ type }) => type === "run");
  expect(runs.map(({ verb }) => verb)).toEqual(["deploy", "repair"]);
});

test("where nobody can say yes nothing is begun; --dry-run shows the program and does nothing", async () => {
  const site = await deployed();
  site.kill("db");
  const unasked = await site.madeus("watch --once --repair");
  expect(unasked).toMatchObject({ code: 2, stderr: expect.stringContaining("NOT_CONFIRMED") });
  const unrecorded = await site.madeus("watch --once --repair --yes --no-record");
  expect(unrecorded).toMatchObject({ code: 2, stderr: expect.stringContaining("MADEUS_USAGE") });
  const dry = await site.madeus("watch --once --repair --dry-run");
  expect(dry).toMatchObject({
    code: 7,
    stderr: expect.stringMatching(/the program:\n.*db.*suspend/),
  });
  expect(await probedIn(site)).toEqual([]);
  expect(site.order()).toEqual([]);
  expect(await site.madeus("watch --once --no-record")).toMatchObject({ code: 7 });
  expect(await probedIn(site)).toEqual([]);
});

test("at a terminal each repair is asked for; a no leaves it as it is", async () => {
  const site = await deployed();
  site.kill("db");
  const no = await onTerminal(site, "watch --once --repair", {}, [
    "Repair db\\? \\[y/N\\] ",
    "n\n",
  ]);
  expect(no.code).toBe(7);
  expect(site.order()).toEqual([]);
  const yes = await onTerminal(site, "watch --once --repair", {}, ["Repair db", "y\n"]);
  expect(yes.code).toBe(0);
  expect(site.order().length).toBe(4);
});

test("what no behavior brings back is told, and left", async () => {
  const site = await deployed(
    pairText.replace(/uninstall: \{ stop: .*\n/, "").replace('"on", "stop"]', '"on"]'),
  );
  site.kill("web");
  const ran = await site.madeus("watch --once --repair --yes");
  expect(ran.code).toBe(7);
  expect(ran.stderr).toContain("no behavior of web leads from on");
  expect(ran.stderr).toContain("MADEUS_NO_ROUTE");
  expect(site.order()).toEqual([]);
});

test("what does not hold after its repair is not repaired again before it was found", async () => {
  const site = await deployed(
    pairText.replace(
      'probes: { on: alive("db") }',
      'probes: { on: async (s) => !(await s.sh`ls ${here}`).includes("broken") && alive("db")(s) }',
    ),
  );
  site.write("broken", "");
  const watch = site.start("watch --every 50ms --repair --yes --json");
  await watch.printed("db is still not on after its repair");
  site.remove("broken");
  await watch.printed('"what":"found"');
  watch.signal("SIGINT");
  const ran = await watch.ended;
  expect(lines(ran).at(-1)).toMatchObject({ exitCode: 0, repairs: 1, lost: [] });
});

test("a repair that fails ends one round with its exit code, and leaves the run to be resumed", async () => {
  const site = await deployed(
    pairText.replace(
      'suspend: { stop: { from: "on", to: "installed", run: end("db") } }',
      'suspend: { stop: { from: "on", to: "installed", run: () => { throw new Error("stuck"); } } }',
    ),
  );
  site.kill("db");
  const ran = await site.madeus("watch --once --repair --yes");
  expect(ran).toMatchObject({ code: 4, stderr: expect.stringContaining("madeus resume") });
  expect(await site.madeus("status --no-probe")).toMatchObject({ code: 4 });
});

test("what the end of another run keeps from its repair is repaired when that has gone on", async () => {
  const site = await deployed();
  const more = `const cache = component({ name: "cache", places: ["off", "on"], initial: "off",
    behaviors: { deploy: { start: { from: "off", to: "on", run: ({ sh }) => sh\`test -e \${here}/go\` } } } });
export const main`;
  site.write(
    "assembly.ts",
    declared(
      pairText
        .replace("export const main", more)
        .replace("components: { db, web }", "components: { db, web, cache }"),
    ),
  );
  expect(await site.madeus("deploy")).toMatchObject({ code: 4 });
  site.kill("db");
  const watch = site.start("watch --every 50ms --repair --yes --json");
  await watch.printed("MADEUS_RUN_UNFINISHED");
  site.write("go", "");
  expect(await site.madeus("resume")).toMatchObject({ code: 0 });
  await watch.printed('"what":"found"');
  watch.signal("SIGINT");
  const ran = await watch.ended;
  expect(lines(ran).at(-1)).toMatchObject({ exitCode: 0, repairs: 1, lost: [] });
  expect(ran.stderr.match(/MADEUS_RUN_UNFINISHED/g)).toHaveLength(1);
});

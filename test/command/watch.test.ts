/** `madeus watch`, `status --refresh` and `watch` from a script, on processes that are killed under their hands. */
import { expect, test } from "vitest";
import { deployed, driftsIn, pair, pairText, probedIn } from "./pair.ts";
import { declared, lines } from "./project.ts";

test("one round tells what is lost and what it means, records it, and ends with 7", async () => {
  const site = await deployed();
  expect(await site.madeus("watch --once")).toMatchObject({ code: 0, stdout: "" });
  site.kill("db");
  const ran = await site.madeus("watch --once");
  expect(ran.code).toBe(7);
  expect(ran.stdout.replaceAll(/^\S+ /gm, "")).toBe(
    "db is no longer on\n" +
      "db.sql is impaired, for db is no longer on: web uses it, and nobody else may begin to\n",
  );
  expect(await probedIn(site)).toEqual(["lost db on"]);
  const recorded = await site.madeus("status --no-probe");
  expect(recorded).toMatchObject({ code: 7, stdout: expect.stringContaining("db: no longer on") });
  // What was found afterwards is no part of what the run took.
  const [report] = lines(await site.madeus("report --json")).slice(-1);
  expect(report).toMatchObject({ of: "deploy", outcome: "done" });
  expect(Number(report?.["makespanS"])).toBeLessThan(
    Number((await site.records()).at(-1)?.["atMs"]) / 1000 - Number(report?.["startedMs"]) / 1000,
  );
});

test("status --refresh records what is lost and what is found again; without it nothing is recorded", async () => {
  const site = await deployed();
  site.kill("web");
  expect(await site.madeus("status")).toMatchObject({ code: 7 });
  expect(await probedIn(site)).toEqual([]);
  expect(await site.madeus("status --refresh")).toMatchObject({ code: 7 });
  expect(await site.madeus("status --refresh")).toMatchObject({ code: 7 });
  expect(await probedIn(site)).toEqual(["lost web on"]);
  await site.revive("web");
  expect(await site.madeus("status --refresh")).toMatchObject({ code: 0 });
  expect(await probedIn(site)).toEqual(["lost web on", "found web on"]);
  expect(await site.madeus("status --refresh --no-probe")).toMatchObject({
    code: 2,
    stderr: expect.stringContaining("MADEUS_USAGE"),
  });
});

test("it goes on until Ctrl-C, which ends it well; meanwhile the state is free", async () => {
  const site = await deployed();
  const watch = site.start("watch --every 100ms --json");
  site.kill("db");
  await watch.printed('"what":"impaired"');
  await site.revive("db");
  await watch.printed('"what":"restored"');
  expect(await site.madeus("deploy")).toMatchObject({ code: 0 });
  watch.signal("SIGINT");
  const ran = await watch.ended;
  expect(ran.code).toBe(0);
  expect(driftsIn(ran).map(({ what }) => what)).toEqual(["lost", "impaired", "found", "restored"]);
  expect(lines(ran).at(-1)).toMatchObject({ type: "result", verb: "watch", lost: [], repairs: 0 });
});

test("while a run is at work it waits, and believes what it finds afterwards", async () => {
  const slow = pairText.replace(
    'start: { from: "off", to: "on", run: begin("web") }',
    'start: { from: "off", to: "on", run: async (s: any) => { await s.sh`until test -e ${here}/go; do sleep 0.05; done`; await begin("web")(s); } }',
  );
  const site = pair(slow);
  const deploy = site.start("deploy");
  await deploy.printed("web.start starts|web\\.start");
  const watch = site.start("watch --every 100ms");
  await watch.printed("a run is at work");
  expect(await site.madeus("watch --once")).toMatchObject({ code: 9, stdout: "" });
  site.write("go", "");
  expect(await deploy.ended).toMatchObject({ code: 0 });
  site.kill("web");
  await watch.printed("web is no longer on");
  watch.signal("SIGTERM");
  expect(await watch.ended).toMatchObject({ code: 0 });
});

test("a wrong time is a usage error", async () => {
  const site = await deployed();
  for (const time of ["0s", "often", "600h"])
    expect(await site.madeus(`watch --every '${time}'`)).toMatchObject({ code: 2, stdout: "" });
  expect(await site.madeus("watch --state .madeus/other")).toMatchObject({ code: 6 });
});

test("a script gets the drifts, and ends the watch by leaving the loop or by its signal", async () => {
  const site = await deployed();
  site.write(
    "script.ts",
    `import { watch } from "madeus";
import { main } from "./assembly.ts";
const all = [];
for await (const drift of watch(main, { once: true })) all.push(drift.what);
console.log("first", ...all);
for await (const { text } of watch(main, { everyMs: 100 })) {
  console.log(text);
  break;
}
const end = new AbortController();
for await (const drift of watch(main, { everyMs: 1000, signal: end.signal })) {
  console.log(drift.what);
  end.abort();
}
try {
  watch(main, { state: "nowhere" });
} catch (error) {
  console.log(error.code);
}
`,
  );
  site.kill("web");
  const ran = await site.spawn(process.execPath, ["script.ts"]).ended;
  expect(ran).toMatchObject({ code: 0, stderr: "" });
  expect(ran.stdout).toBe("first lost\nweb is no longer on\nlost\nMADEUS_NO_STATE\n");
});

test("a state that its file no longer fits ends the watch, in a sentence", async () => {
  const site = await deployed();
  const watch = site.start("watch --every 100ms");
  await watch.printed("watching 2 places");
  const more = `const cache = component({ name: "cache", places: ["off", "on"], initial: "off",
    behaviors: { deploy: { start: { from: "off", to: "on", run: ({ sh }) => sh\`false\` } } } });
export const main`;
  const grown = pairText
    .replace("export const main", more)
    .replace("components: { db, web }", "components: { db, web, cache }");
  site.write("assembly.ts", declared(grown));
  expect(await site.madeus("deploy")).toMatchObject({ code: 4 });
  expect(await watch.ended).toMatchObject({
    code: 2,
    stderr: expect.stringMatching(/\nerror MADEUS_DECLARATION_CHANGED: .*cache.*\n {2}.*\n$/),
  });
});

test("a probe that reads what nobody gives any more says nothing of its place", async () => {
  const site = await deployed();
  site.write(
    "off.ts",
    `import { reconfigure } from "madeus";
import { main } from "./assembly.ts";
export const off = reconfigure(main).disconnect("web.url", "db.url");
`,
  );
  expect(await site.madeus("reconfigure off.ts --yes")).toMatchObject({ code: 0 });
  expect(await site.madeus("status --refresh assembly.ts")).toMatchObject({ code: 0 });
  expect(await site.madeus("watch assembly.ts --once")).toMatchObject({ code: 0, stdout: "" });
  expect(await probedIn(site)).toEqual([]);
});

/** `madeus adopt` on processes that run already: what another state has deployed, as one would find it who knows nothing of that state. */
import { expect, test } from "vitest";
import { type Pair, pair, pairText } from "./pair.ts";
import { onTerminal } from "./on-terminal.ts";
import { lines } from "./project.ts";

/** Without any probe that could tell of db. */
const dbIsMute = pairText
  .replaceAll(/,\n +probe: [^\n]*/g, " },")
  .replace('  probes: { on: alive("db") },\n', "");

/** Deployed, and then forgotten. */
async function running(text = pairText): Promise<Pair> {
  const site = pair(text);
  expect(await site.madeus("deploy --state forgotten")).toMatchObject({ code: 0 });
  site.order();
  return site;
}

test("what runs is put on record without being touched: status is true, plan has nothing to do, down takes it down", async () => {
  const site = await running();
  const ran = await site.madeus("adopt --json");
  expect(ran.code).toBe(0);
  expect(lines(ran).slice(1)).toMatchObject([
    { type: "instance", instance: "db", places: ["on"], transitions: [] },
    { type: "instance", instance: "web", places: ["on"] },
    { type: "result", verb: "adopt", adopted: ["db", "web"], behind: [] },
  ]);
  expect(site.order()).toEqual([]);
  expect(await site.madeus("status")).toMatchObject({
    code: 0,
    stdout: "db: on\nweb: on\nthe last run, adopt, is done\n",
  });
  expect(await site.madeus("plan --expect-no-changes")).toMatchObject({ code: 0 });
  const given = (await site.records()).filter(({ values }) => values !== undefined);
  expect(given).toMatchObject([
    { type: "ended", transition: "start", skipped: true, values: { url: { port: 5432 } } },
  ]);
  expect(await site.madeus("adopt")).toMatchObject({ code: 0, stdout: "" });
  expect(await site.madeus("down --yes")).toMatchObject({ code: 0 });
  expect(site.order()).toEqual(["web stops", "db stops"]);
});

test("what is half there is recorded where it stands, and deploy leads it on", async () => {
  const site = await running();
  site.kill("web");
  site.kill("db");
  const ran = await site.madeus("adopt --json");
  expect(lines(ran).at(-1)).toMatchObject({ adopted: ["db", "web"], behind: ["db", "web"] });
  expect((await site.madeus("status")).stdout).toContain("db: installed\nweb: off\n");
  expect(await site.madeus("deploy --yes")).toMatchObject({ code: 0 });
  expect(site.order()).toEqual(["db starts", "web starts"]);
  expect((await site.madeus("status")).stdout).toContain("db: on\nweb: on\n");
});

test("what does not fit together is refused, and nothing is recorded", async () => {
  const site = await running(pairText.replace('scope.read("url").port === 5432 && ', ""));
  site.kill("db");
  const ran = await site.madeus("adopt");
  expect(ran).toMatchObject({ code: 5, stdout: "" });
  expect(ran.stderr).toContain("MADEUS_NOT_ADOPTABLE");
  expect(ran.stderr).toContain("web was found at on or past it, but web.start waits for db.sql");
  expect(await site.madeus("status")).toMatchObject({ stdout: "nothing was deployed yet\n" });
  expect(await site.madeus("adopt --at web=off")).toMatchObject({ code: 0 });
});

test("what no probe tells is named all at once, and taken from flags", async () => {
  const site = await running(dbIsMute);
  const ran = await site.madeus("adopt");
  expect(ran).toMatchObject({ code: 5, stdout: "" });
  expect(ran.stderr).toContain(
    "whether db.install has happened: --at db=installed, or where else it is; " +
      "whether db.start has happened: --at db=on, or where else it is; " +
      "the value of db.url: --give db.url=JSON.",
  );
  const wrong = await site.madeus(`adopt --at db=on --give 'db.url={"port":"x"}'`);
  expect(wrong).toMatchObject({ code: 2, stderr: expect.stringContaining("MADEUS_OBJECTION") });
  for (const flags of ["--at dbx=on", "--at db=onn", "--give url", "--give x.url=1"])
    expect(await site.madeus(`adopt ${flags}`)).toMatchObject({ code: 2 });
  expect(await site.madeus(`adopt --at db=on --give 'url={"port":5432}'`)).toMatchObject({
    code: 0,
    stdout: "db: on\nweb: on\n",
  });
  expect(await site.madeus("plan --expect-no-changes")).toMatchObject({ code: 0 });
});

test("at a terminal what no probe tells is asked, and the answers are recorded", async () => {
  const site = await running(dbIsMute);
  const asked = ["db at installed, or past it", "db at on, or past it", "What is db.url, as JSON"];
  const said = ["y\n", "y\n", '{"port":5432}\n'];
  const ran = await onTerminal(
    site,
    "adopt",
    {},
    ...asked.map((text, k) => [text, said[k] ?? ""] as const),
  );
  expect(ran.code).toBe(0);
  expect(await site.madeus("status")).toMatchObject({ code: 0 });
  expect(await site.madeus("plan --expect-no-changes")).toMatchObject({ code: 0 });
});

test.each(["\u0003", "\u0004"])(
  "whoever leaves at a question (%j) has said nothing: all that is missing is told, and nothing recorded",
  async (key) => {
    const site = await running(dbIsMute);
    const ran = await onTerminal(site, "adopt", {}, ["db at installed, or past it", key]);
    expect(ran.code).toBe(5);
    expect(ran.stdout).toMatch(/whether db.install has happened[^]*the value of db.url/);
    expect(await site.madeus("status --no-probe")).toMatchObject({
      stdout: "nothing was deployed yet\n",
    });
  },
);

test("what is on record already is left alone, and what joins it is adopted", async () => {
  const site = await running();
  await site.madeus("adopt --at db=on --at web=off");
  expect((await site.madeus("status")).stdout).toContain("db: on\nweb: off\n");
  site.write(
    "assembly.ts",
    site
      .read("assembly.ts")
      .replace("components: { db, web }", "components: { db, web, more: web }")
      .replace('db.url" } }', 'db.url" }, more: { sql: "db.sql", url: "db.url" } }'),
  );
  expect(await site.madeus("adopt")).toMatchObject({ code: 0, stdout: "more: on\n" });
  expect((await site.madeus("status")).stdout).toContain("db: on\nweb: off\nmore: on\n");
});

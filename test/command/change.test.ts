/** `madeus plan` and `deploy` of a file that has changed since it was deployed. */
import { expect, test } from "vitest";
import { lines } from "./project.ts";
import { change, countOf, deployed, marksOf, shop, worldOf } from "./shop.ts";

test("what comes is deployed at once; what goes is taken away after a yes", async () => {
  const here = await deployed();
  const { madeus } = here;
  change(here, shop({ webs: 3 }));
  expect(await madeus("deploy")).toMatchObject({ code: 0 });
  expect(marksOf(here)).toEqual(["web3.load", "web3.start"]);
  change(here, shop({ webs: 1 }));
  const records = await countOf(here);
  const plan = await madeus("plan");
  expect(plan.code).toBe(0);
  expect(plan.stdout).toMatch(
    /^- web2 is no longer declared: it is taken away\n- web3 is no longer declared/,
  );
  expect(plan.stdout).toMatch(/^goes for good: web[23]\.http, web[23]\.http$/m);
  const refused = await madeus("plan --max-interruption 'web2.*=1m'");
  expect(refused.code).toBe(5);
  expect(refused.stderr).toMatch(/^error MADEUS_INTERRUPTS: web2\.http would be away for good;/);
  const unasked = await madeus("deploy");
  expect(unasked).toMatchObject({ code: 2, stdout: "" });
  expect(unasked.stderr).toMatch(/^- web2 (.*\n)+error MADEUS_NOT_CONFIRMED: Change site\?/);
  expect(await countOf(here)).toBe(records);
  expect(await madeus("deploy --yes --quiet")).toMatchObject({ code: 0, stderr: "" });
  expect(worldOf(here)).toEqual({ db: "store runs", web1: "web 1" });
  expect(await madeus("deploy --yes")).toMatchObject({
    code: 0,
    stderr: "site is deployed and unchanged: nothing to do\n",
  });
});

test("what is connected to something else steps aside, one after the other, and comes back", async () => {
  const here = await deployed();
  const { madeus } = here;
  const other = shop({ more: "db2: store,", database: "db2" });
  change(here, other);
  const plan = lines(await madeus("plan --json")).at(-1);
  expect(plan).toMatchObject({
    differences: [
      { what: "added", name: "db2" },
      { what: "unwired", name: "web1.sql=db.sql" },
      { what: "unwired", name: "web2.sql=db.sql" },
      { what: "wired", name: "web1.sql=db2.sql" },
      { what: "wired", name: "web2.sql=db2.sql" },
    ],
    interruptions: [{ port: "http" }, { port: "http" }],
    unchanged: expect.arrayContaining(["db"]),
  });
  expect(await madeus("plan --expect-no-changes")).toMatchObject({ code: 7 });
  expect(await madeus("deploy --yes")).toMatchObject({ code: 0 });
  expect(marksOf(here).slice(0, 2)).toEqual(["db2.install", "db2.start"]);
  expect(worldOf(here)).toMatchObject({ db2: "store runs", web1: "web 1", web2: "web 1" });
  expect((await madeus("plan")).stdout).toBe("nothing is to be done\n");
});

test("another component under the same name, and another host, take it away and make it anew", async () => {
  const here = await deployed();
  const { madeus } = here;
  change(here, shop({ db: "archive" }));
  const plan = await madeus("plan");
  expect(plan.stdout).toMatch(
    /^~ db was a store and is to be an archive: it is taken away and comes anew$/m,
  );
  expect(plan.stdout).toMatch(/^db\.sql is away for [\d.]+s/m);
  const refused = await madeus("deploy --yes --max-interruption db.sql=0s");
  expect(refused).toMatchObject({
    code: 5,
    stderr: expect.stringMatching(/MADEUS_INTERRUPTS: db\.sql/),
  });
  expect(await madeus("deploy --yes")).toMatchObject({ code: 0 });
  expect(worldOf(here)).toEqual({ db: "archive runs", web1: "web 1", web2: "web 1" });
  change(
    here,
    shop({ db: "archive" }).replace(
      'name: "site", components',
      'name: "site", hosts: { left: local() }, on: { web1: "left" } as any, components',
    ),
  );
  expect((await madeus("plan")).stdout).toMatch(/^~ web1 goes from this machine to left: /m);
  expect((await madeus("deploy --yes")).stderr).toContain("web1.start starts on left");
  expect((await madeus("plan")).stdout).toBe("nothing is to be done\n");
});

test("what is to go and nobody knows any more how is refused, before anything is begun", async () => {
  const here = await deployed(shop({ webs: 0, db: "archive" }));
  const { madeus } = here;
  change(here, shop({ webs: 0 }));
  for (const verb of ["plan", "deploy --yes"]) {
    const ran = await madeus(verb);
    expect(ran.code).toBe(2);
    expect(ran.stderr).toMatch(
      /^error MADEUS_UNKNOWN_TYPE: db is to follow "uninstall", and nothing here says how: there is no component "archive"\.\n {2}Export/,
    );
  }
  expect(worldOf(here)).toEqual({ db: "archive runs" });
});

test("a change to which no behavior leads is refused", async () => {
  const stuck = (more: string): string => `
    const one = component({ name: "one", places: ["off", "on"], initial: "off", behaviors: {
      deploy: { start: { from: "off", to: "on", run: () => {} } } } });
    const two = component({ name: "two", places: ["off"], initial: "off", behaviors: { deploy: {} } });
    export const main = assembly({ name: "site", components: { ${more} two } as any });
    export { one };
  `;
  const here = await deployed(stuck("one,"));
  change(here, stuck(""));
  const ran = await here.madeus("deploy --yes");
  expect(ran.code).toBe(5);
  expect(ran.stderr).toMatch(
    /^error MADEUS_NO_ROUTE: No behavior of one leads from on to off\.\n {2}/,
  );
});

test("a part is changed, and the rest left as it is", async () => {
  const here = await deployed();
  const { madeus } = here;
  change(here, shop({ release: "2" }));
  expect(await madeus("deploy --only web1 --yes")).toMatchObject({ code: 0 });
  expect(new Set(marksOf(here))).toEqual(
    new Set(["web1.stop", "web1.unload", "web1.load", "web1.start"]),
  );
  expect(worldOf(here)).toMatchObject({ web1: "web 2", web2: "web 1" });
  expect((await madeus("plan")).stdout).toMatch(/^~ web2 /);
});

test("a plan of a change is carried out as it was looked at, or not at all", async () => {
  const here = await deployed();
  const { madeus } = here;
  change(here, shop({ release: "2" }));
  const broken = await madeus("plan --max-interruption 'web*.http=0s' --out broken.plan");
  expect(broken).toMatchObject({ code: 5, stderr: expect.stringMatching(/MADEUS_INTERRUPTS/) });
  expect(here.has("broken.plan")).toBe(false);
  expect(await madeus("plan --at-once --out site.plan")).toMatchObject({ code: 0 });
  expect(JSON.parse(here.read("site.plan"))).toMatchObject({
    atOnce: true,
    expected: { program: expect.any(Array), differences: [{ name: "web1" }, { name: "web2" }] },
  });
  expect(await madeus("deploy --plan site.plan --at-once")).toMatchObject({ code: 2 });
  expect(await madeus("deploy --plan site.plan")).toMatchObject({ code: 0 });
  expect(worldOf(here)).toMatchObject({ web1: "web 2", web2: "web 2" });
  expect(await madeus("deploy --plan site.plan")).toMatchObject({ code: 7 });
});

test("with --json a change is told before it begins; and what a program left is brought back", async () => {
  const here = await deployed();
  const { madeus, write } = here;
  write(
    "steps.json",
    '[{ "op": "changeBehavior", "instance": "web1", "behavior": "uninstall" }, { "op": "wait", "instances": [] }]',
  );
  expect(await madeus("reconfigure --program steps.json --yes")).toMatchObject({ code: 0 });
  const back = await madeus("deploy");
  expect(back).toMatchObject({ code: 0 });
  change(here, shop({ webs: 1 }));
  const ran = lines(await madeus("deploy --yes --json --expect-no-changes"));
  expect(ran.find(({ type }) => type === "change")).toMatchObject({
    differences: [{ what: "removed", name: "web2" }],
    program: expect.arrayContaining([{ op: "del", instance: "web2" }]),
    interruptions: [{ instance: "web2", port: "http", gone: true }],
  });
  expect((await madeus("report")).stdout).toMatch(/^goes for good: web2\.http$/m);
  expect(ran.at(-1)).toMatchObject({ outcome: "done", exitCode: 7 });
});

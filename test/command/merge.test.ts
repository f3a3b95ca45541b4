/** Two operators go on from one commit: one for real, one on a branch; then the branch is merged. */
import { expect, test } from "vitest";
import { commitsOf, idOf, messages } from "./commit-lines.ts";
import { repository } from "../store/repository.ts";
import { type Project, lines, project } from "./project.ts";
import { change, deployed, marksOf, moving, shop, worldOf } from "./shop.ts";

/** A program in `NAME.ts` that moves a web to another database, which it brings up. */
const movingTo = (web: string, db: string): string => `
import { reconfigure } from "madeus";
import { main, store } from "./assembly.ts";
export const move = (reconfigure(main as any) as any).add("${db}", store).changeBehavior("${db}", "deploy").wait("${db}")
  .changeBehavior("${web}", "uninstall").wait("${web}").disconnect("${web}.sql", "db.sql").connect("${web}.sql", "${db}.sql")
  .changeBehavior("${web}", "deploy").wait();
`;

/** A shop, and a branch `try` on which a program was simulated. */
async function tried(program: string): Promise<Project> {
  const here = await deployed();
  const { madeus, write } = here;
  write("try.ts", program);
  expect(await madeus("branch try")).toMatchObject({ code: 0 });
  expect(await madeus("checkout try")).toMatchObject({ code: 0 });
  const before = worldOf(here);
  const records = (await here.records()).length;
  const simulated = await madeus("reconfigure try.ts --simulated --json");
  expect(lines(simulated).at(-1)).toMatchObject({
    outcome: "done",
    commit: expect.any(String) as string,
  });
  expect(worldOf(here)).toEqual(before);
  expect(await here.records()).toHaveLength(records);
  await madeus("checkout main");
  return here;
}

test("what one did and what another tried come together, and the commit was made from both", async () => {
  const here = await tried(movingTo("web1", "db2"));
  const { madeus, write } = here;
  write("own.ts", movingTo("web2", "db3"));
  expect(await madeus("reconfigure own.ts --yes")).toMatchObject({ code: 0 });
  const [mine, other] = await Promise.all([commitsOf(here), commitsOf(here, "--all")]);
  const theirs = other.find(({ message }) => message === "site: move is done, simulated");
  const dry = await madeus("merge try --dry-run");
  expect(dry.stdout).toMatch(/^\+ db2 comes, a store, at running$/m);
  expect(dry.stdout).toMatch(/^\+ web1\.sql uses db2\.sql$/m);
  expect(dry.stdout).not.toContain("db3");
  const merged = await madeus("merge try --yes");
  expect(merged).toMatchObject({
    code: 0,
    stderr: expect.stringContaining("merge of try of site is done"),
  });
  expect(worldOf(here)).toEqual({
    db: "store runs",
    db2: "store runs",
    web1: "web 1",
    web2: "web 1",
  });
  const status = await madeus("why-changed assembly/connections/web1.sql --json");
  expect(lines(status).find(({ type }) => type === "leaf")).toMatchObject({ after: "db2.sql" });
  const [last, ...others] = await commitsOf(here);
  expect(last).toMatchObject({
    message: "site: merge of try is done",
    parents: [idOf(others[0]), idOf(theirs)],
  });
  expect(messages(others)).toEqual(expect.arrayContaining([...messages(mine)]));
  expect(await madeus("merge try --yes")).toMatchObject({
    code: 0,
    stderr: expect.stringContaining("try is merged already"),
  });
});

test("what both did in two ways is told in the words of the deployment, and nothing is begun", async () => {
  const here = await tried(movingTo("web1", "db2"));
  const { madeus, write } = here;
  write("own.ts", movingTo("web1", "db3"));
  expect(await madeus("reconfigure own.ts --yes")).toMatchObject({ code: 0 });
  const before = [worldOf(here), (await here.records()).length];
  const merged = await madeus("merge try --yes --json");
  expect(merged.code).toBe(5);
  expect(lines(merged).filter(({ type }) => type === "finding")).toMatchObject([
    { code: "MADEUS_MERGE_CONFLICT", text: "both rewired web1.sql: to db3.sql, to db2.sql" },
  ]);
  expect([worldOf(here), (await here.records()).length]).toEqual(before);
});

test("a merge that is clean leaf by leaf may be ill-formed, which is found before anything begins", async () => {
  const here = await tried(moving);
  const { madeus } = here;
  change(here, shop({ webs: 3 }));
  expect(await madeus("deploy")).toMatchObject({ code: 0 });
  const before = worldOf(here);
  const merged = await madeus("merge try --yes --json");
  expect(merged.code).toBe(2);
  expect(lines(merged).find(({ type }) => type === "finding")).toMatchObject({
    code: "MADEUS_UNKNOWN_INSTANCE",
    text: expect.stringMatching(
      /web3\.sql is connected to "db\.sql", but there is no instance "db"/,
    ) as string,
  });
  expect(worldOf(here)).toEqual(before);
});

test("what two operators carried out side by side is put on record, and no action is run again", async () => {
  const { directory } = repository();
  const ann = await deployed();
  await ann.madeus(`push ${directory}`);
  const bob = project(shop());
  await bob.madeus(`clone ${directory} .madeus/site`);
  await bob.madeus("adopt --recorded");
  bob.write("own.ts", movingTo("web1", "db2"));
  expect(await bob.madeus("reconfigure own.ts --yes")).toMatchObject({ code: 0 });
  await bob.madeus("push");
  ann.write("own.ts", movingTo("web2", "db3"));
  expect(await ann.madeus("reconfigure own.ts --yes")).toMatchObject({ code: 0 });
  expect(await ann.madeus("pull")).toMatchObject({ code: 7 });
  const [marks, records] = [marksOf(ann), (await ann.records()).length];
  expect((await ann.madeus("merge origin/main --dry-run")).stderr).toContain(
    "Others have carried out origin/main; if that is on the same hosts: --recorded",
  );
  const dry = await ann.madeus("merge origin/main --recorded --dry-run");
  expect(dry.stdout).toMatch(/^\+ db2 comes, a store, at running$/m);
  const asked = await ann.madeus("merge origin/main --recorded");
  expect([asked.code, asked.stderr]).toEqual([2, expect.stringContaining("MADEUS_NOT_CONFIRMED")]);
  expect((await ann.records()).length).toBe(records);
  const merged = await ann.madeus("merge origin/main --recorded --yes");
  expect([merged.code, merged.stderr]).toEqual([0, expect.stringContaining("nothing was run")]);
  expect(marksOf(ann)).toEqual(marks);
  const [last, before] = await commitsOf(ann);
  const theirs = (await commitsOf(bob))[0];
  expect(last).toMatchObject({
    message: "site: merge of origin/main is done",
    parents: expect.arrayContaining([idOf(theirs)]) as string[],
  });
  expect(before).toBeDefined();
  const status = lines(await ann.madeus("status --json"));
  expect(status.filter(({ type }) => type === "instance").map(({ instance }) => instance)).toEqual(
    expect.arrayContaining(["db", "db2", "db3", "web1", "web2"]),
  );
  expect((await ann.madeus("fsck")).code).toBe(0);
  expect(await ann.madeus("push")).toMatchObject({ code: 0 });
  await ann.madeus("branch try");
  await ann.madeus("checkout try");
  await ann.madeus("deploy --simulated");
  const refused = await ann.madeus("merge try --recorded --yes");
  expect([refused.code, refused.stderr]).toEqual([
    5,
    expect.stringContaining("Leave out --recorded"),
  ]);
});

test("what another operator has not brought to its end is not merged", async () => {
  const { directory } = repository();
  const ann = await deployed();
  await ann.madeus(`push ${directory}`);
  const bob = project(shop());
  await bob.madeus(`clone ${directory} .madeus/site`);
  await bob.madeus("adopt --recorded");
  bob.write("own.ts", movingTo("web1", "db2"));
  bob.write("fail-db2.install", "");
  expect(await bob.madeus("reconfigure own.ts --yes")).toMatchObject({ code: 4 });
  await bob.madeus("push");
  ann.write("own.ts", movingTo("web2", "db3"));
  await ann.madeus("reconfigure own.ts --yes");
  await ann.madeus("pull");
  for (const how of ["", "--recorded"]) {
    const refused = await ann.madeus(`merge origin/main --yes ${how}`);
    expect([refused.code, refused.stderr]).toEqual([
      5,
      expect.stringContaining('"origin/main" stands in the middle of a run'),
    ]);
  }
});

test("a run that was cut off in a merge ends it when it is resumed", async () => {
  const here = await tried(movingTo("web1", "db2"));
  const { madeus, write, remove } = here;
  write("fail-web1.load", "");
  expect((await madeus("merge try --yes")).code).toBe(4);
  expect((await commitsOf(here))[0]?.["parents"]).toHaveLength(1);
  remove("fail-web1.load");
  expect(await madeus("resume")).toMatchObject({ code: 0 });
  const [last] = await commitsOf(here);
  expect(last?.["parents"]).toHaveLength(2);
});

test("branches are made, listed, checked out and removed; what stands stays on main", async () => {
  const here = await deployed();
  const { madeus } = here;
  const head = idOf((await commitsOf(here))[0]);
  expect(await madeus("branch 'two words'")).toMatchObject({
    code: 2,
    stderr: expect.stringContaining("MADEUS_BAD_BRANCH"),
  });
  await madeus("branch before HEAD~1");
  expect((await madeus("branch before")).stderr).toContain('There is a branch "before" already.');
  expect(
    lines(await madeus("branch --json")).filter(({ type }) => type === "branch"),
  ).toMatchObject([
    { name: "before", isCheckedOut: false },
    { name: "main", head, isCheckedOut: true },
  ]);
  expect((await madeus("checkout nothing")).stderr).toContain("MADEUS_UNKNOWN_BRANCH");
  expect((await madeus("checkout before")).stdout).toMatch(
    /^before is checked out, at [0-9a-f]{10}\nOnly simulated/,
  );
  expect((await madeus("status")).stdout).toMatch(
    /^this is what stands; before, for simulated runs, is checked out$/m,
  );
  expect(lines(await madeus("status --json")).at(-1)).toMatchObject({ checkedOut: "before" });
  expect((await madeus("plan")).stdout).toMatch(
    /with --simulated it would be from before, which is checked out/,
  );
  expect((await madeus("branch before --delete")).stderr).toContain("It is checked out.");
  expect((await madeus("deploy --simulated")).stderr).toContain("it stands in the middle of a run");
  await madeus("checkout main");
  expect((await madeus("deploy --simulated")).stderr).toContain("nothing is simulated there");
  expect((await madeus("branch before --delete")).stdout).toMatch(/^before is removed; it was at /);
  expect((await madeus("branch main --delete")).stderr).toContain("What really stands is on it.");
  expect((await madeus("checkout")).stdout).toMatch(/^main is checked out, at /);
});

test("what the file declares can be tried on a branch, and merged", async () => {
  const here = await deployed(shop({ webs: 1 }));
  const { madeus } = here;
  await madeus("branch more");
  await madeus("checkout more");
  change(here, shop({ webs: 3 }));
  const simulated = await madeus("deploy --simulated");
  expect(simulated.stdout).toMatch(/^more is at [0-9a-f]{10}; nothing else was touched$/m);
  expect((await madeus("diff main more")).stdout).toMatch(/^\+ web3 comes, a web, at running$/m);
  await madeus("checkout main");
  expect(await madeus("merge more --yes")).toMatchObject({ code: 0 });
  expect(worldOf(here)).toMatchObject({ web2: "web 1", web3: "web 1" });
});

/** The commits of deployments, as the verbs tell them that only look. */
import { expect, test } from "vitest";
import { commitsOf, messages } from "./commit-lines.ts";
import { lines } from "./project.ts";
import { deployed } from "./shop.ts";

test("a run makes a commit where its program waits and at its end, which is told with its cause", async () => {
  const here = await deployed();
  const { madeus } = here;
  expect(await madeus("reconfigure update.ts --yes")).toMatchObject({ code: 0 });
  const commits = await commitsOf(here);
  expect(messages(commits)).toEqual([
    "site: reconfigure is done",
    "site: reconfigure waits for all",
    "site: reconfigure waits for web2",
    "site: reconfigure waits for web2",
    "site: reconfigure waits for web1",
    "site: reconfigure waits for web1",
    "site: reconfigure waits for db2",
    "site: deploy is done",
    "site: deploy waits for all",
  ]);
  const records = await here.records();
  expect(commits[0]).toMatchObject({
    run: 2,
    record: records.at(-1)?.["seq"],
    branches: ["main"],
    by: expect.stringMatching(/^\S+@\S+$/),
    parents: [commits[1]?.["id"]],
  });
  expect((await madeus("history -n 2")).stdout).toMatch(
    /^[0-9a-f]{10} \S+ \S+Z \S+@\S+ \(main\) site: reconfigure is done\n.* site: reconfigure waits for all\n$/,
  );
});

test("of one part only those are told that changed it, and why it is as it is", async () => {
  const here = await deployed();
  const { madeus } = here;
  await madeus("reconfigure update.ts --yes");
  const path = "assembly/connections/web1.sql";
  expect(messages(await commitsOf(here, path))).toEqual([
    "site: reconfigure waits for web1",
    "site: deploy waits for all",
  ]);
  expect(await commitsOf(here, `${path} -n 1`)).toHaveLength(1);
  const why = await madeus(`why-changed ${path}`);
  expect(why.stdout).toMatch(
    /waits for web1\nassembly\/connections\/web1\.sql\n {2}- "db\.sql"\n {2}\+ "db2\.sql"\n/,
  );
  expect(why.stdout).toContain("  disconnect(web1.sql, db.sql)\n  connect(web1.sql, db2.sql)\n");
  expect(lines(await madeus(`why-changed ${path} --json`)).at(-1)).toMatchObject({
    instructions: expect.arrayContaining([{ op: "connect", use: "web1.sql", provide: "db2.sql" }]),
  });
  const directory = await madeus("why-changed configuration/db2");
  expect(directory.stdout).toContain("configuration/db2/places\n");
  expect(directory.stdout).not.toContain("connect(web1.sql, db2.sql)");
});

test("a path that nobody changed, and none, are told apart", async () => {
  const here = await deployed();
  const { madeus } = here;
  for (const verb of ["history", "why-changed"])
    expect(await madeus(`${verb} configuration/nobody`)).toMatchObject({
      code: 6,
      stderr: expect.stringContaining('MADEUS_UNKNOWN_PATH: No commit here has changed "conf'),
    });
  expect((await madeus("history main")).stderr).toContain("It is a branch. Its commits: madeus");
  for (const verb of ["history", "why-changed"])
    expect((await madeus(`${verb} web1`)).stderr).toContain(
      "It is an instance: configuration/web1 is how it stands, assembly/instances/web1 what it is.",
    );
  expect(await madeus("why-changed configuration/web3")).toMatchObject({
    code: 6,
    stderr: expect.stringMatching(
      /MADEUS_UNKNOWN_PATH: .*\n {2}did you mean "configuration\/web[12]"\?/,
    ),
  });
  expect(await madeus("why-changed")).toMatchObject({ code: 2 });
});

test("what a run was asked and gave up is not told as what changed anything", async () => {
  const here = await deployed();
  const { madeus } = here;
  here.write("fail-db2.install", "");
  expect(await madeus("reconfigure update.ts --yes")).toMatchObject({ code: 4 });
  expect(await madeus("down --yes")).toMatchObject({ code: 0 });
  const why = lines(await madeus("why-changed configuration/web1 --json")).at(-1);
  expect(why).toMatchObject({
    instructions: expect.arrayContaining([{ op: "del", instance: "web1" }]),
  });
  // It was to be connected to db2; that never was its turn.
  expect(JSON.stringify(why)).not.toContain("db2.sql");
});

test("one word too many, and what does not go together, is a slip", async () => {
  const { madeus } = await deployed();
  for (const [args, text] of [
    ["history assembly/name main", '"main" is one argument too many.'],
    ["show HEAD HEAD~1", '"HEAD~1" is one argument too many.'],
    ["why-changed assembly/name more", "too many"],
    ["branch one HEAD more", "too many"],
    ["branch one more --delete", "too many"],
    ["checkout main more", "too many"],
    ["push origin main more", "too many"],
    ["bundle apply a.bundle more", "too many"],
    ["history --graph assembly/name", "Leave out --graph and --all."],
    ["branch main HEAD", "Only runs make"],
    ["checkout bundle/main", 'There is no branch "bundle/main"'],
  ]) {
    const ran = await madeus(args ?? "");
    expect([args, ran.code === 0, ran.stderr]).toEqual([
      args,
      false,
      expect.stringContaining(text ?? ""),
    ]);
  }
});

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
  expect((await madeus("history configuration/nobody")).stdout).toBe(
    "no commit has changed configuration/nobody\n",
  );
  expect(await madeus("why-changed configuration/web3")).toMatchObject({
    code: 6,
    stderr: expect.stringMatching(
      /MADEUS_UNKNOWN_PATH: .*\n {2}did you mean "configuration\/web[12]"\?/,
    ),
  });
  expect(await madeus("why-changed")).toMatchObject({ code: 2 });
});

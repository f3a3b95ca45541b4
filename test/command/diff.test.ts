/** What commits differ in, and how they descend from each other. */
import { expect, test } from "vitest";
import { commitsOf, idOf } from "./commit-lines.ts";
import { lines } from "./project.ts";
import { change, deployed, shop } from "./shop.ts";

test("diff tells components, connections and values, and the program from one to the other", async () => {
  const here = await deployed(shop({ webs: 1, version: "1" }));
  const { madeus } = here;
  const before = idOf((await commitsOf(here))[0]);
  change(here, shop({ webs: 2, version: "2", more: "db2: store,", database: "db2" }));
  await madeus("deploy --yes");
  const difference = await madeus(`diff ${before} HEAD`);
  expect(difference.stdout).toMatch(/^\+ db2 comes, a store, at running$/m);
  expect(difference.stdout).toMatch(/^~ web1 version 1 becomes 2$/m);
  expect(difference.stdout).toMatch(/^\+ web2 comes, a web, at running$/m);
  expect(difference.stdout).toMatch(/^- web1\.sql lets go of db\.sql$/m);
  expect(difference.stdout).toMatch(/^\+ web1\.sql uses db2\.sql$/m);
  expect(difference.stdout).toMatch(/^ +\d+ {2}connect\(web1\.sql, db2\.sql\)$/m);
  const result = lines(await madeus(`diff ${before} --json`)).at(-1);
  expect(result).toMatchObject({
    from: before,
    differences: expect.arrayContaining([
      { what: "changed", name: "web1", text: "version 1 becomes 2" },
    ]),
    program: expect.arrayContaining([{ op: "add", instance: "web2", component: "web" }]),
  });
  expect((await madeus(`diff ${before} ${before}`)).stdout).toBe("nothing is different\n");
  expect((await madeus("diff HEAD~1")).stdout).toMatch(
    /^no program: [0-9a-f]{10} was made in the middle of a run$/m,
  );
  expect((await madeus("diff")).code).toBe(2);
});

test("show tells what a commit changed in words, and each leaf", async () => {
  const here = await deployed(shop({ webs: 1, version: "1" }));
  const { madeus } = here;
  change(here, shop({ webs: 2, version: "2", more: "db2: store,", database: "db2" }));
  expect(await madeus("deploy --yes")).toMatchObject({ code: 0 });
  const shown = await madeus("show --json");
  const told = lines(shown);
  expect(told.find(({ type }) => type === "commit")).toMatchObject({
    message: "site: deploy is done",
  });
  expect(told.filter(({ type }) => type === "leaf").map(({ path }) => path)).toContain(
    "program/position",
  );
  const words = (await madeus("show -v")).stdout;
  expect(words).toContain("made from ");
  expect(words).toMatch(/^program\/position\n {2}- \d+\n {2}\+ \d+$/m);
  expect((await madeus("show nothing")).code).toBe(6);
});

test("the graph shows where branches leave the line", async () => {
  const here = await deployed();
  const { madeus } = here;
  await madeus("branch before");
  await madeus("checkout before");
  expect(await madeus("reconfigure update.ts --simulated")).toMatchObject({ code: 0 });
  await madeus("checkout main");
  await madeus("reconfigure update.ts --yes");
  const graph = (await madeus("history --graph --all")).stdout;
  expect(graph).toMatch(/^\| \* [0-9a-f]{10} .*\(before\) site: swap is done, simulated$/m);
  expect(graph).toMatch(/^\|\/\n\* [0-9a-f]{10} .* site: deploy is done$/m);
});

/** `madeus rollback COMMIT`: the world is afterwards as it was then, or it is said beforehand why it cannot be. */
import { expect, test } from "vitest";
import { commitsOf, idOf, messages } from "./commit-lines.ts";
import { lines, project } from "./project.ts";
import { change, deployed, marksOf, shop, worldOf } from "./shop.ts";

test("it goes back to what stood, as a run like any other, and forth again", async () => {
  const here = await deployed();
  const { madeus } = here;
  const [before, first] = [worldOf(here), idOf((await commitsOf(here))[0])];
  await madeus("reconfigure update.ts --yes");
  const [after, second] = [worldOf(here), idOf((await commitsOf(here))[0])];
  const dry = await madeus(`rollback ${first} --dry-run`);
  expect(dry.stdout).toMatch(/^- db2 is gone, a store$/m);
  expect(dry.stdout).toMatch(/^\+ web1\.sql uses db\.sql$/m);
  expect(worldOf(here)).toEqual(after);
  const refused = await madeus(`rollback ${first}`);
  expect(refused).toMatchObject({
    code: 2,
    stderr: expect.stringContaining("MADEUS_NOT_CONFIRMED"),
  });
  const back = await madeus(`rollback ${first} --yes --json`);
  expect(lines(back).at(-1)).toMatchObject({ verb: "rollback", outcome: "done", exitCode: 0 });
  expect(lines(back).find(({ type }) => type === "change")).toMatchObject({
    differences: expect.arrayContaining([
      { what: "removed", name: "db2", text: "is gone, a store" },
    ]),
  });
  expect(worldOf(here)).toEqual(before);
  const commits = await commitsOf(here);
  expect(messages(commits)[0]).toBe(`site: rollback to ${first.slice(0, 10)} is done`);
  expect((await madeus(`diff ${first} HEAD`)).stdout).toBe("nothing is different\n");
  expect(await madeus(`rollback ${first} --yes`)).toMatchObject({
    code: 0,
    stderr: expect.stringContaining("nothing to do"),
  });
  expect(await madeus(`rollback assembly.ts ${second} --yes`)).toMatchObject({ code: 0 });
  expect(worldOf(here)).toEqual(after);
});

test("a version that the file has no longer is an obstacle, and so is the middle of a run", async () => {
  const here = await deployed(shop({ webs: 1, version: "1" }));
  const { madeus } = here;
  const [first, midway] = (await commitsOf(here)).map(idOf);
  change(here, shop({ webs: 1, version: "2", release: "2" }));
  await madeus("deploy --yes");
  const refused = await madeus(`rollback ${first} --yes`);
  expect(refused.code).toBe(5);
  expect(refused.stderr).toMatch(
    /^error MADEUS_NO_ROUTE: There is no way to [0-9a-f]{10}: web1 was version 1, and the file has another one\.$/m,
  );
  const middle = await madeus(`rollback ${midway} --yes`);
  expect(middle.stderr).toMatch(/was made in the middle of a run/);
  const last = await madeus("rollback HEAD~1 --yes");
  expect(last.stderr).toContain(`The last one before it that was not is ${first?.slice(0, 10)}.`);
  change(here, shop({ webs: 1, version: "1" }));
  expect(await madeus(`rollback ${first} --yes`)).toMatchObject({ code: 0 });
  expect(worldOf(here)).toEqual({ db: "store runs", web1: "web 1" });
});

test("it brings up again what was taken down", async () => {
  const here = await deployed(shop({ webs: 1 }));
  const { madeus } = here;
  const [before, first] = [worldOf(here), idOf((await commitsOf(here))[0])];
  expect(await madeus("down --yes")).toMatchObject({ code: 0 });
  expect(worldOf(here)).toEqual({});
  expect(await madeus(`rollback ${first} --yes`)).toMatchObject({ code: 0 });
  expect(worldOf(here)).toEqual(before);
});

test("one that fails can be taken up again, or taken back, like any run", async () => {
  const here = await deployed();
  const { madeus, write, remove } = here;
  const first = idOf((await commitsOf(here))[0]);
  await madeus("reconfigure update.ts --yes");
  const after = worldOf(here);
  write("fail-web1.load", "");
  write("marks", "");
  expect((await madeus(`rollback ${first} --yes`)).code).toBe(4);
  expect(marksOf(here)).toContain("web1.load");
  expect(messages(await commitsOf(here))[0]).toMatch(
    /^site: rollback to [0-9a-f]{10} has failed: web1\.load$/,
  );
  expect(await madeus(`rollback ${first} --yes`)).toMatchObject({ code: 9 });
  remove("fail-web1.load");
  expect(await madeus("resume update.ts --rollback --yes")).toMatchObject({ code: 10 });
  expect(worldOf(here)).toEqual(after);
});

test("a slip is told", async () => {
  const { madeus } = await deployed();
  expect(await madeus("rollback")).toMatchObject({ code: 2 });
  expect(await madeus("rollback nothing --yes")).toMatchObject({
    code: 6,
    stderr: expect.stringContaining("MADEUS_UNKNOWN_COMMIT"),
  });
});

test("a value that no action would give again is told, and where nothing else differs it is an obstacle", async () => {
  const give = (port: number): string => `
    const Port = data("port", { number: Number });
    const db = component({ name: "db", version: "1", places: ["absent", "running"], initial: "absent",
      provides: { port: { type: Port, in: ["running"] } },
      behaviors: { deploy: { start: { from: "absent", to: "running", run: ({ give }) => { give("port", { number: ${port} }); } } },
        uninstall: { stop: { from: "running", to: "absent" } } } });
    const web = component({ name: "web", places: ["absent", "running"], initial: "absent", uses: {},
      behaviors: { deploy: { begin: { from: "absent", to: "running" } }, uninstall: { end: { from: "running", to: "absent" } } } });
    export const site = assembly({ name: "site", components: { db, web } });`;
  const here = project(give(1));
  const { madeus } = here;
  await madeus("deploy");
  await madeus("branch first");
  await madeus("down --yes");
  change(here, give(2));
  await madeus("deploy");
  const count = (await here.records()).length;
  const refused = await madeus("rollback first --yes");
  expect(refused.code).toBe(5);
  expect(refused.stderr).toMatch(
    /MADEUS_NO_ROUTE: No instruction leads to \w{10}: db\.port stays \{"number":2\}, for no action is run that gives it; in the commit it is \{"number":1\}\./,
  );
  expect(await here.records()).toHaveLength(count);
  change(
    here,
    `${give(2)}\nexport const less = reconfigure(site).changeBehavior("web", "uninstall").wait().del("web");`,
  );
  expect(await madeus("reconfigure assembly.ts less --yes")).toMatchObject({ code: 0 });
  const back = await madeus("rollback first --yes --json");
  expect(lines(back).find(({ type }) => type === "change")).toMatchObject({
    differences: expect.arrayContaining([
      { what: "added", name: "web", text: "comes, a web, at running" },
      expect.objectContaining({
        name: "db.port",
        text: expect.stringMatching(/^stays /) as string,
      }),
    ]) as unknown[],
  });
  expect(lines(back).at(-1)).toMatchObject({ outcome: "done" });
  await madeus("down --yes");
  const anew = lines(await madeus("rollback first --yes --json"));
  expect(anew.find(({ type }) => type === "change")?.["differences"]).toContainEqual({
    what: "value",
    name: "db.port",
    text: 'is to be given again; in the commit it is {"number":1}',
  });
});

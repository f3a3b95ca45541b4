/** `plan --look` at what stands and is to be changed. */
import { expect, test } from "vitest";
import { project } from "./project.ts";

/** The web page holds a title and the address of db, which both are updated with the title. */
const text = `
import { file } from "madeus/actions";
const at = import.meta.dirname;
const title = setting("title", String, "one");
const Address = data("address", { host: String });
const db = component({
  name: "db",
  version: title,
  places: ["absent", "known", "running"],
  initial: "absent",
  provides: { address: { type: Address, in: ["known", "running"] } },
  behaviors: {
    deploy: {
      publish: { from: "absent", to: "known", run: ({ give }) => give("address", { host: "here" }) },
      start: { from: "known", to: "running", steps: [file({ path: at + "/db", content: "db" })] },
    },
    update: { change: { from: "running", to: "known", run: () => {} } },
    uninstall: { stop: { from: "running", to: "absent", run: () => {} } },
  },
});
const web = component({
  name: "web",
  version: title,
  places: ["absent", "known", "made"],
  initial: "absent",
  uses: { address: { type: Address, in: ["make"] } },
  behaviors: {
    deploy: {
      prepare: { from: "absent", to: "known", run: () => {} },
      make: {
        from: "known",
        to: "made",
        steps: [
          ({ read }) => [
            file({ path: at + "/page", content: title + read("address").host }),
            file({ path: at + "/host", content: read("address").host }),
          ],
        ],
      },
    },
    update: { change: { from: "made", to: "known", run: () => {} } },
    uninstall: { stop: { from: "made", to: "absent", run: () => {} } },
  },
});
export const site = assembly({ name: "site", components: { db, web }, wires: { web: { address: "db.address" } } });
`;

test("values that stand are read, and told as what may come anew", async () => {
  const { madeus, path } = project(text);
  expect(await madeus("deploy")).toMatchObject({ code: 0 });
  const { stdout } = await madeus("plan --set title=two --look");
  expect(stdout).toContain("web.make on local");
  expect(stdout).toContain(`file ${path("page")}: content, with db.address as it is now\n`);
  expect(stdout).toContain(
    `file ${path("host")}: no change, as long as db.address stays as it is\n`,
  );
  expect(stdout).not.toContain("cannot be told");
});

test("values of what is taken away and comes anew cannot be told", async () => {
  const { madeus, path, write, read } = project(text);
  expect(await madeus("deploy")).toMatchObject({ code: 0 });
  write("assembly.ts", read("assembly.ts").replaceAll(/^    update: .*\n/gm, ""));
  const { stdout } = await madeus("plan --set title=two --look");
  expect(stdout).toContain("db.publish on local");
  expect(stdout).toContain("cannot be told (address has no value before it is deployed");
  expect(stdout).not.toContain(`file ${path("host")}: no change`);
});

test("a plan of steps that are made when they begin points to --look, and a look does not", async () => {
  const { madeus } = project(text);
  const pointer = "With --look it connects to the hosts";
  expect((await madeus("plan")).stdout.split(pointer)).toHaveLength(2);
  expect((await madeus("plan --look")).stdout).not.toContain(pointer);
});

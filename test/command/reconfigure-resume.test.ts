/** A program that was cut off goes on where it was, by whichever file knows all that it needs. */
import { expect, test } from "vitest";
import { project } from "./project.ts";
import { deployed, marksOf, shop, shopBefore, shopMoved, worldOf } from "./shop.ts";

test.each(["", "update.ts", "assembly.ts"])(
  "one that was killed goes on where it was, by `madeus resume %s`",
  async (file) => {
    const here = await deployed();
    const { madeus, start, write, remove } = here;
    write("hold-web1.stop", "");
    const running = start("reconfigure update.ts --yes");
    await running.printed("web1.stop starts");
    const dry = await madeus("reconfigure update.ts --dry-run");
    expect(dry).toMatchObject({
      code: 9,
      stderr: expect.stringMatching(/^error MADEUS_STATE_LOCKED: /),
    });
    await running.kill();
    remove("hold-web1.stop");
    expect(await madeus(`resume ${file}`)).toMatchObject({ code: 0 });
    expect(worldOf(here)).toEqual(shopMoved);
    const marks = marksOf(here).filter((mark) => mark.startsWith("db"));
    expect(marks.join(" ")).toBe("db2.install db2.start db.halt db.remove");
  },
);

test("a component that only the program knows is known to who goes on, or it is not gone on", async () => {
  const here = await deployed(
    undefined,
    `
    import { component, reconfigure } from "madeus";
    import { main } from "./assembly.ts";
    const cache = component({ name: "cache", places: ["off", "on"], initial: "off", behaviors: {
      deploy: { start: { from: "off", to: "on", run: ({ sh }) => sh\`echo cached > world-web3\` } } } });
    export const more = reconfigure(main as any).changeBehavior("web1", "uninstall").wait()
      .add("web3", cache).changeBehavior("web3", "deploy").wait();
  `,
  );
  const { madeus, write, remove } = here;
  write("fail-web1.stop", "");
  expect(await madeus("reconfigure update.ts --yes")).toMatchObject({ code: 4 });
  remove("fail-web1.stop");
  const lost = await madeus("resume assembly.ts");
  expect(lost.code).toBe(2);
  expect(lost.stderr).toMatch(/^error MADEUS_DECLARATION_CHANGED: .*component cache is gone/);
  expect(worldOf(here)).not.toHaveProperty("web3");
  expect(await madeus("resume")).toMatchObject({ code: 0 });
  expect(worldOf(here)).toMatchObject({ web3: "cached" });
});

test("an instance whose component the file does not know is not taken as moved", async () => {
  const here = await deployed();
  here.write(
    "other.ts",
    `
    import { assembly, component, reconfigure } from "madeus";
    const web = component({ name: "wbe", places: ["absent", "running"], initial: "absent",
      behaviors: { deploy: { start: { from: "absent", to: "running" } }, uninstall: { stop: { from: "running", to: "absent" } } } });
    const site = assembly({ name: "site", components: { web1: web } });
    export const away = reconfigure(site).changeBehavior("web1", "uninstall").wait();
  `,
  );
  const ran = await here.madeus("reconfigure other.ts --yes");
  expect(ran.code).toBe(2);
  expect(ran.stderr).toMatch(
    /^error MADEUS_UNKNOWN_TYPE: web1 is to follow "uninstall", and nothing here says how/,
  );
  expect(worldOf(here)).toEqual(shopBefore);
});

test("settings of the deployment hold for a program in another file", async () => {
  const here = project(shop().replace("length: 2", 'length: setting("webs", Number, 1)'));
  here.write(
    "update.ts",
    `
    import { reconfigure } from "madeus";
    import { main } from "./assembly.ts";
    export const away = reconfigure(main as any).changeBehavior("web2", "uninstall").wait();
  `,
  );
  expect(await here.madeus("deploy --set webs=2")).toMatchObject({ code: 0 });
  expect(await here.madeus("reconfigure update.ts --yes")).toMatchObject({ code: 0 });
  expect((await here.madeus("status")).stdout).toMatch(/^settings: webs=2$/m);
});

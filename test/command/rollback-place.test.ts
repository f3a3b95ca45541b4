/** After a rollback the places are asked once; and what a daemon printed outlives its instance. */
import { expect, test } from "vitest";
import { deployed, pairText, probedIn } from "./pair.ts";
import { lines, project } from "./project.ts";

const versioned = pairText.replace('name: "database",', 'name: "database", version: "1",');
/** Its update ends what runs, and fails then. */
const harmful = versioned.replace('version: "1"', 'version: "2"').replace(
  "suspend: {",
  `update: { change: { from: "on", to: "installed", run: async (scope) => {
      await end("db")(scope);
      throw new Error("no space left");
    } } },
    suspend: {`,
);

test("what no longer holds after going back is told, recorded as lost, and ends with 4", async () => {
  const site = await deployed(versioned);
  site.write("assembly.ts", site.read("assembly.ts").replace(versioned, harmful));
  const ran = await site.madeus("deploy --yes --on-error rollback");
  expect(ran.code).toBe(4);
  expect(ran.stderr).toMatch(
    /^Gone back, but not all is as it was before:\n {2}db is no longer on\nTo bring back what is lost: madeus watch --repair\.$/m,
  );
  expect(await probedIn(site)).toEqual(["lost db on"]);
  expect(await site.madeus("status --no-probe")).toMatchObject({ code: 7 });
});

test("the result of such a command says so", async () => {
  const site = await deployed(versioned);
  site.write("assembly.ts", site.read("assembly.ts").replace(versioned, harmful));
  const ran = lines(await site.madeus("deploy --yes --on-error rollback --json"));
  expect(ran.at(-1)).toMatchObject({
    outcome: "failed",
    exitCode: 4,
    because: ["db is no longer on"],
  });
});

test("what the daemon of an instance printed is kept when going back deletes that", async () => {
  const { madeus } = project(`
    const one = component({ name: "one", places: ["off", "on"], initial: "off", behaviors: {
      deploy: { start: { from: "off", to: "on", run: async ({ exec, sh, directory }) => {
        await exec("echo", ["wrong port"], { daemon: true });
        await sh\`until grep -q port \${directory}/daemon.log; do sleep 0.05; done; exit 1\`;
      } } },
    } });
    export const main = assembly({ name: "site", components: { one } });
  `);
  expect(await madeus("deploy --on-error rollback")).toMatchObject({ code: 10 });
  expect(await madeus("logs assembly.ts one.daemon")).toMatchObject({
    code: 0,
    stdout: "wrong port\n",
  });
});

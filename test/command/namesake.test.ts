/** Instances whose components share a name: what is no longer declared is never taken away by the code of another one. */
import { join } from "node:path";
import { expect, test } from "vitest";
import { deploy } from "../../src/command/run.ts";
import { type Assembly, assembly } from "../../src/model/assembly.ts";
import { type AnyComponent, component } from "../../src/model/component.ts";
import { change } from "./shop.ts";
import { project } from "./project.ts";

const files = (instances: string, exported = ""): string => `
  const file = (path: string) => chain("file", { make: ({ sh }: any) => sh\`touch \${path}\` }, { behaviors: {
    deploy: { make: { from: "p0", to: "p1", run: ({ sh }: any) => sh\`touch \${path}\` } },
    uninstall: { remove: { from: "p1", to: "p0", run: ({ sh }: any) => sh\`rm -f \${path}\` } } } });
  export const main = assembly({ name: "site", components: { ${instances} } as any });
  ${exported}`;

test("the code of a namesake takes nothing away; an export of the instance's name does", async () => {
  const here = project(
    files('log: file("app.log"), lock: file("app.lock"), data: file("app.data")'),
  );
  const { madeus, has } = here;
  expect(await madeus("deploy")).toMatchObject({ code: 0 });
  const all = (): readonly boolean[] => ["app.log", "app.lock", "app.data"].map(has);
  expect(all()).toEqual([true, true, true]);
  change(here, files('log: file("app.log"), data: file("app.data")'));
  for (const verb of ["deploy --yes", "down --yes"]) {
    const ran = await madeus(verb);
    expect(ran.code).toBe(2);
    expect(ran.stderr).toMatch(
      /^error MADEUS_UNKNOWN_TYPE: lock (is to follow "uninstall"|stands), and it is not certain by which code: "lock", "log" and "data" share the component name "file", and need not share the component\.\n {2}Export the one that lock was made from as lock, /,
    );
  }
  expect(all()).toEqual([true, true, true]);
  change(
    here,
    files('log: file("app.log"), data: file("app.data")', 'export const lock = file("app.lock");'),
  );
  expect(await madeus("deploy --yes")).toMatchObject({ code: 0 });
  expect(all()).toEqual([true, false, true]);
});

test("a script is refused likewise, and may hand a component in by its instance", async () => {
  const taken: string[] = [];
  const file = (path: string): AnyComponent =>
    component({
      name: "file",
      places: ["absent", "there"],
      initial: "absent",
      behaviors: {
        deploy: { make: { from: "absent", to: "there", run: () => undefined } },
        uninstall: {
          remove: { from: "there", to: "absent", run: () => void taken.push(path) },
        },
      },
    });
  const site = (components: Readonly<Record<string, AnyComponent>>): Assembly =>
    assembly({ name: "site", components });
  const { directory } = project();
  const state = join(directory, "state");
  const log = file("log");
  await deploy(site({ log, lock: file("lock") }), { state }).result;
  const options = { state, change: true };
  expect(() => deploy(site({ log }), options)).toThrow(
    expect.objectContaining({ code: "MADEUS_UNKNOWN_TYPE" }),
  );
  await deploy(site({ log }), { ...options, components: { lock: file("lock") } }).result;
  expect(taken).toEqual(["lock"]);
});

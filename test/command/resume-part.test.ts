/** Going on with one of several runs: by the file that it was begun with, under its settings, whatever others did since. */
import { expect, test } from "vitest";
import { type Project, declared, project } from "./project.ts";

const site = (file: string): string => `
const word = setting("word", String, "none");
const host = component({ name: "host", places: ["off", "on", "new"], initial: "off",
  behaviors: {
    deploy: { start: { from: "off", to: "on" } },
    renew: { renew: { from: "on", to: "new",
      run: ({ sh, instance }) => sh\`echo ${file} \${word} >> \${"marks-" + instance}; until test -e \${"go-" + instance}; do sleep 0.05; done\` } },
    uninstall: { stop: { from: "on", to: "off" } },
  } });
export const site = assembly({ name: "site", components: { one: host, two: host, three: host },
  hosts: { a: local(), b: local(), c: local() } as any, on: { one: "a", two: "b", three: "c" } as any });
const renew = (name: string) => reconfigure(site as any).changeBehavior(name as never, "renew" as never).wait();
export const first = renew("one");
export const second = renew("two");
`;

/** The first run was killed; another one, of another file and under other settings, came to its end. */
async function scene(): Promise<Project> {
  const own = project(site("assembly"));
  own.write("other.ts", declared(site("other")));
  expect(await own.madeus("deploy assembly.ts site")).toMatchObject({ code: 0 });
  const begun = "reconfigure assembly.ts first --set word=here --yes --state .madeus/site";
  const one = own.start(begun);
  await one.printed("one.renew starts");
  await one.kill();
  own.write("go-one", "");
  own.write("go-two", "");
  const other = "reconfigure other.ts second --set word=there --yes --state .madeus/site";
  expect(await own.madeus(other)).toMatchObject({ code: 0 });
  expect(own.read("marks-two")).toBe("other there\n");
  return own;
}

test("the run that is named says by which file and under which settings", {
  timeout: 60_000,
}, async () => {
  const own = await scene();
  expect(await own.madeus("resume --run 2 --state .madeus/site")).toMatchObject({ code: 0 });
  expect(new Set(own.read("marks-one").trim().split("\n"))).toEqual(new Set(["assembly here"]));
});

test("so does the only one that is open, also beside a file that is named", {
  timeout: 60_000,
}, async () => {
  const own = await scene();
  expect(await own.madeus("resume assembly.ts --state .madeus/site")).toMatchObject({ code: 0 });
  expect(new Set(own.read("marks-one").trim().split("\n"))).toEqual(new Set(["assembly here"]));
});

/**
 * A deployment that changes: a database, and webs that use it while they run. Every action writes the file `INSTANCE` (what is installed and
 * running there), so the world can be compared; it notes its name in `marks`, fails while there is a file `fail-INSTANCE.NAME` (once if it is
 * `once-INSTANCE.NAME`), and waits while there is a file `hold-INSTANCE.NAME`; to who
 * reads that, where it is a pipe, it says that it has begun. A component of the database other than `store` has its own names: `archive-start`.
 */

import { expect } from "vitest";
import { type Project, declared, project } from "./project.ts";

interface Shop {
  readonly webs?: number;
  /** What the actions of the webs put in place. */
  readonly release?: string;
  readonly version?: string;
  /** Of the component of the webs. */
  readonly behaviors?: string;
  /** Added to the assembly. */
  readonly more?: string;
  /** Component of `db`. */
  readonly db?: string;
  /** instance → what it uses. */
  readonly database?: string;
}

/** What all its components are made of. */
const making = `
const Sql = service("sql");
const Http = service("http");
const act = (name: string, text: string) => ({ sh, instance }: any) => sh\`
  echo \${instance + "." + name} >> marks
  if test -p \${"hold-" + instance + "." + name}; then echo begun > \${"hold-" + instance + "." + name}; fi
  while test -e \${"hold-" + instance + "." + name}; do sleep 0.02; done
  test ! -e \${"fail-" + instance + "." + name}
  if mv \${"once-" + instance + "." + name} failed 2> /dev/null; then exit 1; fi
  if test -n \${text}; then echo \${text} > world-\${instance}; else rm -f world-\${instance}; fi\`;
const stored = (name: string) => {
  const does = (what: string, text: string) => act(name === "store" ? what : name + "-" + what, text);
  return component({
  name, places: ["absent", "installed", "running"], initial: "absent",
  provides: { sql: { type: Sql, in: ["running"] } },
  behaviors: {
    deploy: {
      install: { from: "absent", to: "installed", run: does("install", name) },
      start: { from: "installed", to: "running", durationS: 2, run: does("start", name + " runs") },
    },
    suspend: { stop: { from: "running", to: "installed", run: does("stop", name) } },
    uninstall: {
      halt: { from: "running", to: "installed", run: does("halt", name) },
      remove: { from: "installed", to: "absent", run: does("remove", "") },
    },
  },
} as any) as any; };
`;

/** The text of `assembly.ts` below the import of all that Madeus exports. */
export const shop = ({
  webs = 2,
  release = "1",
  version,
  behaviors = "",
  more = "",
  db = "store",
  database = "db",
}: Shop = {}): string => `
${making}export const store = stored("store");
${db === "store" ? "" : `export const ${db} = stored("${db}");`}
export const web = component({
  name: "web", ${version === undefined ? "" : `version: "${version}",`} places: ["absent", "loaded", "running"], initial: "absent",
  uses: { sql: { type: Sql, in: ["start", "running"] } },
  provides: { http: { type: Http, in: ["running"] } },
  behaviors: {
    deploy: {
      load: { from: "absent", to: "loaded", run: ({ sh, instance }: any) => act("load", "web ${release}")({ sh, instance }) },
      start: { from: "loaded", to: "running", durationS: 1, run: ({ sh, instance }: any) =>
        act("start", "web ${release}")({ sh, instance }) },
    },
    ${behaviors}
    uninstall: {
      stop: { from: "running", to: "loaded", durationS: 1, run: act("stop", "web") },
      unload: { from: "loaded", to: "absent", run: act("unload", "") },
    },
  },
} as any) as any;
const webs = Array.from({ length: ${webs} }, (_, k) => "web" + (k + 1));
const components: any = { db: ${db}, ${more} ...Object.fromEntries(webs.map((name) => [name, web])) };
export const main = assembly({
  name: "site", components,
  wires: Object.fromEntries(webs.map((name) => [name, { sql: "${database}.sql" }])) as any,
});
`;

export const shopBefore = { db: "store runs", web1: "web 1", web2: "web 1" };
/** Of `update.ts`: moves the webs to another database, one after the other. */
export const moving = `
import { reconfigure } from "madeus";
import { main, store } from "./assembly.ts";
let moved: any = reconfigure(main as any).add("db2", store).changeBehavior("db2", "deploy").wait("db2");
for (const web of ["web1", "web2"])
  moved = moved.changeBehavior(web, "uninstall").wait(web).disconnect(web + ".sql", "db.sql")
    .connect(web + ".sql", "db2.sql").changeBehavior(web, "deploy").wait(web);
export const swap = moved.changeBehavior("db", "uninstall").wait().del("db");
`;
export const shopMoved = { db2: "store runs", web1: "web 1", web2: "web 1" };

/** A shop that is deployed, with a program in `update.ts`. */
export async function deployed(text: string = shop(), program: string = moving): Promise<Project> {
  const here = project(text);
  here.write("update.ts", program);
  expect(await here.madeus("deploy")).toMatchObject({ code: 0 });
  here.write("marks", "");
  return here;
}

/** The file is another one from now on. */
export const change = ({ write }: Project, text: string): void =>
  void write("assembly.ts", declared(text));

/** The files by which the world of the shop is compared: what stands where. */
export const worldOf = ({ has, read }: Project): object =>
  Object.fromEntries(
    ["db", "db2", "web1", "web2", "web3"].flatMap((name) =>
      has(`world-${name}`) ? [[name, read(`world-${name}`).trim()]] : [],
    ),
  );

/** What was done since it was deployed. */
export const marksOf = ({ read }: Project): readonly string[] => read("marks").trim().split("\n");

export const countOf = async ({ records }: Project): Promise<number> => (await records()).length;

/** Nothing differs from what the file declares. */
export async function expectUnchanged({ madeus }: Project): Promise<void> {
  expect((await madeus("plan")).stdout).toBe("nothing is to be done\n");
}

/** Holds an action up. @returns  a function that resolves when the action has begun */
export async function hold(
  { spawn, path }: Project,
  action: string,
): Promise<() => Promise<unknown>> {
  const pipe = path(`hold-${action}`);
  await spawn("mkfifo", [pipe]).ended;
  const reader = spawn("cat", [pipe]);
  return () => reader.ended;
}

/** A database and a web server that uses it, as real processes whose pids stand in files of the project: what watch and adopt are tested on. */
import { readFileSync } from "node:fs";
import { expect, onTestFinished } from "vitest";
import { type Line, type Project, type Ran, lines, project } from "./project.ts";

/** Each action notes its name in `order`; `sleep` stands for a server. */
export const pairText = `
const here = import.meta.dirname;
const Sql = service("sql");
const Url = data("url", { port: Number });
const alive = (name: string) => async ({ sh }: any) =>
  (await sh\`kill -0 $(cat \${here}/\${name}.pid) 2>/dev/null && echo yes || true\`) === "yes";
const note = async ({ sh, instance }: any, what: string) => sh\`echo \${instance} \${what} >> \${here}/order\`;
const begin = (name: string) => async (scope: any) => {
  await note(scope, "starts");
  const pid = await scope.exec("sleep", ["1000"], { daemon: true });
  await scope.sh\`echo \${pid} > \${here}/\${name}.pid\`;
};
const end = (name: string) => async (scope: any) => {
  await note(scope, "stops");
  await scope.sh\`kill $(cat \${here}/\${name}.pid) 2>/dev/null || true; rm -f \${here}/\${name}.pid\`;
};
const db = component({
  name: "database",
  places: ["off", "installed", "on"],
  initial: "off",
  provides: { sql: { type: Sql, in: ["on"] }, url: { type: Url, in: ["on"] } },
  behaviors: {
    deploy: {
      install: { from: "off", to: "installed", run: ({ sh }) => sh\`touch \${here}/db.installed\`,
        probe: async ({ sh }) => (await sh\`ls \${here}\`).includes("db.installed") ? "done" : "not-done" },
      start: { from: "installed", to: "on",
        run: async (scope) => { await begin("db")(scope); scope.give("url", { port: 5432 }); },
        probe: async (scope) => { scope.give("url", { port: 5432 }); return "done"; } },
    },
    suspend: { stop: { from: "on", to: "installed", run: end("db") } },
    uninstall: {
      quit: { from: "on", to: "installed", run: end("db") },
      erase: { from: "installed", to: "off", run: ({ sh }) => sh\`rm -f \${here}/db.installed\` },
    },
  },
  probes: { on: alive("db") },
});
const web = component({
  name: "web",
  places: ["off", "on"],
  initial: "off",
  uses: { sql: { type: Sql, in: ["start", "on", "stop"] }, url: { type: Url, in: ["start"] } },
  behaviors: {
    deploy: { start: { from: "off", to: "on", run: begin("web") } },
    uninstall: { stop: { from: "on", to: "off", run: end("web") } },
  },
  probes: { on: async (scope) => scope.read("url").port === 5432 && (await alive("web")(scope)) },
});
export const main = assembly({ name: "site", components: { db, web }, wires: { web: { sql: "db.sql", url: "db.url" } } });
`;

export interface Pair extends Project {
  pid(name: "db" | "web"): number;
  /** Ends a server under Madeus' hands. */
  kill(name: "db" | "web"): void;
  /** Runs it again, likewise. */
  revive(name: "db" | "web"): Promise<void>;
  /** What the actions have done, since it was last asked. */
  order(): readonly string[];
}

/** The servers end with the test. */
export function pair(text: string = pairText): Pair {
  const site = project(text);
  const pid = (name: string): number => Number(readFileSync(site.path(`${name}.pid`), "utf8"));
  // Its probe looks for the file first: the process may take its time to end.
  const kill = (name: string): void => {
    process.kill(pid(name), "SIGKILL");
    site.remove(`${name}.pid`);
  };
  onTestFinished(() => {
    for (const name of ["db", "web"])
      try {
        kill(name);
      } catch {
        // It has ended before.
      }
  });
  let read = 0;
  return {
    ...site,
    pid,
    kill,
    async revive(name) {
      const server = site.spawn("sleep", ["1000"]);
      site.write(`${name}.pid`, `${server.pid}\n`);
    },
    order() {
      const all = site.has("order") ? site.read("order").trim().split("\n") : [];
      const since = all.slice(read);
      read = all.length;
      return since;
    },
  };
}

/** Deployed, and what its actions did then forgotten. */
export async function deployed(text = pairText): Promise<Pair> {
  const site = pair(text);
  expect(await site.madeus("deploy --yes")).toMatchObject({ code: 0 });
  site.order();
  return site;
}

export const driftsIn = (ran: Ran): readonly Line[] =>
  lines(ran).filter(({ type }) => type === "drift");

/** What probes are on record to have found. */
export const probedIn = async (site: Pair): Promise<readonly string[]> =>
  (await site.records()).flatMap(({ type, instance, place }) =>
    type === "lost" || type === "found" ? [`${type} ${String(instance)} ${String(place)}`] : [],
  );

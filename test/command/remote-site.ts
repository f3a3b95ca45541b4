/** Deployments on the hosts `a` and `b` of a test bed, whose actions wait there until they may end. */
import type { Testbed } from "../testbed/testbed.ts";
import { type Project, project } from "./project.ts";

export interface RemoteSite extends Project {
  /** Lets the action on a host go on. */
  go(host: string): Promise<unknown>;
  /** How many of the actions' processes are alive there. */
  alive(host: string): Promise<number>;
  /** What the actions have written there, in the order in which they did. */
  marks(host: string): Promise<string>;
}

/** An instance on each host, whose first action waits for the file `go` there; in a directory that only this project knows. */
export function remoteSite(bed: Testbed, name = "site"): RemoteSite {
  const host = (of: string): string =>
    JSON.stringify(bed.host(of, { connectS: 2, keepAliveS: 1, reconnectS: 1 }));
  const own = project();
  const folder = `/srv${own.directory}`;
  own.write(
    "assembly.ts",
    `import { assembly, component } from "madeus";
const begin = 'mkdir -p "$0"; cd "$0"; echo begin >> marks; echo begun; until test -e go; do sleep 0.05; done';
const part = component({ name: "part", places: ["off", "half", "on"], initial: "off",
  behaviors: {
    deploy: {
      begin: { from: "off", to: "half", run: ({ exec }) => exec("sh", ["-ec", begin, "${folder}"]) },
      finish: { from: "half", to: "on", run: ({ exec }) => exec("sh", ["-ec", 'echo finish >> "$0"/marks', "${folder}"]) },
    },
    uninstall: { leave: { from: "on", to: "half" }, clear: { from: "half", to: "off" } },
  },
  probes: { on: async ({ sh }) => (await sh\`cat ${folder}/marks\`).endsWith("finish") } });
export const main = assembly({ name: "${name}", components: { one: part, two: part },
  hosts: { a: ${host("a")} as any, b: ${host("b")} as any }, on: { one: "a", two: "b" } });
`,
  );
  return {
    ...own,
    go: (on) => bed.inside(on, "sh", "-c", `mkdir -p ${folder}; touch ${folder}/go`),
    // A pattern that does not match itself.
    alive: async (on) => {
      const look = `grep -laz "^[/]${folder.slice(1)}" /proc/[0-9]*/cmdline 2>/dev/null || :`;
      const found = await bed.inside(on, "sh", "-c", look);
      return found.split("\n").filter(Boolean).length;
    },
    marks: (on) => bed.inside(on, "sh", "-c", `cat ${folder}/marks 2>/dev/null || :`),
  };
}

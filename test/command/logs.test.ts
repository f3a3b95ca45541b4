/** `madeus logs`: what is worth reading, and what daemons print. */
import { existsSync, readFileSync } from "node:fs";
import { setImmediate as turn } from "node:timers/promises";
import { expect, test } from "vitest";
import { daemonLogs } from "../../src/command/daemon-log.ts";
import type { JournalRecord } from "../../src/store/journal.ts";
import { project } from "./project.ts";

const text = `
import { command, file } from "madeus/actions";
const at = import.meta.dirname;
export const site = assembly({ name: "site", components: { web: component({
  name: "web",
  places: ["absent", "running"],
  initial: "absent",
  behaviors: {
    deploy: { start: { from: "absent", to: "running",
      steps: [
        file({ path: at + "/x", content: "x" }),
        command({ name: "it", run: "'/bin/touch' " + at + "/made\\n:", creates: at + "/made" }),
      ],
      run: async ({ exec }) => { await exec("sh", ["-c", "echo served; exec sleep 0.2"], { daemon: true }); },
    } },
    uninstall: { stop: { from: "running", to: "absent" } },
  },
  probes: { running: () => { throw new TypeError("fetch failed", { cause: new Error("connect ECONNREFUSED 127.0.0.1:1") }); } },
}) } });
`;

test("logs tell shell text as itself, whose lines are a probe's, and what daemons printed", async () => {
  const { madeus, path } = project(text);
  expect(await madeus("deploy")).toMatchObject({ code: 0 });
  await madeus("status");
  const daemon = path(".madeus/site/instances/web/daemon.log");
  while (!existsSync(daemon) || readFileSync(daemon, "utf8") === "") await turn();
  const { stdout } = await madeus("logs web");
  expect(stdout).toContain(`web.start | $ '/bin/touch' ${path("made")} …\n`);
  expect(stdout).not.toMatch(/\$ sh -e?s\n/);
  expect(stdout).toContain("probe of web.running | TypeError: fetch failed\n");
  expect(stdout).toContain("probe of web.running | caused by: connect ECONNREFUSED 127.0.0.1:1\n");
  expect(stdout).toContain("web.daemon | served\n");
  expect(await madeus("logs web.daemon")).toMatchObject({ stdout: "served\n" });
  expect(await madeus("down --yes")).toMatchObject({ code: 0 });
  expect(await madeus("logs web.daemon")).toMatchObject({ stdout: "served\n" });
});

test("what daemons print on other hosts is told with its place, until they are deleted", () => {
  const of = (record: object): JournalRecord => record as JournalRecord;
  const records = [
    of({ type: "run", state: "7f" }),
    of({ type: "started", instance: "web", transition: "start", host: "front" }),
    of({ type: "process", instance: "web", transition: "start", daemon: true }),
    of({ type: "started", instance: "db", transition: "start", host: "local" }),
    of({ type: "process", instance: "db", transition: "start", daemon: true }),
  ];
  expect(daemonLogs("/nonexistent", records)).toEqual([
    { instance: "web", host: "front", path: ".madeus/7f/web/daemon.log" },
  ]);
  const deleted = of({ type: "program", instructions: [{ op: "del", instance: "web" }] });
  expect(daemonLogs("/nonexistent", [...records, deleted])).toEqual([]);
});

/** The server and its dependencies as processes that take their time, through the command line. */
import { fileURLToPath } from "node:url";
import { expect, test } from "vitest";
import { type Times, deploymentS, updateS } from "../../assemblies/server-dependencies.ts";
import { type Line, lines, project } from "../command/project.ts";

const file = fileURLToPath(new URL("../../assemblies/server-dependencies.ts", import.meta.url));
const scale = 0.02;
/** What the file says of three dependencies, at this scale. */
const times: Times = {
  server: { allocateS: 5 * scale, runS: 3 * scale },
  dependencies: [0, 1, 2].map((k) => ({
    installS: (3 + k) * scale,
    runS: 4 * scale,
    updateS: (2 + k) * scale,
    configureS: 2 * scale,
    suspendS: scale,
    prepareS: 2 * scale,
  })),
};
/** Clocks count milliseconds. */
const roundingS = 0.01;
const names = ["server", "dep1", "dep2", "dep3"];

interface Try {
  readonly name: string;
  readonly startS: number;
  readonly endS: number;
}

test("it is deployed and updated for real: by processes, in the order of what they need, no sooner than the formulas say", async () => {
  const { madeus, path } = project();
  const state = `--state ${path("state")}`;
  const last = async (args: string): Promise<Line> =>
    lines(await madeus(args)).at(-1) ?? { type: "nothing" };

  await madeus(`deploy ${file} --set scale=${scale} --yes ${state}`);
  const deployed = await last(`report --json ${state}`);
  expect(deployed).toMatchObject({ outcome: "done", of: "deploy" });
  expect(deployed["makespanS"]).toBeGreaterThan(deploymentS(times) - roundingS);
  const up = triesOf(deployed);
  expect(up.size).toBe(2 + 3 + 2 * 3);
  for (const k of [1, 2, 3]) {
    ensureOrder(up, "server.allocate", `server.configure${k}`);
    ensureOrder(up, `dep${k}.install`, `server.configure${k}`);
    ensureOrder(up, `server.configure${k}`, "server.run");
  }

  await madeus(`reconfigure ${file} --yes ${state}`);
  const updated = await last(`report --json ${state}`);
  expect(updated).toMatchObject({ outcome: "done", of: "reconfigure" });
  expect(updated["makespanS"]).toBeGreaterThan(updateS(times) - roundingS);
  const again = triesOf(updated);
  expect(again.size).toBe(2 * 3 + 1 + 2 * 3);
  for (const k of [1, 2, 3]) {
    ensureOrder(again, `server.suspend${k}`, `dep${k}.update`);
    ensureOrder(again, `server.prepare${k}`, "server.run");
    ensureOrder(again, `dep${k}.update`, `dep${k}.run`);
  }

  const records = lines(await madeus(`state show --json ${state}`)).flatMap(
    ({ record }) => (record as Line | undefined) ?? [],
  );
  expect(records.filter(({ type }) => type === "process")).toHaveLength(up.size + again.size);
  const status = lines(await madeus(`status --json ${state}`));
  expect(names.map((name) => placesOf(status, name))).toEqual(names.map(() => ["running"]));
});

function triesOf({ transitions }: Line): ReadonlyMap<string, Try> {
  const tries = transitions as readonly (Omit<Try, "name"> &
    Readonly<Record<"instance" | "transition", string>>)[];
  return new Map(
    tries.map(({ instance, transition, startS, endS }) => {
      const name = `${instance}.${transition}`;
      return [name, { name, startS, endS }];
    }),
  );
}

/** The later begins only when the earlier has ended. */
function ensureOrder(tries: ReadonlyMap<string, Try>, earlier: string, later: string): void {
  const [before, after] = [tries.get(earlier), tries.get(later)];
  expect(before, earlier).toBeDefined();
  expect(after?.startS, `${later} after ${earlier}`).toBeGreaterThanOrEqual(before?.endS ?? 0);
}

const placesOf = (status: readonly Line[], name: string): unknown =>
  status.find((line) => line.type === "instance" && line["instance"] === name)?.["places"];

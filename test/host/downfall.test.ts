/** Hosts that go down in a simulated run: what was begun there, what would begin, and who uses what stood there. */
import { assembly, component, local, service, type Report } from "madeus";
import { describe, expect, test } from "vitest";
import { type SimulationOptions, rehearse, simulate, stageOf } from "../../src/host/simulation.ts";
import { database, times, web } from "./simulated-blog.ts";

const site = assembly({
  name: "hosts",
  components: { db: database, web0: web },
  wires: { web0: { address: "db.address", database: "db.sql" } },
  hosts: { left: local(), right: local() },
  on: { db: "left", web0: "right" },
});
const because = ({ because }: Report): string => JSON.stringify(because).replaceAll("\\", "");

describe("an action on a host that goes down", () => {
  test("is unknown where it had begun, for it may have happened", async () => {
    const report = await simulate(site, { hostDown: { left: 1.5 } });
    expect(times(report)).toEqual(["web0.unpack 0–1 well", "db.install 0–1.5 unknown"]);
    expect(report.outcome).toBe("failed");
    expect(because(report)).toContain('whether db.install has ended is not known: its host "left"');
  });

  test("fails at once where it would begin later, and is tried again as often as it may be", async () => {
    const report = await simulate(site, { hostDown: { left: 3 } });
    expect(times(report).slice(1)).toEqual([
      "db.install 0–3 well",
      "db.start 3–3 badly",
      "db.start 3.5–3.5 badly",
      "db.start 4.5–4.5 badly",
    ]);
    expect(because(report)).toContain('its host "left" is down');
  });

  test("is not begun again by a later run while the host is away", async () => {
    const stage = await stageOf(site);
    await rehearse(stage.state, stage.give, { hostDown: { left: 1.5 } });
    const resumed = (options: SimulationOptions): Promise<Report> =>
      rehearse(stage.state.clone(), () => undefined, options);
    const away = await resumed({ hostDown: { left: 0 } });
    expect([away.outcome, times(away)]).toEqual(["failed", []]);
    const back = await resumed({});
    expect(back.outcome).toBe("done");
    expect(times(back)).toContain("db.install 0–3 well");
  });

  test("is not touched where it has ended before, or the host is another", async () => {
    expect((await simulate(site, { hostDown: { right: 60 } })).outcome).toBe("done");
    expect((await simulate(site, { hostDown: { elsewhere: 0 } })).outcome).toBe("done");
  });
});

describe("an action elsewhere", () => {
  const Sql = service("sql");
  const Page = service("page");
  const Files = service("files");
  const base = { places: ["off", "on"], initial: "off" } as const;
  const store = component({
    name: "store",
    ...base,
    provides: { sql: { type: Sql, in: ["on"] } },
    behaviors: { deploy: { start: { from: "off", to: "on", durationS: 1 } } },
  });
  const front = component({
    name: "front",
    ...base,
    uses: { sql: { type: Sql, in: ["start", "on"] } },
    provides: { page: { type: Page, in: ["on"] }, files: { type: Files, in: ["off", "on"] } },
    behaviors: { deploy: { start: { from: "off", to: "on", durationS: 2 } } },
  });
  const visitor = component({
    name: "visitor",
    ...base,
    uses: { page: { type: Page, in: ["look"] }, files: { type: Files, in: ["fetch"] } },
    behaviors: {
      deploy: {
        look: { from: "off", to: "on", durationS: 4 },
        fetch: { from: "off", to: "on", durationS: 4 },
      },
    },
  });
  const chain = assembly({
    name: "chain",
    components: { store, front, visitor },
    wires: { front: { sql: "store.sql" }, visitor: { page: "front.page", files: "front.files" } },
    hosts: { left: local(), right: local() },
    on: { store: "left", front: "right" },
  });

  test("fails when a host goes down on which a service stands that it uses", async () => {
    const report = await simulate(chain, { hostDown: { left: 2 } });
    expect(times(report)).toEqual([
      "store.start 0–1 well",
      "front.start 1–2 badly",
      "visitor.fetch 0–4 well",
    ]);
    expect(because(report)).toContain('it needs store.sql, and the host "left" is down');
  });

  test("fails at once where the host is down already", async () => {
    const report = await simulate(chain, { hostDown: { left: 1 } });
    expect(times(report)).toContain("front.start 1–1 badly");
  });

  test("fails where what it uses uses something there meanwhile, and else not", async () => {
    const report = await simulate(chain, { hostDown: { left: 3.5 } });
    expect(times(report)).toEqual([
      "store.start 0–1 well",
      "front.start 1–3 well",
      "visitor.look 3–3.5 badly",
      "visitor.fetch 0–4 well",
    ]);
    expect(because(report)).toContain('it needs store.sql, and the host "left" is down');
  });

  test("is found out where providers go round in a circle", async () => {
    const ring = component({
      name: "ring",
      ...base,
      uses: { other: { type: Page, in: ["on"] } },
      provides: { page: { type: Page, in: ["off", "on"] } },
      behaviors: { deploy: { start: { from: "off", to: "on" } } },
    });
    const watcher = component({
      name: "watcher",
      ...base,
      uses: { page: { type: Page, in: ["look"] } },
      behaviors: { deploy: { look: { from: "off", to: "on", durationS: 3 } } },
    });
    const round = assembly({
      name: "round",
      components: { one: ring, two: ring, watcher },
      wires: {
        one: { other: "two.page" },
        two: { other: "one.page" },
        watcher: { page: "one.page" },
      },
      hosts: { left: local() },
      on: { two: "left" },
    });
    const report = await simulate(round, { hostDown: { left: 1 } });
    expect(times(report)).toContain("watcher.look 0–3 well");
  });
});

import { expect, test } from "vitest";
import { type Assembly, assembly } from "../../src/model/assembly.ts";
import { type AnyComponent, component, isComponent } from "../../src/model/component.ts";
import { local, ssh } from "../../src/model/host.ts";
import { data, many, service } from "../../src/model/port.ts";
import { reconfigure } from "../../src/model/program.ts";
import {
  declarationOf,
  describeComponent,
  describedType,
  skeleton,
} from "../../src/store/declaration.ts";

const Sql = service("sql");
const Http = service("http");
const Address = data("address", { host: String, port: Number });
interface Choice {
  readonly name?: string;
  readonly station?: string;
  readonly timeoutMs?: number;
  readonly run?: () => Promise<unknown>;
}
const server = ({ name = "server", station = "on", timeoutMs = 1_000, run }: Choice = {}) =>
  component({
    name,
    places: ["off", "on"],
    initial: "off",
    uses: {
      backends: { type: many(Http, { min: 0 }), in: ["start", "on"] },
      database: { type: Sql, in: ["start"] },
    },
    provides: { address: { type: Address, in: ["on"] }, http: { type: Http, in: ["on"] } },
    behaviors: {
      deploy: {
        start: {
          from: "off",
          to: [station as "on", "off"],
          retry: { attempts: 3 },
          timeoutMs,
          limits: ["apt"],
          durationS: 2,
          onUnknown: "ask",
          probe: () => "done",
          run: run ?? (async () => 1),
        },
      },
      stop: { halt: { from: "on", to: "off" } },
    },
    probes: { on: () => true },
  });
const database = component({
  name: "database",
  places: ["off", "on"],
  initial: "off",
  provides: { sql: { type: Sql, in: ["on"] } },
  behaviors: { deploy: { start: { from: "off", to: "on" } } },
});

test("a description says all of a component's structure and settings as JSON, and its code as hashes", () => {
  const description = describeComponent(server());
  const hash = expect.stringMatching(/^[0-9a-f]{16}$/) as string;
  expect(JSON.parse(JSON.stringify(description))).toEqual(description);
  expect(description).toEqual({
    name: "server",
    places: ["off", "on"],
    initial: "off",
    uses: {
      backends: { kind: "service", type: "http", in: ["start", "on"], min: 0 },
      database: { kind: "service", type: "sql", in: ["start"] },
    },
    provides: {
      address: { kind: "data", type: "address", in: ["on"] },
      http: { kind: "service", type: "http", in: ["on"] },
    },
    behaviors: {
      deploy: {
        start: {
          from: "off",
          to: ["on", "off"],
          retry: { attempts: 3 },
          timeoutMs: 1_000,
          limits: ["apt"],
          durationS: 2,
          onUnknown: "ask",
          run: hash,
          probe: hash,
        },
      },
      stop: { halt: { from: "on", to: ["off"] } },
    },
    probes: { on: hash },
  });
});

test("a component made from a description has its structure and actions that do nothing", async () => {
  const described = describeComponent(server());
  const made = skeleton(described);
  expect(isComponent(made)).toBe(true);
  const { run, probe: _probe, ...start } = described.behaviors["deploy"]?.["start"] ?? {};
  const deploy = { start: { ...start, run: expect.not.stringMatching(run ?? "") } };
  expect(describeComponent(made)).toEqual({
    ...described,
    behaviors: { ...described.behaviors, deploy },
    probes: {},
  });
  expect(await made.behaviors["deploy"]?.["start"]?.run?.({} as never)).toBeUndefined();
});

test("the hash sees every change and nothing else", () => {
  const hashes = [
    shop(server()),
    shop(server({ timeoutMs: 2_000 })),
    shop(server({ station: "on/again" })),
    shop(server({ run: async () => 2 })),
    shop(server({ name: "server2" })),
    { ...shop(server()), on: { web: "here" } },
    { ...shop(server()), on: { web: "here" }, hosts: { here: local({ labels: { zone: "a" } }) } },
    { ...shop(server()), on: { web: "here" }, hosts: { here: ssh("here") } },
    { ...shop(server()), on: { web: "here" }, hosts: { here: ssh({ host: "here", user: "ann" }) } },
    { ...shop(server()), wires: { web: { database: "db.sql", backends: ["web.http"] } } },
    assembly({ name: "shop", components: { db: database } }),
  ].map((declared) => declarationOf(declared as Assembly).hash);
  expect(new Set(hashes).size).toBe(hashes.length);
  expect(hashes[0]).toMatch(/^[0-9a-f]{64}$/);
  expect(declarationOf(shop(server())).hash).toBe(hashes[0]);
});

test("the way to a host may change, and so may hosts without instances", () => {
  const hash = (hosts: Assembly["hosts"]): string =>
    declarationOf({ ...shop(server()), on: { web: "a" }, hosts }).hash;
  const before = hash({ a: ssh("10.0.0.1") });
  expect(hash({ a: ssh({ host: "10.0.0.1", via: "ssh2", connectS: 1 }), b: local() })).toBe(before);
  expect(hash({ a: ssh({ host: "10.0.0.1", become: true }) })).not.toBe(before);
});

test("a program is declared with the assembly that it starts from", () => {
  const from = assembly({ name: "shop", components: { db: database } });
  const program = reconfigure(from).add("copy", database).changeBehavior("copy", "deploy");
  const declaration = declarationOf(program as never);
  expect(declaration.types.map(({ name }) => name)).toEqual(["database"]);
  expect(declaration.hash).not.toBe(declarationOf(from).hash);
  expect(declaration.hash).not.toBe(declarationOf(program.wait() as never).hash);
});

test("a type is described once, however many instances have it and however often it was made", () => {
  const components = Object.fromEntries(
    Array.from({ length: 50 }, (_, k) => [`s${k}`, k % 2 === 0 ? server() : database]),
  );
  const declaration = declarationOf(crowd(components));
  expect(declaration.types.map(({ name }) => name)).toEqual(["server", "database"]);
  expect(declaration.variants).toEqual({});
  expect(describedType(declaration, "database", "s1")).toEqual(describeComponent(database));
});

test("types of one name that differ are told apart by their instances", () => {
  const declaration = declarationOf(
    crowd({ a: server(), b: server({ timeoutMs: 5 }), c: server({ timeoutMs: 5 }), db: database }),
  );
  expect(declaration.variants).toEqual({ a: 0, b: 1, c: 1 });
  const timeoutOf = (instance: string): number | undefined =>
    describedType(declaration, "server", instance)?.behaviors["deploy"]?.["start"]?.timeoutMs;
  expect(["a", "b", "c"].map(timeoutOf)).toEqual([1_000, 5, 5]);
  expect(describedType(declaration, "database", "a")?.name).toBe("database");
  expect(describedType(declaration, "queue", "a")).toBeUndefined();
});

test("two instances that change places change the hash", () => {
  const [one, two] = [server(), server({ timeoutMs: 5 })];
  expect(declarationOf(crowd({ a: one, b: two })).hash).not.toBe(
    declarationOf(crowd({ a: two, b: one })).hash,
  );
  expect(declarationOf(crowd({ a: one, b: two, c: one })).hash).not.toBe(
    declarationOf(crowd({ a: one, b: two, c: two })).hash,
  );
});

const shop = (web: AnyComponent): Assembly =>
  crowd({ db: database, web }, { web: { database: "db.sql" } }, { here: local() });

/** An assembly whose names are known only at run time. */
const crowd = (
  components: Readonly<Record<string, AnyComponent>>,
  wires: Assembly["wires"] = {},
  hosts: Assembly["hosts"] = {},
): Assembly => assembly({ name: "crowd", components, wires, hosts });

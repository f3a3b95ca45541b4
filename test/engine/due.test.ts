/** Every try says with which record it became due: what a run waited for can be read from its records alone. */
import { expect, test } from "vitest";
import { type AnyComponent, component } from "../../src/model/component.ts";
import { service } from "../../src/model/port.ts";
import { type ByHand, byHand, failed, row } from "./by-hand.ts";
import { add, push } from "./simulation.ts";

const Sql = service("sql");
const lifecycle = (name: string, ports: object): AnyComponent =>
  component({
    name,
    places: ["off", "on"],
    initial: "off",
    behaviors: { deploy: { go: { from: "off", to: "on" } } },
    ...ports,
  }) as AnyComponent;
const server = lifecycle("server", { provides: { sql: { type: Sql, in: ["on"] } } });
const client = lifecycle("client", { uses: { sql: { type: Sql, in: ["go", "on"] } } });
const pair = [
  add("db", server),
  add("web", client),
  {
    op: "connect",
    use: { instance: "web", port: "sql" },
    provide: { instance: "db", port: "sql" },
  } as const,
  push("db", "deploy"),
  push("web", "deploy"),
];

/** Each try that began, and the record that it names. */
const causes = (run: ByHand): readonly string[] => {
  const records = run.records();
  return records.flatMap((one) => {
    if (one.type !== "started") return [];
    const after = records.find(({ seq }) => seq === one.after);
    const whose = after !== undefined && "instance" in after ? `${after.instance} ` : "";
    return [`${one.instance} ${one.attempt} after ${whose}${after?.type}`];
  });
};

test("what needs nothing was due with the program, what needs a service with the end that gave it", () => {
  const run = byHand({ program: pair });
  run.end("db.go");
  run.end("web.go");
  expect(causes(run)).toEqual(["db 1 after program", "web 1 after db ended"]);
});

test("the next try was due with the failure of the last", () => {
  const run = byHand({ program: row(["a"], { retry: { attempts: 2, delayMs: 5 } }) });
  run.end("a.go", failed);
  run.clock.run();
  expect(causes(run)).toEqual(["a 1 after program", "a 2 after a retrying"]);
});

test("who waits for a slot was due when it began to wait", () => {
  const run = byHand({ program: row(["a", "b"]), limits: { total: 1 } });
  run.end("a.go");
  expect(causes(run)).toEqual(["a 1 after program", "b 1 after program"]);
});

test("what is run again was due with the decision that it should", () => {
  const before = byHand({ program: row(["a", "b"]) });
  before.end("a.go", failed);
  const run = byHand({ program: row(["a", "b"]), kept: before.kept });
  run.engine.post({ type: "refire", instance: "a", transition: "go" });
  run.find("b.go", { kind: "rerun" });
  expect(causes(run).slice(2)).toEqual(["a 2 after a refire", "b 2 after b refire"]);
});

test("what had become due before a crash says so after it", () => {
  const before = byHand({ program: row(["a", "b"]), limits: { total: 1 } });
  const run = byHand({ program: row(["a", "b"]), limits: { total: 1 }, kept: before.kept });
  run.find("a.go", { kind: "ended", values: {} });
  expect(causes(run)).toEqual(["a 1 after program", "b 1 after program"]);
});

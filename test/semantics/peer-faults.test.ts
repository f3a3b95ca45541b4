/**
 * What earlier implementations of these semantics are known to get wrong, one after the other: each is right here. The cases C1 to C12 of
 * the semantics are in `cases.ts`; every implementation that there is passes them.
 */
import { describe, expect, test } from "vitest";
import {
  type AnyComponent,
  type Assembly,
  type Program,
  assembly,
  component,
  reconfigure,
} from "madeus";
import { simulate } from "madeus/testing";
import { wellFormed } from "../../src/model/check.ts";
import type { Finding } from "../../src/model/code.ts";
import { check, prove } from "../../src/net/proof/proof.ts";
import { denseExplorer } from "../oracle/dense.ts";
import { cases } from "./cases.ts";
import { client, inUse, server } from "./client-and-server.ts";
import { Sql, Url, add, connect, del, disconnect, machine, push, wait, world } from "./scenario.ts";

const site: Assembly = assembly({
  name: "site",
  components: { web: client, db: server },
  wires: { web: { db: "db.sql" } },
});
const alone = (type: AnyComponent): Assembly =>
  assembly({ name: "lone", components: { one: type } });
const onSite = (): Program => reconfigure(site);
const codesOf = (found: readonly Finding[]): readonly string[] => found.map(({ code }) => code);

test("the cases of the semantics are all there: C1 to C12, C5b and C8b", () => {
  const numbers = cases.map(({ name }) => name.replace(/ .*/, ""));
  const plain = Array.from({ length: 12 }, (_, k) => `C${k + 1}`);
  expect(numbers.toSorted()).toEqual([...plain, "C5b", "C8b"].toSorted());
});

describe("groups", () => {
  /** Two tokens within the group {x, l, r}, and a way out for each. */
  const ways = {
    deploy: { t: "x -> l", u: "x -> r" },
    left: { v: "l -> el" },
    right: { w: "r -> er" },
  };
  const provider = machine(ways, { provides: { sql: [Sql, "x", "l", "r"] } });

  test("a provide stays until the last token has left its group, also where nobody uses it", () => {
    const w = world(add("s", provider), push("s", "deploy")).ends("s.t", "s.u");
    expect(w.program(push("s", "left")).taken).not.toContain("disable s.sql");
    expect(w.program(push("s", "right")).end("s.v").taken).toContain("disable s.sql");
  });

  test("a provide in use lets all tokens go but the last one", () => {
    const w = world(add("c", client), add("s", provider), connect("c.db", "s.sql"))
      .program(push("s", "deploy"), push("c", "deploy"))
      .ends("s.t", "s.u", "c.start")
      .program(push("s", "left", "right"));
    expect(w.end("s.v").marking()).toBe("c {on}; s {el, r} [right]");
  });

  test("a use is held until the last token has left its group", () => {
    const user = machine(ways, { uses: { db: [Sql, "l", "r"] } });
    const w = world(add("c", user), add("s", server), connect("c.db", "s.sql"))
      .program(push("s", "deploy"), push("c", "deploy"))
      .ends("s.start", "c.t", "c.u")
      .program(push("s", "suspend"), push("c", "left", "right"));
    expect(w.marking()).toBe("c {r, v} [left, right]; s {run} [suspend]");
    expect(w.end("c.v").marking()).toBe("c {el, w} [right]; s {pause} [suspend]");
  });
});

describe("tokens", () => {
  test("two alternatives that arrive at one place at once are two tokens: the second fails, none is lost", () => {
    const chasing = machine({ deploy: { t: "a -> b/t", u: "a -> b/u" } });
    const w = world(add("x", chasing), push("x", "deploy")).ends("x.t", "x.u");
    expect(w.marking()).toBe("x {b, u failed} [deploy]");
  });

  test("a behavior with a cycle is refused, whatever would become of it", () => {
    const round = machine({ deploy: { t: "a -> b", u: "b -> a" } });
    expect(codesOf(check(alone(round)))).toContain("MADEUS_CYCLE");
  });

  test("a provider that is to leave gains no use, in whatever order things happen", async () => {
    const [c5] = cases.filter(({ name }) => name.startsWith("C5 "));
    const [ends] = await denseExplorer.finals([c5?.program ?? []]);
    expect(ends?.size).toBe(1);
  });
});

describe("instructions", () => {
  test("a connection in use is not taken away, and the program does not go on as if it were", () => {
    const w = inUse().program(disconnect("c.db", "s.sql"), push("c", "stop"));
    expect([w.marking(), w.left]).toEqual(["c {on}; s {run}", 2]);
  });

  test("what is connected is not deleted: it is found beforehand, and nothing of it goes", () => {
    expect(codesOf(check(onSite().del("db")))).toEqual(["MADEUS_STILL_CONNECTED"]);
    const w = inUse().program(del("s"));
    expect([w.marking(), w.left]).toEqual(["c {on}; s {run}", 1]);
  });

  test("a wait is for what was asked before it, not for what is asked later", () => {
    const w = inUse().program(push("c", "stop"), wait("c"), push("c", "deploy"));
    expect([w.end("c.halt").marking(), w.left]).toEqual(["c {start} [deploy]; s {run}", 0]);
  });

  test("a use has one provider: a second connection is found beforehand", () => {
    const twice = onSite().connect("web.db", "db.sql");
    expect(codesOf(check(twice))).toEqual(["MADEUS_ALREADY_CONNECTED"]);
  });
});

describe("names", () => {
  const from = onSite();
  test.each<readonly [string, Program, string]>([
    ["a port in connect", from.connect("web.bd", "db.sql"), "db"],
    ["an instance in connect", from.connect("wbe.db", "db.sql"), "web"],
    ["an instance in changeBehavior", from.changeBehavior("bd", "deploy"), "db"],
    ["a behavior in changeBehavior", from.changeBehavior("db", "suspnd"), "suspend"],
    ["an instance in wait", from.wait("wbe"), "web"],
    ["an instance in del", from.del("wbe"), "web"],
  ])("a slip in %s is found before anything begins, with what was meant", (_, program, meant) => {
    const [finding, ...others] = wellFormed(program);
    expect(others).toEqual([]);
    expect(finding).toMatchObject({ severity: "error" });
    expect(finding?.hint).toContain(meant);
  });

  test("a slip in the place of a transition is found", () => {
    const slip = component({
      name: "slip",
      places: ["off", "on"],
      initial: "off",
      behaviors: { deploy: { start: { from: "off", to: "onn" as "on" } } },
    });
    expect(wellFormed(alone(slip))[0]?.hint).toContain("on");
  });

  test("a slip in what a port is bound to is found, and is an error", () => {
    const slip = machine({ deploy: { start: "off -> on" } }, { provides: { sql: [Sql, "onn"] } });
    const [finding] = wellFormed(alone(slip));
    expect([finding?.severity, finding?.hint]).toEqual(["error", expect.stringContaining("on")]);
  });
});

describe("what never comes", () => {
  test("a use that nobody serves is found; run all the same, it waits for nothing else and says so", () => {
    const unwired: Assembly = assembly({ name: "site", components: { web: client } });
    expect(wellFormed(unwired).map(({ severity }) => severity)).toContain("error");
    const w = world(add("c", client), push("c", "deploy")).end("c.start");
    expect(w.causes("c")).toEqual(["unconnected c.db"]);
  });

  test("components that need each other first are found; run all the same, they end as stuck and do not hang", async () => {
    const mutual = machine(
      { deploy: { go: "a -> b" } },
      { uses: { other: [Sql, "b"] }, provides: { sql: [Sql, "b"] } },
    );
    const circle: Assembly = assembly({
      name: "circle",
      components: { one: mutual, two: mutual },
      wires: { one: { other: "two.sql" }, two: { other: "one.sql" } },
    });
    expect(codesOf(check(circle))).toEqual(["MADEUS_DEADLOCK"]);
    expect(await simulate(circle)).toMatchObject({ outcome: "stuck", makespanS: 0 });
  });

  test("a component without any connection is nothing special", () => {
    expect(prove(alone(machine({ deploy: { start: "off -> on" } }))).verdict).toBe("proved");
  });

  test("a value is read by nobody before it was given", () => {
    const giver = machine({ deploy: { make: "off -> on" } }, { provides: { url: [Url, "on"] } });
    const reader = machine({ deploy: { read: "off -> on" } }, { uses: { url: [Url, "read"] } });
    const w = world(add("g", giver), add("r", reader), connect("r.url", "g.url")).program(
      push("r", "deploy"),
      push("g", "deploy"),
    );
    expect(w.marking()).toBe("g {make} [deploy]; r {>read} [deploy]");
    expect(w.end("g.make", { values: { url: { port: 80 } } }).marking()).toBe(
      "g {on}; r {read} [deploy]",
    );
  });
});

describe("actions that end badly", () => {
  const dies = { fail: ({ instance }: { readonly instance: string }) => instance === "db" };

  test("a failed action is no success: its token stays, nobody is served, and the run has failed", async () => {
    const { outcome, marking, because } = await simulate(site, dies);
    expect(outcome).toBe("failed");
    expect(marking).toEqual({
      db: { places: [], transitions: ["start"] },
      web: { places: [], transitions: ["start"] },
    });
    expect(JSON.stringify(because)).toContain("db.start failed");
  });

  test("an action that hangs has failed when its time is up, and the run ends", async () => {
    const hanging = component({
      name: "hanging",
      places: ["off", "on"],
      initial: "off",
      behaviors: {
        deploy: {
          start: {
            from: "off",
            to: "on",
            timeoutMs: 2000,
            run: () => new Promise<never>(() => undefined),
          },
        },
      },
    });
    const ran = await simulate(alone(hanging), { durationMs: () => 1e9 });
    expect(ran).toMatchObject({ outcome: "failed", makespanS: 2 });
  });
});

/** Stories of what gets stuck: their classes, who waits where for what, where it was declared, and the decision that mattered. */
import { describe, expect, test } from "vitest";
import type { Finding } from "../../../src/model/code.ts";
import { type AnyComponent, component } from "../../../src/model/component.ts";
import { type Program, reconfigure } from "../../../src/model/program.ts";
import { check } from "../../../src/net/proof/proof.ts";
import { Service, assemblyOf, client, pair } from "../translate/sample-pair.ts";

const on = (): Program => reconfigure(pair);
const story = ({ because = [] }: Finding): readonly string[] =>
  because.map(({ text }) => text.trim());

const mutual: AnyComponent = component({
  name: "mutual",
  places: ["a", "b"],
  initial: "a",
  uses: { other: { type: Service, in: ["b"] } },
  provides: { service: { type: Service, in: ["b"] } },
  behaviors: { deploy: { go: { from: "a", to: "b" } } },
});
const provider = (behaviors: object): AnyComponent =>
  component({
    name: "provider",
    places: ["off", "idle", "run"],
    initial: "off",
    provides: { service: { type: Service, in: ["run"] } },
    behaviors,
  } as never);
const used = (by: AnyComponent): readonly Finding[] =>
  check(assemblyOf({ client, by }, { client: { server: "by.service" } })).filter(
    ({ severity }) => severity === "error",
  );

describe("the class is", () => {
  test("a cycle, told once around", () => {
    const wires = { one: { other: "two.service" }, two: { other: "one.service" } };
    const [finding] = check(assemblyOf({ one: mutual, two: mutual }, wires));
    expect(finding).toMatchObject({ kind: "cycle" });
    expect(finding && story(finding)).toEqual([
      "one before b waits for two.service",
      "two.service is not provided yet",
      "two before b waits for one.service",
      "one.service is not provided yet",
      "one waits for two waits for one",
    ]);
    expect(finding?.because?.every(({ at }) => at?.file.endsWith("story.test.ts"))).toBe(true);
  });

  test("wrong behavior, where another one would bring the provider there", () => {
    const [finding] = used(
      provider({
        deploy: { up: { from: "off", to: "idle" } },
        go: { open: { from: "idle", to: "run" } },
      }),
    );
    expect(finding).toMatchObject({ kind: "wrong behavior" });
    expect(finding?.text).toContain("by stays in idle: go would bring it to run");
  });

  test("never provided, where no behavior would", () => {
    const [finding] = used(
      provider({
        deploy: { up: { from: "off", to: "idle" } },
        back: { close: { from: "run", to: "off" } },
      }),
    );
    expect(finding).toMatchObject({ kind: "never provided" });
    expect(finding?.text).toContain("no behavior of it leads from there");
  });

  test("withdrawn, where it was there before", () => {
    const [finding] = check(
      on()
        .changeBehavior("server", "suspend")
        .changeBehavior("client", "stop")
        .changeBehavior("client", "deploy"),
    );
    expect(finding).toMatchObject({ kind: "withdrawn" });
    expect(finding?.text).toContain("server.service was taken away when server left run");
  });

  test("in use, where a provider is to leave", () => {
    const [finding] = check(on().changeBehavior("server", "suspend").wait("server"));
    expect(finding).toMatchObject({ kind: "in use" });
    expect(finding && story(finding)).toContain(
      "server may not leave run: server.service is in use",
    );
    expect(finding?.at?.line).toBe(finding?.because?.[0]?.at?.line);
  });

  test("chosen otherwise, where a join awaits what went elsewhere", () => {
    const choosing = component({
      name: "choosing",
      places: ["a", "z", "e"],
      initial: "a",
      behaviors: { deploy: { t: { from: "a", to: ["z", "e"] }, u: { from: "a", to: "e" } } },
    });
    const findings = check(assemblyOf({ i: choosing }));
    expect(findings.map(({ code }) => code)).toEqual([
      "MADEUS_DEADLOCK",
      "MADEUS_JOIN_AWAITS_CHOICE",
    ]);
    const [finding] = findings;
    expect(finding).toMatchObject({ kind: "chosen otherwise" });
    expect(finding && story(finding).slice(-2)).toEqual([
      expect.stringMatching(/^then: i\.t ends at z, and it cannot any more$/),
      "had this come first, it could: i.t ends at e",
    ]);
  });

  test("second token, where a place would get one", () => {
    const crowd = component({
      name: "crowd",
      places: ["off", "left", "right", "on"],
      initial: "off",
      behaviors: {
        deploy: {
          goLeft: { from: "off", to: "left" },
          goRight: { from: "off", to: "right" },
          fromLeft: { from: "left", to: "on/left" },
          fromRight: { from: "right", to: "on/right" },
        },
      },
    });
    expect(check(assemblyOf({ x: crowd }))).toMatchObject([
      { code: "MADEUS_SECOND_TOKEN", kind: "second token" },
    ]);
  });
});

describe("where the order decides", () => {
  /** The server comes back in the end, so that the client may wait; unless it was there before the server was asked to leave. */
  const program = on()
    .changeBehavior("client", "stop")
    .changeBehavior("client", "deploy")
    .changeBehavior("server", "suspend")
    .changeBehavior("server", "deploy")
    .wait();

  test("both choices are named, and from where on it is too late", () => {
    const [finding, ...others] = check(program);
    expect(others).toEqual([]);
    expect(finding?.text).toMatch(/^it may get stuck: client uses server\.service/);
    const told = (finding && story(finding)) ?? [];
    expect(told.some((line) => line.startsWith("the order decides"))).toBe(true);
    expect(told.slice(-2)).toEqual([
      "then: client enters on, and it cannot any more",
      "had this come first, it could: instruction 3, changeBehavior(server, suspend)",
    ]);
  });

  test("a race that ends well either way is a warning", () => {
    const harmless = on()
      .changeBehavior("client", "stop")
      .changeBehavior("client", "deploy")
      .changeBehavior("server", "suspend")
      .changeBehavior("client", "stop")
      .changeBehavior("server", "deploy")
      .wait();
    expect(check(harmless)).toMatchObject([
      {
        code: "MADEUS_RACE",
        severity: "warning",
        text: "instruction 3, changeBehavior(server, suspend) races with client enters on",
      },
    ]);
  });
});

test("many ways to get stuck are told in ten, and how many more there are", () => {
  const numbers = Array.from({ length: 4 }, (_, k) => k);
  const choosing = component({
    name: "choosing",
    places: ["a", ...numbers.flatMap((k) => [`z${k}`, `e${k}`])],
    initial: "a",
    behaviors: {
      deploy: Object.fromEntries(
        numbers.flatMap((k) => [
          [`t${k}`, { from: "a", to: [`z${k}`, `e${k}`] }],
          [`u${k}`, { from: "a", to: `e${k}` }],
        ]),
      ),
    },
  });
  const stuck = check(assemblyOf({ i: choosing })).filter(({ code }) => code === "MADEUS_DEADLOCK");
  expect(stuck.at(-1)?.text).toMatch(/^it gets stuck in 5 more configurations/);
  expect(new Set(stuck.map(({ text }) => text)).size).toBe(stuck.length);
});

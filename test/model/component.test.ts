import { expect, test } from "vitest";
import { component, isComponent } from "../../src/model/component.ts";
import { client, server, Sql } from "./sample.ts";

test("a component is kept as it was declared", () => {
  expect(client).toMatchObject({
    name: "client",
    places: ["away", "ready"],
    initial: "away",
    uses: { database: { type: Sql, in: ["open", "ready"] } },
    behaviors: { deploy: { open: { from: "away", to: "ready" } } },
  });
});

test("what is left out is empty", () => {
  const bare = component({ name: "bare", places: ["a"], initial: "a", behaviors: {} });
  expect(bare).toMatchObject({ uses: {}, provides: {}, probes: {}, behaviors: {} });
});

test("a component knows where it was declared", () => {
  expect(server.at?.file).toMatch(/test\/model\/sample\.ts$/);
  expect(server.at?.line).toBeGreaterThan(1);
});

test("a component is recognised by its brand, not by its class or its fields", () => {
  const { name, places, initial, behaviors } = server;
  expect(isComponent(server)).toBe(true);
  expect(isComponent({ ...server })).toBe(true);
  for (const other of [undefined, null, 1, "server", {}, { name, places, initial, behaviors }])
    expect(isComponent(other)).toBe(false);
});

test("a function may make components of one name", () => {
  const make = (timeoutMs: number) =>
    component({
      name: "made",
      places: ["a", "b"],
      initial: "a",
      behaviors: { deploy: { go: { from: "a", to: "b", timeoutMs } } },
    });
  expect(make(1).behaviors.deploy.go?.timeoutMs).toBe(1);
  expect(make(2)).not.toBe(make(2));
});

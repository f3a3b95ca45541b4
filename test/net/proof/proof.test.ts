/** Proofs of deployments and programs: verdicts, methods, all ends, and what they take. */
import { expect, test } from "vitest";
import { component } from "../../../src/model/component.ts";
import { type Program, reconfigure } from "../../../src/model/program.ts";
import { certificatesOf } from "../../../src/net/proof/certificate.ts";
import { worstOf } from "../../../src/net/proof/case.ts";
import { check, prove } from "../../../src/net/proof/proof.ts";
import { assemblyOf, endsOf, pair } from "../translate/sample-pair.ts";

const on = (): Program => reconfigure(pair);

test("a deployment is proved by one run, with what it takes", () => {
  const proof = prove(pair);
  expect(proof).toMatchObject({ verdict: "proved", method: "one run", complete: true });
  expect(endsOf(proof)).toEqual(["client {on}; server {run}"]);
  expect(proof.expectation).toMatchObject({ parallelism: { atLeast: 2, atMost: 2 } });
  expect(prove(pair, { isTimed: false }).expectation).toBeUndefined();
});

test("to see everything gives the same verdict and the same ends", () => {
  const programs = [
    on().changeBehavior("server", "suspend").changeBehavior("client", "stop").wait(),
    on()
      .changeBehavior("client", "stop")
      .changeBehavior("client", "deploy")
      .changeBehavior("server", "suspend"),
  ];
  for (const program of [pair, ...programs]) {
    const [some, all] = [prove(program), prove(program, { full: true })];
    expect(all.method).toBe("all markings");
    expect(all.states).toBeGreaterThanOrEqual(some.states);
    expect([all.verdict, endsOf(all).toSorted()]).toEqual([some.verdict, endsOf(some).toSorted()]);
  }
});

test("a program of which nothing can be run twice has instructions counted from its first", () => {
  const [finding] = check(on().disconnect("client.server", "server.service").del("client"));
  expect(finding?.because?.[0]?.text).toMatch(/^instruction 1, disconnect/);
});

test("a program on a deployment that gets stuck is told of the deployment", () => {
  const lazy = component({
    name: "lazy",
    places: ["off", "run"],
    initial: "off",
    provides: {
      service: { type: pair.components["server"]?.provides["service"]?.type, in: ["run"] },
    },
    behaviors: { deploy: {}, other: { go: { from: "off", to: "run" } } },
  });
  const { client } = pair.components;
  if (client === undefined) throw new Error("no client");
  const from = assemblyOf({ client, lazy }, { client: { server: "lazy.service" } });
  const proof = prove(reconfigure(from).changeBehavior("lazy", "other").wait());
  expect(proof).toMatchObject({ verdict: "violated", findings: [{ kind: "wrong behavior" }] });
});

test("limits end in unknown, which is never taken for good", () => {
  const program = on()
    .changeBehavior("server", "suspend")
    .changeBehavior("server", "deploy")
    .changeBehavior("client", "stop")
    .changeBehavior("client", "deploy");
  for (const limits of [{ statesMax: 3 }, { isOver: () => true, statesMax: 5 }]) {
    const proof = prove(program, { ...limits, full: true });
    expect(proof).toMatchObject({ verdict: "unknown", complete: false });
    expect(proof.findings).toMatchObject([{ code: "MADEUS_UNDECIDED", severity: "error" }]);
  }
  expect(worstOf(["proved", "unknown"])).toBe("unknown");
  expect(worstOf(["proved", "unknown", "violated"])).toBe("violated");
});

test("what can go too many ways is not decided, and says so", () => {
  const numbers = Array.from({ length: 13 }, (_, k) => k);
  const wide = component({
    name: "wide",
    places: ["a", ...numbers.flatMap((k) => [`l${k}`, `r${k}`])],
    initial: "a",
    behaviors: {
      deploy: Object.fromEntries(
        numbers.map((k) => [`t${k}`, { from: "a", to: [`l${k}`, `r${k}`] }]),
      ),
    },
  });
  expect(check(assemblyOf({ wide }))).toMatchObject([{ code: "MADEUS_UNDECIDED" }]);
});

test("a transition that ran before a program is not dead, one that never ran is", () => {
  const program = on()
    .changeBehavior("client", "stop")
    .changeBehavior("server", "suspend")
    .changeBehavior("server", "deploy")
    .changeBehavior("client", "deploy")
    .wait();
  expect(check(program)).toEqual([]);
  const odd = component({
    name: "odd",
    places: ["off", "on", "aside"],
    initial: "off",
    behaviors: {
      deploy: { start: { from: "off", to: "on" }, never: { from: "aside", to: "off/again" } },
      turn: { leave: { from: "on", to: "aside" } },
    },
  });
  expect(check(assemblyOf({ odd }))).toMatchObject([{ code: "MADEUS_DEAD_TRANSITION" }]);
});

test("what a verdict rests on is accepted by another look, and a run with a step missing is not", () => {
  const stuck = on().changeBehavior("server", "suspend");
  for (const declared of [pair, stuck])
    for (const { translation, exploration } of prove(declared).cases) {
      const { net, goal } = translation;
      const certificates = certificatesOf(net, goal, exploration);
      expect(certificates.map(({ isAccepted }) => isAccepted)).not.toContain(false);
      const { run = new Uint32Array() } = exploration;
      const [first] = certificatesOf(net, goal, { ...exploration, run: run.slice(0, -1) });
      expect(first).toMatchObject({ kind: "run", isAccepted: false });
    }
  const [only] = prove(stuck).cases;
  const kinds =
    only && certificatesOf(only.translation.net, only.translation.goal, only.exploration);
  expect(kinds?.map(({ kind }) => kind)).toEqual(["run", "siphon"]);
});

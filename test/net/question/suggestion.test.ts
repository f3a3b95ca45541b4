/** Suggestions come true: whoever changes the declaration as it says saves what it says. */
import fc from "fast-check";
import { expect, test } from "vitest";
import { type Assembly, assembly } from "../../../src/model/assembly.ts";
import { component } from "../../../src/model/component.ts";
import { data, service } from "../../../src/model/port.ts";
import { type Program, reconfigure } from "../../../src/model/program.ts";
import { criticalActions } from "../../../src/net/question/critical-action.ts";
import { actionRange } from "../../../src/net/proof/expectation.ts";
import { declaredRange } from "../../../src/net/proof/extent.ts";
import { occurrenceOf } from "../../../src/net/time/occurrence.ts";
import { caseOf } from "../../../src/net/proof/case.ts";
import { prove } from "../../../src/net/proof/proof.ts";
import { type Suggestion, suggestionsOf } from "../../../src/net/question/suggestion.ts";
import { rangesOf } from "../../../src/net/time/time.ts";
import { rolling, site } from "./questions.ts";

function partsOf(declared: Assembly | Program) {
  const { translation, exploration } = caseOf(declared, {});
  const run = exploration.run ?? new Uint32Array();
  const occurrence = occurrenceOf(translation.net, run);
  const ranges = rangesOf(translation.net, occurrence, (t) =>
    actionRange(translation, declaredRange, t),
  );
  return { translation, occurrence, times: { expectedUs: ranges.maxUs, ranges } };
}
function suggested(declared: Assembly | Program) {
  const { translation, occurrence, times } = partsOf(declared);
  return suggestionsOf(translation, occurrence, times);
}
const told = ({ change, component: type, port, at, savesS }: Suggestion): string =>
  `${change} ${type}.${port} ${at} ${savesS}`;

test("the changes that save time are told, the most first", () => {
  const { suggestions, isComplete, idle, connectionCount } = suggested(site);
  expect(suggestions.map(told)).toEqual([
    "provide database.sql installed 2",
    "use replica.database running 2",
    "provide replica.http configured 1",
    "provide replica.http fetched 1",
    "use balancer.backends serving 1",
  ]);
  expect(suggestions[0]?.connections).toEqual(["web1.database=db.sql", "web2.database=db.sql"]);
  expect([isComplete, idle, connectionCount]).toEqual([true, [], 4]);
});

test("connections that nobody waits for are idle", () => {
  expect(suggested(rolling).suggestions).toEqual([]);
  expect(suggested(rolling).idle).toHaveLength(4);
});

/** Chains of actions; each type may use a port of an earlier one. */
interface Link {
  readonly lastsS: readonly number[];
  /** From which place on it provides; from which point on it uses: 2k is transition k, 2k + 1 the place after it. */
  readonly provides: number;
  readonly uses: readonly { readonly of: number; readonly from: number }[];
  readonly copies: number;
}
const anyLink = fc.record({
  lastsS: fc.array(fc.integer({ min: 1, max: 6 }), { minLength: 1, maxLength: 4 }),
  provides: fc.nat(3),
  uses: fc.array(fc.record({ of: fc.nat(4), from: fc.nat(7) }), { maxLength: 2 }),
  copies: fc.integer({ min: 1, max: 2 }),
});

const Up = service("up");
/** What a change makes of it. */
interface Made {
  readonly type: number;
  readonly port: string;
  /** As `provides` and `from` have it. */
  readonly from: number;
}

function made(links: readonly Link[], change?: Made): Assembly {
  const components: Record<string, never> = {};
  const wires: Record<string, Record<string, string>> = {};
  for (const [type, { lastsS, provides, uses, copies }] of links.entries()) {
    const count = lastsS.length;
    const places = Array.from({ length: count + 1 }, (_, k) => `p${k}`);
    const points = lastsS.flatMap((_, k) => [`t${k}`, `p${k + 1}`]);
    const changed = (port: string, from: number): number =>
      change?.type === type && change.port === port ? change.from : from;
    const used = type === 0 ? [] : uses;
    const declared = component({
      name: `type${type}`,
      places,
      initial: "p0",
      uses: Object.fromEntries(
        used.map(({ from }, k) => [
          `use${k}`,
          { type: Up, in: points.slice(changed(`use${k}`, from % points.length)) },
        ]),
      ),
      provides: { up: { type: Up, in: places.slice(changed("up", 1 + (provides % count))) } },
      behaviors: {
        deploy: Object.fromEntries(
          lastsS.map((durationS, k) => [`t${k}`, { from: `p${k}`, to: `p${k + 1}`, durationS }]),
        ),
      },
    });
    for (let copy = 0; copy < copies; copy++) {
      components[`i${type}x${copy}`] = declared as never;
      wires[`i${type}x${copy}`] = Object.fromEntries(
        used.map(({ of }, k) => [`use${k}`, `i${of % type}x0.up`]),
      );
    }
  }
  return assembly({ name: "chains", components, wires });
}

/** The change as it is declared. */
function changeOf({ component: type, port, at }: Suggestion): Made {
  const k = Number(at.slice(1));
  const point = at.startsWith("t") ? 2 * k : 2 * k - 1;
  return { type: Number(type.slice(4)), port, from: port === "up" ? k : point };
}
const makespan = (declared: Assembly): number =>
  prove(declared).expectation?.bounds.maxS ?? Number.NaN;

test("whoever makes a change saves what was said", () => {
  let tried = 0;
  fc.assert(
    fc.property(fc.array(anyLink, { minLength: 2, maxLength: 4 }), (links) => {
      const before = makespan(made(links));
      for (const one of suggested(made(links)).suggestions) {
        tried++;
        expect([told(one), makespan(made(links, changeOf(one)))]).toEqual([
          told(one),
          before - one.savesS,
        ]);
      }
    }),
    { numRuns: 60, seed: 1 },
  );
  expect(tried).toBeGreaterThan(20);
});

test("no other change of a single port saves anything", () => {
  fc.assert(
    fc.property(fc.array(anyLink, { minLength: 2, maxLength: 3 }), (links) => {
      const before = makespan(made(links));
      const known = suggested(made(links)).suggestions.map(changeOf);
      for (const [type, { lastsS, provides }] of links.entries())
        for (let from = 1; from <= provides % lastsS.length; from++) {
          const isKnown = known.some(
            (one) => one.type === type && one.port === "up" && one.from === from,
          );
          const isBetter = makespan(made(links, { type, port: "up", from })) < before;
          expect([type, from, isKnown]).toEqual([type, from, isBetter]);
        }
    }),
    { numRuns: 40 },
  );
});

test("where there is much to look at it says that it has not looked at all", () => {
  const { translation, occurrence, times } = partsOf(site);
  expect(suggestionsOf(translation, occurrence, times, 0).isComplete).toBe(true);
  const many = Array.from(
    { length: 12 },
    (): Link => ({
      lastsS: [1, 1, 1],
      provides: 2,
      uses: [{ of: 11, from: 0 }],
      copies: 1,
    }),
  );
  const chain = many.map((one, k) => ({ ...one, uses: [{ of: Math.max(0, k - 1), from: 0 }] }));
  const long = partsOf(made(chain));
  const few = suggestionsOf(long.translation, long.occurrence, long.times, 0);
  const all = suggestionsOf(long.translation, long.occurrence, long.times);
  expect([few.isComplete, all.isComplete]).toEqual([false, true]);
  expect(few.suggestions.length).toBeLessThan(all.suggestions.length);
});

test("critical actions have no slack, and the others say how much", () => {
  const { translation, occurrence, times } = partsOf(site);
  const { actions, basis } = criticalActions(translation, occurrence, times);
  const names = actions.map(
    ({ instance, transition, slackS, critical }) =>
      `${instance}.${transition} ${slackS} ${critical}`,
  );
  expect(basis).toBe("exact");
  expect(names.slice(0, 3)).toEqual([
    "web1.fetch 2 never",
    "web2.fetch 2 never",
    "db.install 0 always",
  ]);
  expect(names.at(-1)).toBe("front.start 0 always");
});

test("who waits for the same event by two ports goes on waiting where one of them is provided earlier", () => {
  const Sql = service("sql");
  const Address = data("address", { host: String });
  const server = (sql: readonly ("b" | "c")[], address: readonly ("b" | "c")[]) =>
    component({
      name: "server",
      places: ["a", "b", "c"],
      initial: "a",
      provides: { sql: { type: Sql, in: sql }, address: { type: Address, in: address } },
      behaviors: {
        deploy: {
          install: {
            from: "a",
            to: "b",
            durationS: 2,
            run: ({ give }) => give("address", { host: "h" }),
          },
          start: { from: "b", to: "c", durationS: 3 },
        },
      },
    });
  const client = component({
    name: "client",
    places: ["a", "b"],
    initial: "a",
    uses: { sql: { type: Sql, in: ["start", "b"] }, address: { type: Address, in: ["start"] } },
    behaviors: { deploy: { start: { from: "a", to: "b", durationS: 1 } } },
  });
  const pair = (sql: readonly ("b" | "c")[], address: readonly ("b" | "c")[]): Assembly =>
    assembly({
      name: "pair",
      components: { server: server(sql, address), client },
      wires: { client: { sql: "server.sql", address: "server.address" } },
    });
  const late = ["c"] as const;
  const early = ["b", "c"] as const;
  expect(suggested(pair(late, late)).suggestions.map(told)).toEqual([]);
  expect(suggested(pair(late, early)).suggestions.map(told)).toEqual([
    "provide server.sql b 1",
    "use client.sql b 1",
  ]);
  expect(suggested(pair(early, late)).suggestions.map(told)).toEqual([
    "provide server.address b 1",
  ]);
  const made = [pair(late, late), pair(early, late), pair(late, early), pair(early, early)];
  expect(made.map(makespan)).toEqual([6, 6, 6, 5]);
  expect(suggested(pair(late, late)).idle).toEqual([]);
});

test("in a program a port is provided earlier on the way back to where it was", () => {
  const restart = reconfigure(site)
    .changeBehavior("front", "uninstall")
    .changeBehavior("web1", "update")
    .changeBehavior("web1", "deploy")
    .wait("web1", "front")
    .changeBehavior("front", "deploy")
    .wait();
  expect(suggested(restart).suggestions).toEqual([]);
  const atOnce = reconfigure(site)
    .changeBehavior("front", "uninstall")
    .wait("front")
    .changeBehavior("web1", "update")
    .changeBehavior("web1", "deploy")
    .changeBehavior("front", "deploy")
    .wait();
  expect(suggested(atOnce).suggestions.map(told)).toContain("provide replica.http configured 1");
});

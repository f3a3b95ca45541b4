import { expect, test } from "vitest";
import { many } from "../../src/model/port.ts";
import { client, lifecycle, server, spoilt, Sql, told, transitions } from "./sample.ts";

test("a correct component has no findings", () => {
  expect([told(server), told(client)]).toEqual([[], []]);
});

test("names that cannot be written in a wire, a station or on a command line are told", () => {
  const bad = lifecycle(["a", "b.c"], { "t/u": ["a", "b.c"] }, { name: "" });
  expect(told(bad)).toEqual([
    'MADEUS_BAD_NAME: component "": the name of the component "" is empty',
    'MADEUS_BAD_NAME: component "": the name of the place "b.c" holds a "."',
    'MADEUS_BAD_NAME: component "": the name of the transition "t/u" holds a "/"',
  ]);
});

test("names of behaviors, ports and limits are looked at too", () => {
  const named = {
    uses: { "a.b": { type: Sql, in: ["go"] } },
    provides: { "a\u0007": { type: Sql, in: ["b"] } },
    behaviors: { "": { go: { from: "a", to: "b", limits: ["apt=1"] } } },
  };
  expect(told(lifecycle(["a", "b"], {}, named))).toEqual([
    'MADEUS_BAD_NAME: component "c": the name of the behavior "" is empty',
    'MADEUS_BAD_NAME: component "c": the name of the use port "a.b" holds a "."',
    'MADEUS_BAD_NAME: component "c": the name of the provide port "a\\u{7}" holds a control character',
    'MADEUS_BAD_NAME: component "c": the name of the limit "apt=1" holds a "="',
  ]);
});

test("a name of 10,000 characters is told in one short line", () => {
  const long = "x".repeat(10_000);
  const [first = "", ...others] = told(lifecycle(["a", long], { go: ["a", long] }));
  expect(first).toContain("has 10000 characters, more than 200");
  expect(others).toEqual([]);
  expect(first.length).toBeLessThan(200);
});

test("places and transitions share their names, across behaviors too", () => {
  const twice = lifecycle(
    ["a", "b", "b", "go"],
    {},
    {
      behaviors: {
        deploy: transitions({ go: ["a", "b"], on: ["b", "go"] }),
        repeat: transitions({ on: ["go", "b"] }),
      },
    },
  );
  expect(told(twice)).toEqual([
    'MADEUS_DUPLICATE_NAME: component "c": "b" is the name of a place twice',
    'MADEUS_DUPLICATE_NAME: component "c": "go" is the name of a place and of a transition of "deploy"',
    'MADEUS_DUPLICATE_NAME: component "c": "on" is the name of a transition of "deploy" and of a transition of "repeat"',
  ]);
});

test.each([
  [
    { retry: { attempts: 0 } },
    'retry.attempts of the transition "go" must be a whole number, 1 or more, but is 0',
  ],
  [
    { retry: { attempts: 1.5 } },
    'retry.attempts of the transition "go" must be a whole number, 1 or more, but is 1.5',
  ],
  [
    { retry: { attempts: NaN } },
    'retry.attempts of the transition "go" must be a whole number, 1 or more, but is NaN',
  ],
  [
    { retry: { attempts: 2, delayMs: -1 } },
    'retry.delayMs of the transition "go" must be 0 or more and at most 2147483647 (24 days), but is -1',
  ],
  [
    { retry: { attempts: 2, delayMaxMs: Infinity } },
    'retry.delayMaxMs of the transition "go" must be 0 or more and at most 2147483647 (24 days), but is Infinity',
  ],
  [
    { timeoutMs: 0 },
    'timeoutMs of the transition "go" must be more than 0 and at most 2147483647 (24 days), but is 0',
  ],
  [
    { timeoutMs: 2 ** 31 },
    'timeoutMs of the transition "go" must be more than 0 and at most 2147483647 (24 days), but is 2147483648',
  ],
  [{ durationS: -0.5 }, 'durationS of the transition "go" must be 0 or more, but is -0.5'],
])("%j is out of range", (fields, text) => {
  const behaviors = { deploy: { go: { from: "a", to: "b", ...fields } } };
  expect(told(lifecycle(["a", "b"], {}, { behaviors }))).toEqual([
    `MADEUS_BAD_NUMBER: component "c": ${text}`,
  ]);
});

test("the least number of providers is a whole number", () => {
  const uses = { all: { type: many(Sql, { min: -1 }), in: ["go"] } };
  expect(told(lifecycle(["a", "b"], { go: ["a", "b"] }, { uses }))).toEqual([
    'MADEUS_BAD_NUMBER: component "c": min of the use port "all" must be a whole number, 0 or more, but is -1',
  ]);
});

test("findings stand where the component was declared", async () => {
  const { wellFormed } = await import("../../src/model/check.ts");
  const [finding] = wellFormed(spoilt({ initial: "of" }));
  expect(finding?.at).toEqual(server.at);
  const [lost] = wellFormed(spoilt({ initial: "of", at: "somewhere" }));
  expect(lost?.at).toBeUndefined();
});

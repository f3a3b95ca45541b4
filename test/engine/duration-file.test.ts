import { expect, test } from "vitest";
import { readDurations } from "../../src/engine/duration-file.ts";
import { isMadeusError } from "../../src/model/code.ts";

const names = new Map([
  ["db", new Set(["install", "start"])],
  ["web", new Set(["fetch"])],
]);
const file = "/site/durations.json";

/** What is said about a text that is refused. */
function refusal(text: string): { code: string; said: readonly string[] } {
  try {
    readDurations(text, file, names);
  } catch (error) {
    if (!isMadeusError(error)) throw error;
    const said = error.findings.map(
      ({ code, at, text, hint }) => `${at?.line}:${at?.column} ${code} ${text}; ${hint}`,
    );
    return { code: error.code, said: said.length > 0 ? said : [error.message] };
  }
  return { code: "none", said: [] };
}

test("numbers, measured times and distributions are read", () => {
  const table = {
    "db.install": 12.5,
    "db.start": [1.9, 2.2],
    "web.fetch": { medianS: 4, p95S: 11 },
  };
  expect(readDurations(JSON.stringify(table), file, names)).toEqual(table);
  expect(readDurations("{}", file, names)).toEqual({});
});

test("all that is wrong is found at once, each in its line", () => {
  const text = `{
  "db.instal": 3,
  "dbb.start": 3,
  "db.start": -1,
    "web.fetch": "long"
}`;
  expect(refusal(text)).toEqual({
    code: "MADEUS_UNKNOWN_TRANSITION",
    said: [
      '2:3 MADEUS_UNKNOWN_TRANSITION "db.instal": the instance has no such transition; did you mean "db.install"?',
      '3:3 MADEUS_UNKNOWN_INSTANCE "dbb.start": no instance has this name; did you mean "db.start"?',
      expect.stringContaining(
        '4:3 MADEUS_BAD_DURATION "db.start": -1 is no number of seconds from 0 to 1000000000; Write seconds',
      ),
      expect.stringContaining(
        '5:5 MADEUS_BAD_DURATION "web.fetch": "long" is no number of seconds',
      ),
    ],
  });
});

test.each([
  "1e999",
  "1e10",
  "null",
  "[]",
  "[1, -1]",
  '["1"]',
  "{}",
  '{"minS": 3, "maxS": 2}',
  '{"meanS": 3}',
  '{"meanS": 3, "sdS": 1, "maxS": 9}',
  '{"medianS": 0, "p95S": 2}',
  '{"medianS": 3, "p95S": 2}',
  '{"mean": 3, "sd": 2}',
  "true",
])("%s is no duration", (duration) => {
  expect(refusal(`{"db.start": ${duration}}`).code).toBe("MADEUS_BAD_DURATION");
});

test.each(["", "{", "[]", "3", "null", '{"db.start": NaN}', "{'db.start': 1}"])(
  "a file that holds %j is not one of durations",
  (text) => {
    const { code, said } = refusal(text);
    expect(code).toBe("MADEUS_FILE_FORMAT");
    expect(said[0]).toContain(file);
  },
);

test("a name that every object knows is not one of an instance", () => {
  expect(refusal('{"__proto__.start": 1, "constructor": 2}').code).toBe("MADEUS_UNKNOWN_INSTANCE");
});

test("a name that stands twice is refused, in the line where it stands again", () => {
  const text = `{ "db.start": {"minS": 1, "maxS": 2},
  "db.install": 1, "web.fetch": 2,
  "db.start": 3 }`;
  expect(refusal(text)).toMatchObject({
    code: "MADEUS_DUPLICATE_NAME",
    said: [
      expect.stringMatching(/^3:3 MADEUS_DUPLICATE_NAME "db.start": it stands here once more/),
    ],
  });
});

test("an instance alone, and a name with too many parts, are no transitions", () => {
  const { said } = refusal('{"db": 1, "db.start.now": 2}');
  expect(said).toEqual([
    expect.stringMatching(/^1:2 MADEUS_UNKNOWN_TRANSITION "db"/),
    expect.stringMatching(/^1:11 MADEUS_UNKNOWN_TRANSITION "db.start.now"/),
  ]);
});

test("of very many wrong names the first two hundred are told", () => {
  const wrong = Array.from({ length: 5000 }, (_, k) => [`x${k}.start`, 1] as const);
  expect(refusal(JSON.stringify(Object.fromEntries(wrong))).said).toHaveLength(200);
});

test("a byte order mark is left out", () => {
  expect(readDurations('\uFEFF{"db.start": 1}', file, names)).toEqual({ "db.start": 1 });
});

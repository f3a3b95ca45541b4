/** Literals of Python in inventories: the texts were given to `ansible-inventory` 2.14, whose answers these are. */
import fc from "fast-check";
import { expect, test } from "vitest";
import { type Literal, literalIn } from "../../src/inventory/literal.ts";

test.each<[string, Literal]>([
  ["64", 64],
  ["-5", -5],
  ["- 7", -7],
  ["1_000", 1000],
  ["0x1F # a comment", 31],
  ["0o10", 8],
  ["0b11", 3],
  ["00", 0],
  ["1.50", 1.5],
  [".5", 0.5],
  ["1e-7", 1e-7],
  ["True", true],
  ["None", null],
  ["'64'", "64"],
  [`"a" 'b' # c`, "ab"],
  [`"a\\x41\\u00e9\\U0001F600\\101\\n\\q\\'"`, "aAé😀A\n\\q'"],
  [`r"a\\n"`, "a\\n"],
  [`u"x"`, "x"],
  ["1, 2", [1, 2]],
  ["('a')", "a"],
  ["(1,)", [1]],
  ["()", []],
  ["[1, (2, 'a'),]", [1, [2, "a"]]],
  ["{'a': [1, 2.5, None], 3: {},}", { a: [1, 2.5, null], 3: {} }],
])("%s is a literal", (text, value) => {
  expect(literalIn(text)).toEqual(value);
});

const texts = String.raw`yes|true|FALSE|Nonesuch|007|5a|1.10.2|10.0.0.1|0x|-True|--5|1+2|1_|abc # five|a'b|'a|"\x4"|"\N{DASH}"|[1|(1 2)|[,]
  |{'a' 1}|{{ port }}|{'a': 1 'b': 2}|{"a": true}|{[]: 1}`;
/** Of these Python has values for which there are none here. */
const others = "{1, 2}|b'x'|1+2j|12345678901234567890|1e999";

test.each(["", ...`${texts}|${others}`.split(/\s*\|/)])("%j is a text", (text) => {
  expect(literalIn(text)).toBeUndefined();
});

test("whatever is written as Python writes it is read as what it was", () => {
  const { value } = fc.letrec<{ value: Literal }>((tie) => ({
    value: fc.oneof(
      { maxDepth: 3 },
      fc.constant(null),
      fc.boolean(),
      fc.maxSafeInteger(),
      fc.double({ noDefaultInfinity: true, noNaN: true, noInteger: true }),
      fc.string({ unit: "binary" }),
      fc.array(tie("value"), { maxLength: 3 }),
      fc.dictionary(fc.string(), tie("value"), { maxKeys: 3, noNullPrototype: true }),
    ),
  }));
  fc.assert(
    fc.property(value, (one) => {
      expect(literalIn(python(one))).toEqual(one);
    }),
  );
});

function python(value: Literal): string {
  if (value === null) return "None";
  if (typeof value === "boolean") return value ? "True" : "False";
  if (typeof value === "number") return String(value);
  if (typeof value === "string")
    return `'${value.replaceAll(/[\\'\n\r\u2028\u2029]/g, (c) => `\\u${c.charCodeAt(0).toString(16).padStart(4, "0")}`)}'`;
  if (Array.isArray(value)) return `[${value.map(python).join(", ")}]`;
  return `{${Object.entries(value)
    .map(([key, one]) => `${python(key)}: ${python(one)}`)
    .join(", ")}}`;
}

import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { Redactor, mark } from "../../src/engine/redaction.ts";

const redactorOf = (...secrets: string[]): Redactor => {
  const redactor = new Redactor();
  for (const secret of secrets) redactor.add(secret);
  return redactor;
};

describe("a secret is hidden", () => {
  test("wherever it stands, however often", () => {
    expect(redactorOf("s3cret").redact("s3cret is s3cret, not secret")).toBe(
      `${mark} is ${mark}, not secret`,
    );
  });

  test("though it is short", () => {
    expect(redactorOf("x1").redact("pin x1")).toBe(`pin ${mark}`);
  });

  test("though it looks like a pattern", () => {
    expect(redactorOf("a.*(b)$&").redact("a.*(b)$& and axx(b)")).toBe(`${mark} and axx(b)`);
  });

  test("in the disguises in which programs print it", () => {
    const redactor = redactorOf(`p'w "ü/1`);
    const disguises = [
      JSON.stringify({ password: `p'w "ü/1` }),
      encodeURIComponent(`p'w "ü/1`),
      `'p'\\''w "ü/1'`,
      Buffer.from(`p'w "ü/1`).toString("base64"),
    ];
    for (const text of disguises) expect(redactor.redact(text)).toContain(mark);
    for (const text of disguises) expect(redactor.redact(text)).not.toMatch(/p'|%20|\\''w|cCd3/);
  });

  test("line by line if it has several", () => {
    const redactor = redactorOf(
      "-----BEGIN KEY-----\nMIIEow1\r\nabc\nIBAAKC2\n-----END KEY-----\n",
    );
    const printed = ["-----BEGIN KEY-----", "MIIEow1", "  IBAAKC2;", "-----END KEY-----"];
    expect(printed.map((line) => redactor.redact(line))).toEqual([
      "-----BEGIN KEY-----",
      mark,
      `  ${mark};`,
      "-----END KEY-----",
    ]);
  });

  test("in base64, whatever stands before it and behind it", () => {
    fc.assert(
      fc.property(
        fc.string({ unit: "grapheme", minLength: 6, maxLength: 200 }),
        fc.string({ maxLength: 80 }),
        fc.string({ maxLength: 80 }),
        fc.constantFrom("base64" as const, "base64url" as const, "hex" as const),
        (secret, before, behind, encoding) => {
          fc.pre(secret.isWellFormed() && !secret.includes("\n"));
          const encoded = Buffer.from(before + secret + behind).toString(encoding);
          const shown = redactorOf(secret).redact(encoded);
          // At its ends a digit has bits of what stands beside it.
          const left = shown.split(mark).reduce((sum, part) => sum + part.length, 0);
          const beside = Buffer.from(before).length + Buffer.from(behind).length;
          expect(left).toBeLessThanOrEqual((encoding === "hex" ? 2 : 4 / 3) * beside + 6);
        },
      ),
    );
  });

  test("where its encoding is broken into lines", () => {
    const key = Array.from({ length: 40 }, (_, k) => `line ${k ** 7} of a key`).join("\n");
    for (const before of ["", "x", "key: ", "a".repeat(50)])
      for (const width of [60, 64, 76]) {
        const encoded = Buffer.from(before + key).toString("base64");
        const lines = encoded.match(new RegExp(`.{1,${width}}`, "g")) ?? [];
        const redactor = redactorOf(key);
        const shown = lines.map((line) => redactor.redact(line)).join("");
        const beside = Math.ceil((before.length * 4) / 3) + 16;
        expect(shown.replaceAll(mark, "").length).toBeLessThanOrEqual(beside);
      }
  });

  test("where only a part of it is left: twelve letters, wherever they are from", () => {
    const unit = fc.constantFrom("a", "b", "c", "d", "e", " ", "\\", "'", '"', "é");
    fc.assert(
      fc.property(
        fc.string({ unit, minLength: 12, maxLength: 60 }),
        fc.nat(48),
        fc.integer({ min: 12, max: 60 }),
        fc.string({ unit: fc.constantFrom("x", "y", "z"), maxLength: 30 }),
        (secret, from, length, filler) => {
          const part = secret.slice(from, from + length);
          fc.pre(part.length >= 12);
          const redactor = redactorOf(secret);
          expect(redactor.redact(`${filler}${part}${filler}`)).toBe(`${filler}${mark}${filler}`);
          expect(redactor.redact(filler)).toBe(filler);
        },
      ),
    );
    const long = "a".repeat(10_000);
    expect(redactorOf("a".repeat(4_000)).redact(`b${long}b`)).toBe(`b${mark}b`);
  });

  test("where two of them overlap", () => {
    expect(redactorOf("abcdef", "defghi").redact("<abcdefghi>")).toBe(`<${mark}>`);
    expect(redactorOf("abab").redact("<ababab>")).toBe(`<${mark}>`);
  });

  test("where a long line was cut in its middle", () => {
    const line = `${"x".repeat(65_530)}s3cr`;
    expect(redactorOf("s3cret-password").redact(line)).toBe(`${"x".repeat(65_530)}${mark}`);
    expect(redactorOf("s3cret-password").redact(`before s3cr\n${line}\nafter s3cr`)).toBe(
      `before s3cr\n${"x".repeat(65_530)}${mark}\nafter s3cr`,
    );
  });

  test("so that no text made of secrets and other text shows one", () => {
    const secret = fc.string({
      unit: fc.constantFrom("a", "b", "'", "\\", "é"),
      minLength: 4,
      maxLength: 8,
    });
    const filler = fc.string({ unit: fc.constantFrom("x", " ", "[", "]"), maxLength: 4 });
    fc.assert(
      fc.property(
        fc.array(secret, { minLength: 1, maxLength: 4 }),
        fc.array(filler, { minLength: 1, maxLength: 6 }),
        (secrets, fillers) => {
          const redactor = redactorOf(...secrets);
          const text = fillers.map((part, at) => part + secrets[at % secrets.length]).join("");
          const shown = redactor.redact(text);
          expect(shown).toContain(mark);
          for (const one of secrets) expect(shown).not.toContain(one);
          expect(redactor.redact(shown)).toBe(shown);
        },
      ),
    );
  });
});

test("text without secrets stays as it is, and an empty secret hides nothing", () => {
  fc.assert(
    fc.property(fc.string({ unit: "binary" }), (text) => {
      expect(redactorOf("", "\n").redact(text)).toBe(text);
    }),
  );
});

describe("a text tells a secret", () => {
  test("if it holds it", () => {
    const redactor = redactorOf("s3cret");
    expect(redactor.tells("postgres://user:s3cret@host")).toBe(true);
    expect(redactor.tells("postgres://user@host")).toBe(false);
  });

  test("if it is it, where the secret is too short to be looked for", () => {
    const redactor = redactorOf("54");
    expect(redactor.tells("54")).toBe(true);
    expect(redactor.tells("5432")).toBe(false);
  });
});

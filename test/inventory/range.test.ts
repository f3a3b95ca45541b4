/** Patterns that stand for many hosts, against what Ansible makes of the same. */
import fc from "fast-check";
import { expect, test } from "vitest";
import { expanded } from "../../src/inventory/range.ts";

test.each([
  ["web", ["web"], undefined],
  ["web:2222", ["web"], 2222],
  ["web[1:3]", ["web1", "web2", "web3"], undefined],
  ["web[:2]", ["web0", "web1", "web2"], undefined],
  ["web[08:11].example.org:22", ["08", "09", "10", "11"].map((n) => `web${n}.example.org`), 22],
  ["n[0:8:3]", ["n0", "n3", "n6"], undefined],
  ["db-[a:c]", ["db-a", "db-b", "db-c"], undefined],
  ["[a:b][1:2]", ["a1", "a2", "b1", "b2"], undefined],
  ["10.0.[0:1].7", ["10.0.0.7", "10.0.1.7"], undefined],
  ["2001:db8::1", ["2001:db8::1"], undefined],
  ["[2001:db8::1]:22", ["2001:db8::1"], 22],
])("%s stands for %j", (pattern, names, port) => {
  expect(expanded(pattern)).toEqual({ names, port });
});

test.each([
  ["web[3:1]", "it ends before it begins"],
  ["web[1:]", "it has no end"],
  ["web[1:3", "a bracket is not closed"],
  ["web[1]", "it is not written [first:last] or [first:last:step]"],
  ["web[1:2:3:4]", "it is not written [first:last] or [first:last:step]"],
  ["web[1:9:0]", "its step must be 1 or more, but is 0"],
  ["web[a:3]", "its ends must be two numbers or two letters"],
  ["web[08:100]", "one end has leading zeros, so both must have as many digits"],
  ["web[1:1000000000]", "it stands for more than 10000 hosts"],
  ["web[1:200][1:200]", "it stands for more than 10000 hosts"],
])("%s is refused: %s", (pattern, why) => {
  expect(() => expanded(pattern)).toThrow(new RangeError(why));
});

test("a range of numbers is what counting gives", () => {
  fc.assert(
    fc.property(fc.nat(500), fc.nat(300), fc.integer({ min: 1, max: 9 }), (first, more, step) => {
      const counted: string[] = [];
      for (let k = first; k <= first + more; k += step) counted.push(`n${k}x`);
      expect(expanded(`n[${first}:${first + more}:${step}]x`).names).toEqual(counted);
    }),
  );
});

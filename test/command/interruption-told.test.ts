/** Interruptions in words: a few one by one, many of one port together, and what goes with its instance in one line. */
import { stripVTControlCharacters } from "node:util";
import { expect, test } from "vitest";
import { interruptionLines as painted } from "../../src/command/interruption-told.ts";
import type { Interruption } from "../../src/engine/interruption.ts";

const interruptionLines = (...told: Parameters<typeof painted>): readonly string[] =>
  painted(...told).map((line) => stripVTControlCharacters(line));
const away = (instance: string, fromS: number, lengthS?: number): Interruption => ({
  instance,
  port: "http",
  fromS,
  ...(lengthS !== undefined && { toS: fromS + lengthS }),
});
const gone = (instance: string): Interruption => ({ ...away(instance, 1), gone: true });
const webs = Array.from({ length: 12 }, (_, k) => `web${k + 1}`);

test("each is told, what goes for good apart from what only does not come back", () => {
  expect(interruptionLines([])).toEqual(["no service that a port provides goes away"]);
  expect(
    interruptionLines(
      [away("web", 1, 2), gone("old"), away("db", 3), gone("older")],
      [away("web", 1, 3)],
    ),
  ).toEqual([
    "web.http is away for 2.0s, from 1.0s to 3.0s; expected: 3.0s",
    "db.http goes away after 3.0s and does not come back",
    "goes for good: old.http, older.http",
  ]);
});

test("many of one port are told together", () => {
  const found = webs.map((name, k) => away(name, 2 * k, 2));
  const told = `${webs
    .slice(0, 8)
    .map((name) => `${name}.http`)
    .join(", ")} and 4 more`;
  const stays = { ...away("db", 0, 5), port: "sql" };
  expect(interruptionLines([...found, stays])).toEqual([
    `${told} are away for 2.0s each, from 0.0s to 24.0s`,
    "db.sql is away for 5.0s, from 0.0s to 5.0s",
  ]);
  const twice = [...found, ...webs.map((name, k) => away(name, 30 + 2 * k, 1))];
  expect(interruptionLines(twice, found)).toEqual([
    `${told} are away for 1.0s to 2.0s each time, from 0.0s to 53.0s; expected: 2.0s`,
  ]);
  expect(interruptionLines(webs.map((name, k) => away(name, k)))).toEqual([
    `${told} go away, the first after 0.0s; each of them does not come back`,
  ]);
  expect(interruptionLines(webs.map(gone))).toEqual([`goes for good: ${told}`]);
});

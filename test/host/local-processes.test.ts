import { expect, test } from "vitest";
import { bootOf, parsePs, parseStat } from "../../src/host/local-processes.ts";

const stat = (name: string, state: string, threads: number): string =>
  `4711 (${name}) ${state} 1 4700 4600 0 -1 4194304 93 0 0 0 0 0 0 0 20 0 ${threads} 0 18125 2605056 401 18446744073709551615`;

test("a process is read from /proc, whatever its name is", () => {
  const entry = { pid: 4711, group: 4700, session: 4600, started: "boot/18125", zombie: false };
  expect(parseStat(stat("sleep", "S", 1), "boot")).toEqual(entry);
  expect(parseStat(stat("a) R 1 (b c", "S", 1), "boot")).toEqual(entry);
});

test("a process whose main thread alone has ended still lives", () => {
  expect(parseStat(stat("sleep", "Z", 1), "boot").zombie).toBe(true);
  expect(parseStat(stat("server", "Z", 4), "boot").zombie).toBe(false);
});

test("a process is read from what ps prints", () => {
  expect(parsePs("  4711  4700 Ss   Sat Nov 22 01:02:03 2025    ")).toEqual({
    pid: 4711,
    group: 4700,
    session: undefined,
    started: "Sat Nov 22 01:02:03 2025",
    zombie: false,
  });
  expect(parsePs("4711 4700 Z+ Sat Nov 22 01:02:03 2025").zombie).toBe(true);
});

test("processes of two starts of a machine are told apart where it says so", () => {
  expect(bootOf("one/18125")).not.toBe(bootOf("two/18125"));
  expect(bootOf("Sat Nov 22 01:02:03 2025")).toBe(bootOf("Sun Nov 23 01:02:03 2025"));
});

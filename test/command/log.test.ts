import { mkdtempSync, readFileSync, readdirSync, rmSync, statSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { expect, onTestFinished, test } from "vitest";
import { logFiles, logPath, olderPath } from "../../src/command/log.ts";

function folder(): string {
  const directory = mkdtempSync(join(tmpdir(), "madeus-log-"));
  onTestFinished(() => rmSync(directory, { recursive: true, force: true }));
  return join(directory, "logs");
}
const never = (error: Error): never => {
  throw error;
};

test("lines are appended to the file of their transition, which only its owner may read", () => {
  const directory = folder();
  for (const line of ["one", "two"]) {
    const logs = logFiles(directory, { failed: never });
    logs.write("web", "start", line);
    logs.write("db", "start", "other");
    logs.close();
  }
  expect(readFileSync(logPath(directory, "web", "start"), "utf8")).toBe("one\ntwo\n");
  expect(statSync(logPath(directory, "web", "start")).mode & 0o777).toBe(0o600);
  expect(readdirSync(directory)).toEqual(["db.start.log", "web.start.log"]);
});

test("without a line there is no directory", () => {
  const directory = folder();
  logFiles(directory, { failed: never }).close();
  expect(() => readdirSync(directory)).toThrow(/ENOENT/);
});

test("a full file is kept as the older half, in the place of the one before", () => {
  const directory = folder();
  const logs = logFiles(directory, { failed: never, fileBytesMax: 200_000 });
  const line = "x".repeat(999);
  for (let k = 0; k < 700; k++) logs.write("web", "start", line);
  logs.write("web", "start", "the last");
  logs.close();
  const path = logPath(directory, "web", "start");
  const [older, newer] = [olderPath(path), path].map((one) => readFileSync(one, "utf8"));
  expect(readdirSync(directory)).toHaveLength(2);
  expect(newer?.endsWith("the last\n")).toBe(true);
  for (const half of [older, newer]) {
    expect(half?.length).toBeLessThan(270_000);
    expect(half?.split("\n").at(-1)).toBe("");
  }
});

test("names that a file system would refuse are cut, and stay apart", () => {
  const [a, b] = ["a", "b"].map((end) =>
    logPath("logs", `${"ö".repeat(150)}${end}`, "x".repeat(200)),
  );
  expect(a).not.toBe(b);
  for (const path of [a, b]) expect(Buffer.byteLength(path ?? "")).toBeLessThan(240);
});

test("a log that cannot be written is told once, and nothing else happens", () => {
  const directory = folder();
  writeFileSync(directory, "a file stands here");
  const told: string[] = [];
  const logs = logFiles(directory, { failed: ({ message }) => told.push(message) });
  for (let k = 0; k < 3; k++) logs.write("web", "start", "line");
  logs.close();
  expect(told).toEqual([expect.stringMatching(/ENOTDIR|EEXIST/)]);
});

import { spawnSync } from "node:child_process";
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { afterAll, describe, expect, test } from "vitest";

const script = fileURLToPath(new URL("action-culprit.ts", import.meta.url));

/** For what a process leaves that is brought down. */
const directory = mkdtempSync(join(tmpdir(), "madeus-culprit-"));
afterAll(() => rmSync(directory, { recursive: true }));

/** Uncaught errors would be taken as its own by the test runner: so each action misbehaves in a process of its own. */
function misbehave(culprit: string) {
  const { status, stdout, stderr } = spawnSync(process.execPath, [script, culprit], {
    encoding: "utf8",
    env: { ...process.env, TMPDIR: directory },
  });
  const printed = JSON.parse(stdout || "{}") as Record<"performed" | "beside" | "log", any>;
  return { status, stderr, ...printed };
}

const beside = { kind: "ended", values: {}, returned: "bystander" };
const failed = (message: string) => ({
  kind: "failed",
  error: expect.objectContaining({ code: "MADEUS_ACTION_FAILED", message }),
});
const hint = "(to fail, throw an error)";

describe("an action that would bring the process down fails instead, and no other does:", () => {
  test.each([
    ["exit", `the action called process.exit(3) ${hint}`],
    ["exit caught", `the action called process.exit(3) ${hint}`],
    ["exit in a timer", `the action called process.exit() ${hint}`],
    ["throw in a timer", "thrown in a timer"],
    ["floating rejection", "nobody awaits me"],
    ["floating command", '"exit 5" exited with code 5'],
    ["throw in a listener", `the action called process.exit(1) ${hint}`],
  ])("%s", (culprit, message) => {
    expect(misbehave(culprit)).toMatchObject({
      status: 0,
      stderr: "",
      performed: failed(message),
      beside,
    });
  });

  test("throw when told of the timeout", () => {
    const error = expect.objectContaining({ code: "MADEUS_ACTION_TIMEOUT" });
    expect(misbehave("throw when told of the timeout")).toMatchObject({
      status: 0,
      stderr: "",
      performed: { kind: "failed", error },
      beside,
    });
  });

  test("undefined rejection, in an action that never ends", () => {
    const { status, performed } = misbehave("undefined rejection");
    expect({ status, performed }).toEqual({
      status: 0,
      performed: failed(
        expect.stringMatching(
          /^the action threw undefined, which is not an Error, and went on /,
        ) as never,
      ),
    });
  });
});

describe("what an action does after its end is told in the log, and harms nobody:", () => {
  const ended = { kind: "ended", values: {} };
  test.each([
    ["throw after the end", "(db.start failed after it had ended)"],
    ["give after the end", "(db.start called give after it had ended)"],
    ["command after the end", "(db.start called sh after it had ended)"],
  ])("%s", (culprit, line) => {
    const { status, stderr, performed, log } = misbehave(culprit);
    expect({ status, stderr, performed }).toEqual({ status: 0, stderr: "", performed: ended });
    expect(log).toContain(line);
    expect(log).not.toContain("$ echo late");
  });
});

describe("what is no action's doing is as it would be without us:", () => {
  test("an uncaught error ends the process and is printed", () => {
    expect(misbehave("nobody throws")).toMatchObject({
      status: 1,
      stderr: expect.stringContaining("SyntaxError"),
    });
  });

  test("so does an unhandled rejection", () => {
    expect(misbehave("nobody catches")).toMatchObject({
      status: 1,
      stderr: expect.stringContaining("nobody's"),
    });
  });

  test("an error in what we do for an action is not the action's", () => {
    expect(misbehave("nobody's fault")).toMatchObject({
      status: 1,
      stderr: expect.stringContaining("an error of our own"),
    });
  });

  test("process.exit exits", () => {
    expect(misbehave("nobody exits")).toMatchObject({ status: 7, stderr: "" });
  });
});

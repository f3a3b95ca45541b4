/** The launcher's text, which every login shell must understand alike, and the line that opens its gate. */
import { describe, expect, test } from "vitest";
import { gateLine, launcher } from "../../src/host/launcher.ts";
import { command } from "./stage.ts";

describe("the text of a launcher", () => {
  test.each(["command", "daemon"] as const)("of a %s means the same to every shell", (mode) => {
    const text = launcher("NONCE", mode, "");
    expect(text.split("'")).toHaveLength(7);
    expect(text).not.toMatch(/[\n!]|\\[\\']/);
    expect(text.match(/NONCE/g)).toHaveLength(1);
  });
});

describe("the line that opens the gate", () => {
  test("is one line, whatever is in it", () => {
    const text = "a'b\nc\n";
    const line = gateLine(
      command(text, [text], { env: { A: text }, cwd: `/${text}`, log: `/${text}` }),
    );
    expect(line).not.toContain("\n");
  });

  test.each([
    ["an argument that is too long", { args: ["x".repeat(200_000)] }, "are too long"],
    ["too many arguments", { args: Array<string>(20_000).fill("x".repeat(100)) }, "are too long"],
    ["a variable that is too long", { env: { A: "x".repeat(200_000) } }, "are too long"],
    ["a NUL", { args: ["a\0b"] }, "a NUL stands in its arguments"],
    [
      "a strange variable",
      { env: { "a-b": "" } },
      '"a-b" is not a name of an environment variable',
    ],
  ])("is refused with %s", (_, more, message) => {
    expect(() => gateLine(command("true", [], more))).toThrow(message);
  });
});

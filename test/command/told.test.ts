import { expect, test } from "vitest";
import type { Output } from "../../src/command/output.ts";
import { tellError } from "../../src/command/told.ts";
import { finish } from "../../src/command/verb.ts";
import { MadeusError } from "../../src/model/code.ts";
import { printable } from "../../src/show/paint.ts";

/** How a command that throws ends, and what it says. */
function ended(thrown: unknown) {
  const said: string[] = [];
  const objects: object[] = [];
  const nowhere = (): void => undefined;
  const to: Output = {
    json: true,
    result: nowhere,
    progress: nowhere,
    say: (line) => void said.push(printable(line, false)),
    object: (value) => void objects.push(value),
  };
  const code = finish(to, tellError(to, thrown));
  return { code, said, objects };
}

test("an error is told with where it is about and what to do", () => {
  const at = { file: "/site.ts", line: 3, column: 7 };
  const { code, said, objects } = ended(
    new MadeusError("MADEUS_NO_STATE", "There is none.", { at, hint: "Make one." }),
  );
  expect(code).toBe(6);
  expect(said).toEqual(["/site.ts:3:7: error MADEUS_NO_STATE: There is none.", "  Make one."]);
  expect(objects).toEqual([
    {
      type: "result",
      outcome: "error",
      exitCode: 6,
      code: "MADEUS_NO_STATE",
      message: "There is none.",
      hint: "Make one.",
    },
  ]);
});

test("findings are told one by one, and the error that bundles them is not told again", () => {
  const finding = {
    code: "MADEUS_CYCLE",
    severity: "error",
    at: undefined,
    text: "round",
    hint: undefined,
  } as const;
  const findings = [finding, { ...finding, severity: "warning", text: "and round" } as const];
  const { code, said, objects } = ended(new MadeusError("MADEUS_CYCLE", "round", { findings }));
  expect(code).toBe(2);
  expect(said).toEqual(["error MADEUS_CYCLE: round", "warning MADEUS_CYCLE: and round"]);
  expect(objects).toMatchObject([
    { type: "finding" },
    { type: "finding" },
    { type: "result", code: "MADEUS_CYCLE" },
  ]);
});

test("only a fault of our own is told with its stack, and says that it is one", () => {
  const { code, said } = ended(new TypeError("x is not a function"));
  expect(code).toBe(1);
  expect(said[0]).toMatch(/^error MADEUS_FAULT: TypeError: x is not a function\n +at /);
  expect(said[1]).toMatch(/Please report it/);
});

/** Traces: written in names, read again, followed step by step; what does not fit is refused in one sentence. */
import { describe, expect, test } from "vitest";
import { type Program, reconfigure } from "../../../src/model/program.ts";
import { type Proof, prove } from "../../../src/net/proof/proof.ts";
import {
  type Trace,
  ensureOf,
  followed,
  readTrace,
  traceSteps,
  traceText,
} from "../../../src/net/proof/trace-file.ts";
import { assemblyOf, client, pair } from "../translate/sample-pair.ts";

const program: Program = reconfigure(pair)
  .changeBehavior("server", "suspend")
  .changeBehavior("client", "stop")
  .changeBehavior("client", "deploy")
  .wait();

function deadlockOf({ deadlocks: [first] }: Proof) {
  if (first === undefined) throw new Error("it does not get stuck");
  return { translation: first.of.translation, begin: first.of.begin, trace: first.trace };
}

const { translation, begin, trace } = deadlockOf(prove(program));
const written: Trace = {
  madeus: "trace-1",
  assembly: "pair",
  export: "swap",
  ...(begin !== undefined && { deployment: traceSteps(begin.translation, begin.trace) }),
  steps: traceSteps(translation, trace),
};
const text = [...traceText(written)].join("");

describe("a trace", () => {
  test("is read as it was written", () => {
    expect(readTrace("/a.json", text)).toEqual(written);
    const bare = { madeus: "trace-1", assembly: "pair", steps: [] } as const;
    expect(readTrace("/a.json", [...traceText(bare)].join(""))).toEqual(bare);
  });

  test("is followed to the same end, on the net of the same declaration made anew", () => {
    const again = deadlockOf(prove(program));
    expect(followed(again.translation, readTrace("/a.json", text).steps)).toEqual(again.trace);
    expect(begin && followed(begin.translation, written.deployment ?? [])).toEqual(begin?.trace);
  });

  test("says what happens in the words of the declaration", () => {
    expect(written.steps).toContainEqual({ rule: "fire", instance: "server", element: "pause" });
    expect(written.steps).toContainEqual({
      rule: "instruct",
      element: "3 changeBehavior(client, deploy)",
    });
  });
});

describe("a trace is refused", () => {
  const refusal = (steps: Trace["steps"]): string => {
    try {
      followed(translation, steps);
    } catch (error) {
      expect(error).toMatchObject({ code: "MADEUS_TRACE_REFUSED" });
      return (error as Error).message;
    }
    return "it was followed";
  };

  test("with a step that is not in the declaration", () => {
    expect(refusal([{ rule: "fire", instance: "nobody", element: "go" }])).toBe(
      "step 1 of the trace, fire nobody.go, is none that can ever be taken",
    );
    expect(refusal([{ rule: "jump", element: "1" }])).toMatch(/jump 1, is none/);
    expect(refusal([{ rule: "instruct", element: "1 del(server)" }])).toMatch(/is none/);
  });

  test("with a step too many, too few or in another order", () => {
    const { steps } = written;
    expect(refusal([...steps, ...steps.slice(-1)])).toMatch(/cannot be taken then$/);
    expect(refusal(steps.slice(1))).toMatch(/^step \d+ of the trace, .* cannot be taken then$/);
    expect(refusal(steps.toReversed())).toMatch(/^step 1 of the trace/);
  });

  test("when it is of another assembly", () => {
    expect(() => ensureOf(written, "pair")).not.toThrow();
    expect(() => ensureOf(written, "blog")).toThrow(
      'the trace is of the assembly "pair", not of "blog"',
    );
    const other = prove(assemblyOf({ client }, {}));
    expect(other.verdict).toBe("violated");
  });

  test.each([
    ["", "it is no JSON"],
    ["[]", 'it does not begin with "madeus": "trace-1"'],
    ['{"madeus":"trace-2"}', 'it does not begin with "madeus": "trace-1"'],
    ['{"madeus":"trace-1","steps":[]}', "it names no assembly"],
    ['{"madeus":"trace-1","assembly":"a","export":1,"steps":[]}', "its export is no name"],
    ['{"madeus":"trace-1","assembly":"a"}', "its steps are no list"],
    [
      '{"madeus":"trace-1","assembly":"a","steps":[3]}',
      "step 1 of its steps has no rule or no element",
    ],
    [
      '{"madeus":"trace-1","assembly":"a","steps":[{"rule":"fire","element":"x","instance":2}]}',
      "the instance of step 1 of its steps is no name",
    ],
  ])("when the file holds %s", (content, why) => {
    expect(() => readTrace("/a.json", content)).toThrow(`/a.json holds no trace: ${why}.`);
  });
});

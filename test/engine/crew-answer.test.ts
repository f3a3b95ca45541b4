/** What a crew makes of the answers of probes. */
import { expect, test } from "vitest";
import { happened, holds, patient } from "../../src/engine/crew-answer.ts";

const failed = (code: string) => ({ kind: "failed" as const, error: { code, message: "no" } });
const ended = (returned: unknown, values = {}) => ({ kind: "ended" as const, returned, values });

test("a place holds unless its probe says no, or fails; a host that is away says nothing", () => {
  expect([true, undefined, "running"].map((said) => holds(ended(said)))).toEqual([
    true,
    true,
    true,
  ]);
  expect(holds(ended(false))).toBe(false);
  expect(holds(failed("MADEUS_ACTION_FAILED"))).toBe(false);
  expect(() => holds(failed("MADEUS_HOST_UNREACHABLE"))).toThrow("no");
});

test("a transition has happened if its probe says so; what else it says, or that it fails, is not to know", () => {
  const values = { url: "http://a" };
  expect(happened(ended("done", values))).toEqual({ answer: "done", values, station: undefined });
  expect(happened(ended("not-done")).answer).toBe("not-done");
  expect(happened(ended(true)).answer).toBe("unknown");
  expect(happened(failed("MADEUS_ACTION_FAILED"))).toEqual({ answer: "unknown", values: {} });
  expect(() => happened(failed("MADEUS_CONNECTION_LOST"))).toThrow("no");
});

test("a probe that reads what nobody has given is early, even where it bears that", () => {
  const scope = {
    read: (port: string): unknown => ({ there: 1, gone: undefined, some: [1, undefined] })[port],
  };
  const ask = (port: string) => {
    const { body, isEarly } = patient(({ read }) => {
      try {
        return read(port) as unknown;
      } catch {
        return "borne";
      }
    });
    return [body?.(scope as never), isEarly()];
  };
  expect(ask("there")).toEqual([1, false]);
  expect(ask("gone")).toEqual(["borne", true]);
  expect(ask("some")).toEqual(["borne", true]);
  expect(patient(undefined).body).toBeUndefined();
});

import { afterEach, describe, expect, test } from "vitest";
import { declaredSettings, giveSettings, setting } from "../../src/model/setting.ts";

afterEach(() => giveSettings(new Map(), {}));
const given = (values: Readonly<Record<string, string>>): void =>
  giveSettings(new Map(Object.entries(values)), {});

describe("a setting", () => {
  test("has the value that the file gives it, unless another one is given", () => {
    expect([setting("replicas", Number, 2), setting("stage", String, "test")]).toEqual([2, "test"]);
    given({ replicas: "3", stage: "live", tls: "true" });
    expect(setting("replicas", Number, 2)).toBe(3);
    expect(setting("stage", String)).toBe("live");
    expect(setting("tls", Boolean, false)).toBe(true);
    expect(declaredSettings()).toEqual({ replicas: 3, stage: "live", tls: true });
  });

  test("keeps the value of an earlier run, where none is given and it still fits", () => {
    giveSettings(new Map([["b", "9"]]), { a: 1, b: 2, c: "text", gone: true });
    expect(setting("a", Number, 0)).toBe(1);
    expect(setting("b", Number, 0)).toBe(9);
    expect(setting("c", Number, 0)).toBe(0);
    expect(declaredSettings()).toEqual({ a: 1, b: 9, c: 0 });
  });

  test.each([
    ["a number", Number, ["x", "", " ", "Infinity", "1e999", "0x"]],
    ["true or false", Boolean, ["yes", "1", "TRUE", ""]],
  ] as const)("must be %s where it is declared so", (wanted, kind, texts) => {
    for (const text of texts) {
      given({ value: text });
      expect(() => setting("value", kind as NumberConstructor)).toThrow(
        expect.objectContaining({
          code: "MADEUS_BAD_SETTING",
          message: `The setting value must be ${wanted}, and is "${text}".`,
        }),
      );
    }
  });

  test("must have a value", () => {
    expect(() => setting("region", String)).toThrow(
      expect.objectContaining({
        code: "MADEUS_BAD_SETTING",
        hint: "give it one: --set region=TEXT",
      }),
    );
  });

  test("may be declared again, but not as something else", () => {
    expect([setting("a", Number, 1), setting("a", Number, 1)]).toEqual([1, 1]);
    expect(() => setting("a", String, "1")).toThrow("declared twice, as Number and as String");
  });

  test.each(["", "a b", "a=b", "1a", "a.b", "x".repeat(65)])("cannot be called %j", (name) => {
    expect(() => setting(name, String, "")).toThrow(
      expect.objectContaining({ code: "MADEUS_BAD_NAME" }),
    );
  });

  test("is the same for two copies of Madeus", async () => {
    given({ replicas: "5" });
    const copy = "../../src/model/setting.ts?copy";
    const other = (await import(/* @vite-ignore */ copy)) as { setting: typeof setting };
    expect(other.setting).not.toBe(setting);
    expect(other.setting("replicas", Number, 2)).toBe(5);
    expect(declaredSettings()).toEqual({ replicas: 5 });
  });
});

/** By what it is seen that an instance was made from another version of its component. */
import { expect, test } from "vitest";
import { component } from "../../src/model/component.ts";
import { componentVersion, isDeclared } from "../../src/store/component-version.ts";
import { describeComponent } from "../../src/store/declaration.ts";

interface Parts {
  readonly version?: string;
  readonly start?: object;
  readonly stop?: object;
}
const versionOf = ({ version, start = {}, stop = {} }: Parts): string =>
  componentVersion(
    describeComponent(
      component({
        name: "server",
        ...(version === undefined ? {} : { version }),
        places: ["off", "on"],
        initial: "off",
        behaviors: {
          deploy: { start: { from: "off", to: "on", ...start } },
          uninstall: { stop: { from: "on", to: "off", ...stop } },
        },
      }),
    ),
  );

test("a declared version says it alone", () => {
  expect(versionOf({ version: "1" })).toBe("1");
  expect(versionOf({ version: "1", start: { run: () => undefined } })).toBe("1");
  expect(isDeclared("1")).toBe(true);
});

test("without one it is what deploy and update do; how they are tried and how it is taken away is not", () => {
  const plain = versionOf({ start: { run: () => 1 } });
  expect(isDeclared(plain)).toBe(false);
  expect(
    versionOf({ start: { run: () => 1, timeoutMs: 5, retry: { attempts: 2 }, durationS: 3 } }),
  ).toBe(plain);
  expect(versionOf({ start: { run: () => 1 }, stop: { run: () => 2 } })).toBe(plain);
  expect(versionOf({ start: { run: () => 2 } })).not.toBe(plain);
  expect(versionOf({})).not.toBe(plain);
});

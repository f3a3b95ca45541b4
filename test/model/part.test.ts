import { describe, expect, test } from "vitest";
import { type Assembly, assembly } from "../../src/model/assembly.ts";
import { type AnyComponent, component } from "../../src/model/component.ts";
import { type Choice, partOf } from "../../src/model/part.ts";

const any = component({
  name: "any",
  places: ["off"],
  initial: "off",
  behaviors: { deploy: {} },
}) as AnyComponent;
/** user → providers. */
const assemblyOf = (needs: Readonly<Record<string, readonly string[]>>): Assembly =>
  assembly({
    name: "site",
    components: Object.fromEntries(Object.keys(needs).map((name) => [name, any])),
    wires: Object.fromEntries(
      Object.entries(needs).map(([name, providers]) => [
        name,
        { all: providers.map((provider) => `${provider}.port`) },
      ]),
    ),
  });
const site = assemblyOf({
  web: ["db", "cache"],
  db: ["disk"],
  cache: [],
  disk: [],
  mail: ["disk"],
});
const part = (choice: Partial<Choice>): ReturnType<typeof partOf> =>
  partOf(site, { only: [], except: [], ...choice });

describe("a part of an assembly", () => {
  test("is all of it where nothing is chosen", () => {
    expect(part({})).toEqual({
      instances: ["web", "db", "cache", "disk", "mail"],
      needed: new Map(),
    });
  });

  test("has the providers of what is chosen, and theirs, each with the one that needs it", () => {
    expect(part({ only: ["web"] })).toEqual({
      instances: ["web", "db", "cache", "disk"],
      needed: new Map([
        ["db", "web"],
        ["cache", "web"],
        ["disk", "db"],
      ]),
    });
    expect(part({ only: ["mail", "cache"] }).instances).toEqual(["cache", "disk", "mail"]);
  });

  test("has all but what is left out", () => {
    expect(part({ except: ["web", "cache"] }).instances).toEqual(["db", "disk", "mail"]);
    expect(part({ only: ["mail"], except: ["web"] }).instances).toEqual(["disk", "mail"]);
  });

  test("does not leave out what another one needs", () => {
    expect(() => part({ except: ["disk"] })).toThrow(
      expect.objectContaining({
        code: "MADEUS_NEEDED",
        message: `"disk" cannot be left out: "db" needs it.`,
        hint: `leave out those that need it, too: "disk", "db", "mail" and "web"`,
      }),
    );
    expect(() => part({ only: ["web"], except: ["cache"] })).toThrow(`"web" needs it`);
    expect(() => part({ only: ["web"], except: ["web"] })).toThrow(
      "both to be deployed and to be left out",
    );
  });

  test("is of known instances", () => {
    expect(() => part({ only: ["wbe"] })).toThrow(
      expect.objectContaining({ code: "MADEUS_UNKNOWN_INSTANCE", hint: `did you mean "web"?` }),
    );
    expect(() => part({ except: ["__proto__"] })).toThrow("has no instance");
  });

  test("is found in a circle and in a long chain", () => {
    const circle = assemblyOf({ a: ["b"], b: ["a"], c: [] });
    expect(partOf(circle, { only: ["a"], except: [] }).instances).toEqual(["a", "b"]);
    const names = Array.from({ length: 20_000 }, (_, k) => `i${k}`);
    const chain = assemblyOf(
      Object.fromEntries(names.map((name, k) => [name, names.slice(k + 1, k + 2)])),
    );
    expect(partOf(chain, { only: ["i0"], except: [] }).instances).toHaveLength(20_000);
  });
});

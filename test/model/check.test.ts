import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { assembly, type Assembly } from "../../src/model/assembly.ts";
import { wellFormed } from "../../src/model/check.ts";
import type { AnyComponent } from "../../src/model/component.ts";
import { data, service } from "../../src/model/port.ts";
import { type Program, reconfigure } from "../../src/model/program.ts";
import { client, server, Sql, told } from "./sample.ts";

const blog: Assembly = assembly({
  name: "blog",
  components: { db: server, web: client },
  wires: { web: { database: "db.sql", address: "db.address" } },
});

test("what is looked at as what", () => {
  const wrong = "MADEUS_MALFORMED";
  expect([told(server), told(blog), told(reconfigure(blog))]).toEqual([[], [], []]);
  expect(told({ behaviors: 1 })[0]).toContain(`${wrong}: a component: name must be`);
  expect(told({ instructions: 1 })[0]).toContain(`${wrong}: an assembly: it must be an assembly`);
  expect(told({ instructions: 1, from: blog })).toEqual([
    `${wrong}: a program: instructions must be a list, but is a number`,
  ]);
  for (const other of [undefined, null, 1, "blog", [], () => blog])
    expect(told(other)).toEqual([
      expect.stringContaining(`${wrong}: an assembly: it must be an assembly`),
    ]);
});

test("all findings come at once", () => {
  const codes = wellFormed({
    ...blog,
    components: {
      db: { ...server, initial: "of", places: ["off", "on", "on"] } as AnyComponent,
      web: { ...client, behaviors: {} },
    },
    wires: { web: { database: "db.sqll" } },
    on: { db: "nowhere" },
  }).map(({ code }) => code);
  expect(new Set(codes)).toEqual(
    new Set([
      "MADEUS_DUPLICATE_NAME",
      "MADEUS_UNKNOWN_PLACE",
      "MADEUS_UNREACHABLE_PLACE",
      "MADEUS_NOT_IN_PORT",
      "MADEUS_UNKNOWN_PORT",
      "MADEUS_NOT_CONNECTED",
      "MADEUS_UNKNOWN_HOST",
      "MADEUS_NO_DEPLOY",
    ]),
  );
});

describe("whatever it is given, check", () => {
  const words = fc.constantFrom(
    "a",
    "b",
    "a.b",
    "a/b",
    "",
    "__proto__",
    "constructor",
    "\u001b[2J",
    "deploy",
    "x".repeat(10_000),
  );
  const scalar = fc.oneof(words, fc.integer(), fc.boolean(), fc.constantFrom(null, undefined, NaN));
  const any = fc.oneof(
    { depthSize: "small" },
    scalar,
    fc.anything({
      maxDepth: 2,
      maxKeys: 4,
      withNullPrototype: true,
      withSparseArray: true,
      withBigInt: true,
      withDate: true,
      withMap: true,
    }),
  );
  /** A value of the right form, or anything in its stead. */
  const or = <T>(right: fc.Arbitrary<T>): fc.Arbitrary<unknown> =>
    fc.oneof({ weight: 9, arbitrary: right }, { weight: 1, arbitrary: any });
  const dictionary = (value: fc.Arbitrary<unknown>) =>
    or(fc.dictionary(words, value, { maxKeys: 3 }));
  const list = (value: fc.Arbitrary<unknown>) => or(fc.array(value, { maxLength: 4 }));
  const fields = (model: Record<string, fc.Arbitrary<unknown>>) =>
    or(fc.record(model, { requiredKeys: [] }));

  const portType = or(fc.constantFrom(Sql, service("a"), data("a", { b: String })));
  const port = fields({
    type: fc.oneof(portType, fields({ many: portType, min: or(fc.integer()) })),
    in: list(or(words)),
  });
  const transition = fields({
    from: or(words),
    to: fc.oneof(or(words), list(or(words))),
    run: or(fc.constant(() => {})),
    retry: fields({ attempts: scalar, delayMs: scalar }),
    timeoutMs: scalar,
    limits: list(words),
  });
  const component = fields({
    name: or(words),
    places: list(or(words)),
    initial: or(words),
    uses: dictionary(port),
    provides: dictionary(port),
    behaviors: dictionary(dictionary(transition)),
    probes: dictionary(or(fc.constant(() => true))),
    at: any,
  });
  const wire = fc.oneof(or(words), list(words));
  const anAssembly = fields({
    name: or(words),
    components: dictionary(component),
    wires: dictionary(dictionary(wire)),
    hosts: dictionary(fields({ kind: words, address: words })),
    on: dictionary(words),
    at: any,
  });
  const portName = fields({ instance: words, port: words });
  const instruction = fields({
    op: fc.constantFrom("add", "del", "connect", "disconnect", "changeBehavior", "wait", "x"),
    instance: words,
    component,
    on: scalar,
    use: portName,
    provide: portName,
    behavior: words,
    instances: list(words),
    at: any,
  });
  const program = fields({ from: anAssembly, instructions: list(instruction) });

  test.each([
    ["a component", component],
    ["an assembly", anAssembly],
    ["a program", program],
    ["anything", any],
  ])("never throws: %s", (_, values) => {
    fc.assert(
      fc.property(values, (value) => {
        for (const { code, severity, at, text, hint } of wellFormed(value as AnyComponent)) {
          expect(code).toMatch(/^MADEUS_[A-Z_]+$/);
          expect(["error", "warning"]).toContain(severity);
          if (at !== undefined) expect(typeof at.file).toBe("string");
          // A name may be 10,000 characters long and hold the codes of a terminal: no message does.
          expect(text.length + (hint?.length ?? 0)).toBeLessThan(2000);
          expect(text + (hint ?? "")).not.toMatch(/\p{Cc}/u);
        }
      }),
    );
  });

  test("takes a hole in a list for something that is missing", () => {
    const places = Object.assign([], { 0: "absent", 2: "running" });
    const [found] = wellFormed({ ...server, places } as AnyComponent);
    expect(found?.text).toContain("places.1 must be a string, but is missing");
  });

  test("never lets a name of a program reach the terminal as it is", () => {
    const evil = `\u001b[2J${"x".repeat(10_000)}`;
    const spoilt = reconfigure(
      assembly({
        name: evil,
        components: { [evil]: server, web: client } as Record<string, AnyComponent>,
      }),
    ) as Program;
    const told = wellFormed(
      spoilt
        .connect("web.database", `${evil}.sql`)
        .connect("web.database", `${evil}.sql`)
        .disconnect("web.database", `${evil}.address`)
        .changeBehavior(evil, evil)
        .wait(evil)
        .del(evil)
        .del(evil),
    );
    expect(told.length).toBeGreaterThan(5);
    for (const { text, hint = "" } of told) {
      expect(text + hint).not.toMatch(/\p{Cc}/u);
      expect(text.length + hint.length).toBeLessThan(700);
    }
  });

  test("never changes it", () => {
    fc.assert(
      fc.property(fc.oneof(component, anAssembly, program), (value) => {
        const before = fc.stringify(value);
        wellFormed(value as AnyComponent);
        expect(fc.stringify(value)).toBe(before);
      }),
      { numRuns: 30 },
    );
  });
});

describe("a large declaration", () => {
  const count = 1000;
  const names = Array.from({ length: count }, (_, index) => `instance${index}`);
  const large = (database: (index: number) => string): Assembly => {
    const components: Record<string, AnyComponent> = {};
    const wires: Record<string, Record<string, string>> = {};
    for (const [index, name] of names.entries()) {
      components[name] = server;
      components[`user of ${name}`] = client;
      wires[`user of ${name}`] = { database: database(index), address: `${name}.address` };
    }
    return assembly({ name: "large", components, wires });
  };

  test("is looked at in time that grows with its size", () => {
    expect(told(large((index) => `instance${index}.sql`))).toEqual([]);
  });

  test("has all its findings told, though all are wrong", () => {
    const findings = told(large((index) => `instanec${index}.sql`));
    expect(findings).toHaveLength(count);
    expect(findings[7]).toContain('did you mean "instance7.sql"?');
  });

  test("may be a program", () => {
    let program: Program = reconfigure(assembly({ name: "none", components: {} }));
    for (const name of names)
      program = program
        .add(name, server)
        .add(`user of ${name}`, client)
        .connect(`user of ${name}.database`, `${name}.sql`)
        .changeBehavior(`user of ${name}`, "deploy");
    for (const name of names)
      program = program.connect(`user of ${name}.address`, `${name}.address`);
    expect(told(program.wait())).toEqual([]);
  });
});

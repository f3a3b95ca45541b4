/** `madeus simulate --trace`: what `check --trace` has found, followed again; and traces that do not fit. */
import { expect, test } from "vitest";
import { type Line, type Ran, hasStack, lines, project } from "./project.ts";
import { inside } from "./inside.ts";
import { siteText } from "./site.ts";

const resultOf = (ran: Ran): Line => lines(ran).at(-1) ?? { type: "nothing" };
const knot = `
const [A, B] = [service("a"), service("b")];
const side = (name: string, use: any, give: any) => component({ name, places: ["off", "on"], initial: "off",
  uses: { other: { type: use, in: ["go"] } }, provides: { own: { type: give, in: ["on"] } },
  behaviors: { deploy: { go: { from: "off", to: "on" } } } });
export const knot = assembly({ name: "knot", components: { one: side("one", B, A), two: side("two", A, B) },
  wires: { one: { other: "two.own" }, two: { other: "one.own" } } } as any);
`;

test("a deployment is followed until it is stuck, and it says why", async () => {
  const { madeus } = project(knot);
  expect((await madeus("check --trace stuck.json")).code).toBe(5);
  const ran = await madeus("simulate --trace stuck.json");
  expect([ran.code, ran.stderr]).toEqual([5, ""]);
  expect(ran.stdout.split("\n")).toEqual([
    "    1  one is asked for deploy",
    "    2  one leaves off",
    "    3  two is asked for deploy",
    "    4  two leaves off",
    "stuck after 4 steps",
    "  one.go waits for two.own",
    "    two.own is not provided yet",
    "      two.go waits for one.own",
    "        one.own is not provided yet",
    "          one waits for two waits for one",
    "where they stand:",
    "  one: out:go; deploy is not over",
    "  two: out:go; deploy is not over",
    "",
  ]);
});

test("a program is followed after its deployment, which is told where that is wanted", async () => {
  const { directory } = project(siteText);
  const madeus = (args: string): Promise<Ran> => inside(directory, args);
  await madeus("check assembly.ts stuck --trace stuck.json");
  const ran = await madeus("simulate --trace stuck.json");
  expect(ran.code).toBe(5);
  expect(ran.stdout).toMatch(
    /^\d+ steps deploy it first\n {4}1 {2}instruction 1, changeBehavior\(db, suspend\)\nstuck after 1 step\n/,
  );
  const verbose = await madeus("simulate --trace stuck.json --verbose");
  expect(verbose.stdout).toMatch(/deploy it first:\n {4}1 {2}db is asked for deploy\n/);
  expect(verbose.stdout).toContain("everybody has come to an end\n");
  expect(resultOf(await madeus("simulate --trace stuck.json --json"))).toMatchObject({
    verb: "simulate",
    outcome: "stuck",
    exitCode: 5,
    steps: ["instruction 1, changeBehavior(db, suspend)"],
    at: { db: { tokens: ["running"], queue: ["suspend"] } },
    because: expect.arrayContaining([expect.stringContaining("db may not leave running")]),
  });
});

test("a trace that ends in the middle, or well, is followed as well", async () => {
  const { directory, read, write } = project(knot);
  const madeus = (args: string): Promise<Ran> => inside(directory, args);
  await madeus("check --trace stuck.json");
  const trace = JSON.parse(read("stuck.json")) as { steps: unknown[] };
  write("part.json", JSON.stringify({ ...trace, steps: trace.steps.slice(0, 2) }));
  const part = await madeus("simulate --trace part.json");
  expect([part.code, part.stdout]).toEqual([
    0,
    expect.stringContaining("2 steps; more can happen from here"),
  ]);
  write("none.json", JSON.stringify({ madeus: "trace-1", assembly: "lonely", steps: [] }));
  write(
    "lonely.ts",
    `import { assembly, component } from "madeus";
export const lonely = assembly({ name: "lonely", components: { one: component({ name: "one", places: ["a"], initial: "a", behaviors: { deploy: {} } }) } });`,
  );
  const begun = await madeus("simulate lonely.ts --trace none.json --json");
  expect(resultOf(begun)).toMatchObject({ outcome: "open", exitCode: 0, steps: [] });
});

test("a trace of another declaration is refused with the first step that does not fit", async () => {
  const { directory, read, write } = project(knot + siteText);
  const madeus = (args: string): Promise<Ran> => inside(directory, args);
  await madeus("check assembly.ts knot --trace stuck.json");
  await madeus("check assembly.ts stuck --trace program.json");
  const text = read("stuck.json");
  const whole = JSON.parse(text) as { steps: unknown[] };
  const later = JSON.stringify({ ...whole, steps: whole.steps.slice(1) });
  const refusals: readonly (readonly [string, string, string])[] = [
    ["site --trace stuck.json", text, 'the trace is of the assembly "knot", not of "site"'],
    [
      "knot --trace wrong.json",
      text.replace('"leave"', '"fire"'),
      "step 2 of the trace, fire one.off,",
    ],
    ["knot --trace wrong.json", later, "step 1 of the trace, leave one.off, cannot be taken then"],
    ["site --trace program.json", text, "the trace is of a program, not of a deployment"],
    ["knot --trace wrong.json", "{}", "MADEUS_FILE_FORMAT"],
    ["knot --trace wrong.json", "no json", "MADEUS_FILE_FORMAT"],
    ["knot --trace gone.json", "", "MADEUS_FILE_MISSING"],
    ["knot --trace stuck.json --runs 3", text, "--runs has nothing to say to it"],
    ["knot --trace stuck.json --parallel 3", text, "--parallel has nothing to say to it"],
  ];
  for (const [args, wrong, sentence] of refusals) {
    write("wrong.json", wrong);
    const ran = await madeus(`simulate assembly.ts ${args}`);
    expect([ran.code, ran.stderr]).toEqual([2, expect.stringContaining(sentence)]);
    expect(hasStack(ran)).toBe(false);
  }
  write("other.json", read("program.json").replace(/"deployment": \[[\s\S]*?\],\n/, ""));
  const other = await madeus("simulate assembly.ts stuck --trace other.json");
  expect([other.code, other.stderr]).toEqual([
    2,
    expect.stringContaining("the trace is of a deployment, not of a program"),
  ]);
});

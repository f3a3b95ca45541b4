/** `madeus check` as users call it: verdicts and stories in words and as JSON, all ends, limits, traces and pictures. */
import { expect, test } from "vitest";
import { type Line, type Ran, hasStack, lines, project } from "./project.ts";

const types = `
const S = service("service");
const client = component({ name: "client", places: ["off", "on"], initial: "off", uses: { server: { type: S, in: ["on"] } },
  behaviors: { deploy: { start: { from: "off", to: "on" } }, stop: { halt: { from: "on", to: "off" } } } }) as any;
const server = component({ name: "server", places: ["off", "alloc", "run"], initial: "off", provides: { service: { type: S, in: ["run"] } },
  behaviors: { deploy: { allocate: { from: "off", to: "alloc" }, launch: { from: "alloc", to: "run" } }, suspend: { pause: { from: "run", to: "alloc" } } } }) as any;
`;
const wires = `wires: { client: { server: "server.service" } }`;
const pair = `const pair = assembly({ name: "site", components: { client, server }, ${wires} } as any);`;

const resultOf = (ran: Ran): Line => lines(ran).at(-1) ?? { type: "nothing" };

/** Section 8 of the semantics. Programs that add begin with an instance that does nothing, for an assembly is not empty. */
const cases = `
${types}
const forked = component({ name: "forked", places: ["x", "l", "r", "el", "er"], initial: "x", provides: { service: { type: S, in: ["x", "l", "r"] } },
  behaviors: { deploy: { openLeft: { from: "x", to: "l" }, openRight: { from: "x", to: "r" } },
    left: { closeLeft: { from: "l", to: "el" } }, right: { closeRight: { from: "r", to: "er" } } } }) as any;
const mutual = component({ name: "mutual", places: ["a", "b"], initial: "a", uses: { other: { type: S, in: ["b"] } },
  provides: { service: { type: S, in: ["b"] } }, behaviors: { deploy: { go: { from: "a", to: "b" } } } }) as any;
const one = (name: string, deploy: any) => assembly({ name, components: { i: component({ name, places: ["a", "b", "d", "e", "z"].filter(
  (p) => p === "a" || JSON.stringify(deploy).includes('"' + p + '"')), initial: "a", behaviors: { deploy } } as any) as any } } as any);
${pair}
const base = assembly({ name: "base", components: { z: component({ name: "idle", places: ["a"], initial: "a", behaviors: { deploy: {} } }) } } as any);
const from = (a: any) => reconfigure(a) as any;
const wired = () => from(base).add("client", client).add("server", server).connect("client.server", "server.service");
export const C1 = wired().changeBehavior("client", "deploy").changeBehavior("server", "deploy");
export const C2 = wired().changeBehavior("client", "deploy");
export const C3 = from(pair).changeBehavior("server", "suspend");
export const C4 = C3.changeBehavior("client", "stop");
export const C5 = C4.changeBehavior("client", "deploy");
export const C5b = from(pair).changeBehavior("client", "stop").changeBehavior("client", "deploy").changeBehavior("server", "suspend");
export const C6 = from(assembly({ name: "site", components: { client, server: forked }, ${wires} } as any)).changeBehavior("server", "left").changeBehavior("server", "right");
export const C7 = assembly({ name: "mutual", components: { one: mutual, two: mutual }, wires: { one: { other: "two.service" }, two: { other: "one.service" } } } as any);
export const C8 = from(pair).disconnect("client.server", "server.service").del("client");
export const C8b = from(pair).changeBehavior("client", "stop").wait().disconnect("client.server", "server.service").del("client");
export const C9 = one("choosing", { go: { from: "a", to: ["b", "z"] } });
export const C10 = one("joining", { ab: { from: "a", to: "b" }, ad: { from: "a", to: "d" }, be: { from: "b", to: "e" }, de: { from: "d", to: "e" } });
export const C11 = from(pair).connect("client.server", "server.service");
export const C12 = one("choosingInJoin", { t: { from: "a", to: ["z", "e"] }, u: { from: "a", to: "e" } });
`;
interface At {
  readonly tokens: readonly string[];
  readonly queue: readonly string[];
}
const at = (tokens: string, ...queue: readonly string[]): At => ({
  tokens: tokens.split(" "),
  queue,
});
const known: Readonly<Record<string, readonly Readonly<Record<string, At>>[]>> = {
  C1: [{ client: at("on"), server: at("run") }],
  C2: [{ client: at("in:start", "deploy"), server: at("off") }],
  C3: [{ client: at("on"), server: at("run", "suspend") }],
  C4: [{ client: at("off"), server: at("alloc") }],
  C5: [{ client: at("in:start", "deploy"), server: at("alloc") }],
  C5b: [
    { client: at("on"), server: at("run", "suspend") },
    { client: at("in:start", "deploy"), server: at("alloc") },
  ],
  C6: [{ client: at("on"), server: at("r el", "right") }],
  C7: [{ one: at("in:go", "deploy"), two: at("in:go", "deploy") }],
  C8: [{ client: at("on"), server: at("run") }],
  C8b: [{ server: at("run") }],
  C9: [{ i: at("b") }, { i: at("z") }],
  C10: [{ i: at("e") }],
  C11: [],
  C12: [{ i: at("e") }, { i: at("z in:u", "deploy") }],
};
const good = new Set(["C1", "C4", "C8b", "C9", "C10"]);

test.each(["", " --full"])("the ends of the known cases are all there%s", async (full) => {
  const { madeus } = project(cases);
  const ran = await madeus(`check --json${full}`);
  expect(ran).toMatchObject({
    code: 5,
    stderr: expect.stringContaining("MADEUS_ALREADY_CONNECTED"),
  });
  const { checked, ...rest } = resultOf(ran);
  expect(rest).toMatchObject({ verb: "check", outcome: "violated", verdict: "violated" });
  const all = checked as readonly (Line & {
    export: string;
    finals: object[];
    deadlocks: object[];
  })[];
  expect(all.map((one) => one.export).toSorted()).toEqual(Object.keys(known).toSorted());
  const sorted = (finals: readonly object[]): readonly string[] =>
    finals.map((one) => JSON.stringify(one)).toSorted();
  for (const { export: name, finals, verdict, deadlocks } of all) {
    const ends = finals.map((final) => ({ ...final, z: undefined }));
    expect(sorted(ends), name).toEqual(sorted(known[name] ?? []));
    expect(verdict, name).toBe(good.has(name) ? "proved" : "violated");
    expect(deadlocks.length > 0, name).toBe(!good.has(name) && name !== "C11");
  }
});

test("what is proved is told in a line, with how, how long and how much at once", async () => {
  const { madeus } = project(`${types}
    export const main = assembly({ name: "site", components: { client, server }, ${wires} } as any);`);
  const ran = await madeus("check");
  expect(ran).toMatchObject({ code: 0, stderr: "" });
  expect(ran.stdout).toBe(
    "main: proved (one run of 17 events stands for all; takes 0 s; up to 2 actions at once)\n",
  );
  const verbose = await madeus("check --verbose");
  expect(verbose.stdout).toContain(
    "  certificate, accepted: a run of 17 events, the only one but for their order\n",
  );
  const result = resultOf(await madeus("check --json"));
  expect(result).toMatchObject({
    verdict: "proved",
    method: "one run",
    complete: true,
    finals: [{ client: at("on"), server: at("run") }],
    deadlocks: [],
    findings: [],
    bounds: { minS: 0, maxS: 0 },
    parallelism: 2,
  });
});

const stuck = `${types} ${pair}
export const swap = (reconfigure(pair) as any)
  .changeBehavior("client", "stop")
  .changeBehavior("client", "deploy")
  .changeBehavior("server", "suspend")
  .changeBehavior("server", "deploy")
  .wait();`;

test("what gets stuck is told as a story, with the decision, each with its line", async () => {
  const { madeus, path } = project(stuck);
  const ran = await madeus("check --verbose");
  expect(ran.code).toBe(5);
  expect(ran.stdout).toMatch(/^swap: violated \(\d+ states decide; may end in 2 ways\)\n/);
  expect(ran.stdout).toContain(
    "certificate, accepted: 2 runs, after each of which nothing can happen",
  );
  const told = ran.stderr.split("\n");
  expect(told[0]).toContain(`${path("assembly.ts")}:`);
  expect(told[0]).toMatch(/error MADEUS_DEADLOCK: it may get stuck: client uses server\.service/);
  expect(ran.stderr).toMatch(
    /server may not leave run: server\.service is in use \(assembly\.ts:\d+\)/,
  );
  expect(ran.stderr).toMatch(/then: client enters on, and it cannot any more/);
  expect(ran.stderr).toMatch(
    /had this come first, it could: instruction 3, changeBehavior\(server, suspend\)/,
  );
  expect(hasStack(ran)).toBe(false);
});

test("a run that ends badly is written as a trace, and drawn", async () => {
  const { madeus, read } = project(stuck);
  const ran = await madeus("check --trace trace.json --svg stuck.svg");
  expect(ran.code).toBe(5);
  const trace = JSON.parse(read("trace.json")) as { steps: object[]; deployment: object[] };
  expect(trace).toMatchObject({ madeus: "trace-1", assembly: "site", export: "swap" });
  expect(trace.steps.at(-1)).toMatchObject({
    rule: expect.any(String),
    element: expect.any(String),
  });
  expect(trace.deployment.length).toBeGreaterThan(0);
  const svg = read("stuck.svg");
  expect(svg).toContain(">site, stuck<");
  expect(svg).toContain('class="blocked"');
  expect(svg).toContain("cannot go on");
  const nothing = project(`${types} ${pair} export const site = pair;`);
  const fine = await nothing.madeus("check --trace trace.json");
  expect(fine).toMatchObject({
    code: 0,
    stderr: "trace.json is not written: nothing gets stuck\n",
  });
  expect(nothing.has("trace.json")).toBe(false);
  const refused = await madeus("check --trace gone/trace.json");
  expect(refused).toMatchObject({
    code: 2,
    stderr: expect.stringContaining("MADEUS_FILE_UNWRITABLE"),
  });
});

const wide = `
const ways = Array.from({ length: 13 }, (_, k) => k);
export const main = assembly({ name: "site", components: { one: component({ name: "wide", initial: "a",
  places: ["a", ...ways.flatMap((k) => ["l" + k, "r" + k])],
  behaviors: { deploy: Object.fromEntries(ways.map((k) => ["t" + k, { from: "a", to: ["l" + k, "r" + k] }])) } } as any) as any } } as any);`;

test("what cannot be decided is unknown, and deployed by those alone who say so", async () => {
  const { madeus } = project(wide);
  expect(await madeus("check")).toMatchObject({
    code: 5,
    stdout: expect.stringMatching(/^main: unknown/),
  });
  expect(resultOf(await madeus("check --json"))).toMatchObject({
    verdict: "unknown",
    complete: false,
  });
  const refused = await madeus("deploy");
  expect(refused).toMatchObject({ code: 5, stderr: expect.stringContaining("MADEUS_UNDECIDED") });
  expect(refused.stderr).toContain("--yes");
  const accepted = await madeus("deploy --yes");
  expect(accepted).toMatchObject({ code: 0, stderr: expect.stringContaining("for --yes says so") });
});

test("a script starts what could not be decided only if it says so", async () => {
  const { spawn, write } = project(wide);
  const script = (options: string): string =>
    `import { deploy } from "madeus";
     import { main } from "./assembly.ts";
     try { console.log((await deploy(main, ${options}).result).outcome); } catch (error: any) { console.log(error.code); }`;
  const refused = await spawn(process.execPath, [write("refused.ts", script("{}"))]).ended;
  expect(refused.stdout).toBe("MADEUS_UNDECIDED\n");
  const begun = await spawn(process.execPath, [write("begun.ts", script("{ unproved: true }"))])
    .ended;
  expect(begun.stdout).toBe("done\n");
});

test("limits end in unknown", async () => {
  const { madeus } = project(stuck);
  const ran = await madeus("check --full --states 3 --json");
  expect(ran.code).toBe(5);
  expect(resultOf(ran)).toMatchObject({ verdict: "unknown", complete: false, states: 3 });
  expect(await madeus("check --states 0")).toMatchObject({ code: 2 });
  expect(await madeus("check --seconds never")).toMatchObject({ code: 2 });
});

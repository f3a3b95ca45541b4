/** `madeus check --ask`: every question with every verdict, and what is refused. */
import { expect, test } from "vitest";
import { withAnswers } from "../../src/command/ask.ts";
import type { CheckEnding } from "../../src/command/check-ending.ts";
import type { Output } from "../../src/command/output.ts";
import type { MadeusError } from "../../src/model/code.ts";
import { prove } from "../../src/net/proof/proof.ts";
import { site } from "../net/question/questions.ts";
import { type Line, type Ran, hasStack, lines, project } from "./project.ts";
import { inside } from "./inside.ts";
import { siteText } from "./site.ts";

const resultOf = (ran: Ran): Line => lines(ran).at(-1) ?? { type: "nothing" };
interface Answer {
  readonly question: string;
  readonly verdict: string;
  readonly text: string;
}
const answersIn = (ran: Ran): readonly Answer[] =>
  (resultOf(ran)["answers"] ?? []) as readonly Answer[];

/** Questions of one thing, each with its verdict and what is said. */
const questions: Readonly<Record<string, readonly (readonly [string, string, string])[]>> = {
  site: [
    ["deployability", "proved", "it is always deployed in the end"],
    ["deployability within 8", "proved", "it is always deployed, within 8 to 8 s"],
    ["deployability within 7.5", "violated", "it is always deployed, within 8 to 8 s"],
    [
      "sequentiality db.start web1.start",
      "proved",
      "db.start has always ended before web1.start begins",
    ],
    [
      "sequentiality web2.start web1.start",
      "violated",
      "web1.start may begin before web2.start has ended",
    ],
    ["parallelism", "proved", "at most 3 run at once"],
    ["boundaries", "proved", "it takes 8 s"],
    ["invariant db.running <= 1", "proved", "it holds at every moment; at worst it is 1"],
    ["invariant web*.running >= 1", "violated", "there is a moment at which it is 0"],
    ["interruptions", "proved", "no service that was there goes away"],
    ["uninterrupted db.sql", "proved", "no service that was there goes away"],
    ["losses web1.fetch", "proved", "web1 does not finish, db, web2 do"],
    ["losses db.start web1.fetch", "proved", "db, web1, web2 do not finish, nobody does"],
    ["losses", "proved", "of 6 actions, what a failure of each by itself costs"],
    ["way-back", "proved", "once deployed, it can always be taken down"],
    ["races", "proved", "no instruction keeps a step of an instance from happening"],
    ["difference assembly.ts site", "proved", "nothing differs"],
  ],
  rolling: [
    ["invariant web*.running >= 1", "proved", "it holds at every moment; at worst it is 1"],
    ["invariant web*.running >= 2", "violated", "there is a moment at which it is 1"],
    [
      "sequentiality web1.start web2.stop",
      "proved",
      "web1.start has always ended before web2.stop begins",
    ],
    ["uninterrupted *", "proved", "no service that was there goes away"],
    ["difference assembly.ts stuck", "proved", "10 things differ from assembly.ts"],
  ],
  bounce: [
    ["interruptions", "proved", "1 service goes away for a time"],
    ["uninterrupted d*.sql", "violated", "1 service goes away for a time"],
  ],
};
const more = `
export const bounce = reconfigure(assembly({ name: "lonely", components: { db: database } }))
  .changeBehavior("db", "suspend").changeBehavior("db", "deploy").wait();
`;

test.each(Object.keys(questions))("questions about %s are answered", async (name) => {
  const { madeus } = project(siteText + more);
  const asked = questions[name] ?? [];
  const flags = asked.map(([question]) => `--ask '${question}'`).join(" ");
  const ran = await madeus(`check assembly.ts ${name} --json ${flags}`);
  expect(answersIn(ran).map(({ question, verdict, text }) => [question, verdict, text])).toEqual(
    asked,
  );
  const isProved = asked.every(([, verdict]) => verdict === "proved");
  expect([ran.code, resultOf(ran)["verdict"]]).toEqual(isProved ? [0, "proved"] : [5, "violated"]);
});

test("the answers are told in words, with what belongs to them", async () => {
  const { directory } = project(siteText);
  const madeus = (args: string): Promise<Ran> => inside(directory, args);
  const ran = await madeus(
    "check assembly.ts site --ask boundaries --ask parallelism --ask 'losses'",
  );
  expect([ran.code, ran.stderr]).toEqual([0, ""]);
  expect(ran.stdout.split("\n").slice(1)).toEqual([
    "proved boundaries: it takes 8 s",
    "  db.install 0 to 4 s",
    "  db.start 4 to 6 s",
    "  web1.start 6 to 8 s",
    "proved parallelism: at most 3 run at once",
    "  all at once: db.start, web1.fetch, web2.fetch",
    "proved losses: of 6 actions, what a failure of each by itself costs",
    "  db.install: db, web1, web2",
    "  db.start: db, web1, web2",
    "  web1.fetch: web1",
    "  web1.start: web1",
    "  web2.fetch: web2",
    "  web2.start: web2",
    "",
  ]);
});

test("what is not proved ends with 5, and as unknown where that is the worst", async () => {
  const { directory, write } = project(siteText);
  const madeus = (args: string): Promise<Ran> => inside(directory, args);
  const choice = { from: "a", to: ["b", "c"] };
  const fork = {
    name: "fork",
    places: ["a", "b", "c"],
    initial: "a",
    behaviors: { deploy: { go: choice } },
  };
  write(
    "fork.ts",
    `import { assembly, component } from "madeus";\nexport const fork = assembly({ name: "fork", components: { fork: component(${JSON.stringify(fork)}) } });`,
  );
  const asked = [
    "boundaries",
    "interruptions",
    "losses",
    "races",
    "losses fork.go",
    "deployability within 3",
  ];
  const flags = asked.map((question) => `--ask '${question}'`).join(" ");
  const ran = await madeus(`check fork.ts --json ${flags}`);
  expect(answersIn(ran).map(({ verdict }) => verdict)).toEqual(asked.map(() => "unknown"));
  expect([ran.code, resultOf(ran)["verdict"]]).toEqual([5, "unknown"]);
  const stuck = await madeus("check assembly.ts stuck --json --ask deployability");
  expect(answersIn(stuck)).toMatchObject([{ verdict: "violated" }]);
});

test("intervals, durations and places to reach are asked for by name", async () => {
  const { directory, write } = project(siteText);
  const madeus = (args: string): Promise<Ran> => inside(directory, args);
  const ranged = await madeus(
    "check assembly.ts site --json --interval db.install=2..9.5 --interval db.start=1",
  );
  expect(resultOf(ranged)).toMatchObject({ exitCode: 0, bounds: { minS: 5, maxS: 12.5 } });
  write("times.json", '{"db.install": {"minS": 1, "maxS": 20}}');
  const timed = await madeus(
    "check assembly.ts site --json --durations times.json --ask boundaries",
  );
  expect(answersIn(timed)).toMatchObject([{ bounds: { minS: 5, maxS: 24 } }]);
  const reached = await madeus(
    "check assembly.ts site --reach db=running --reach web1=running --json",
  );
  expect(answersIn(reached)).toMatchObject([{ question: "deployability", verdict: "proved" }]);
  const missed = await madeus("check assembly.ts site --reach db=installed --json");
  expect([missed.code, answersIn(missed)]).toMatchObject([5, [{ verdict: "violated" }]]);
});

test("what differs from another version is told, with what it does to the proof", async () => {
  const { directory, write, read } = project(siteText);
  const madeus = (args: string): Promise<Ran> => inside(directory, args);
  const text = read("assembly.ts")
    .replace('type: Sql, in: ["running"] }', 'type: Sql, in: ["installed", "running"] }')
    .replace("durationS: 3,", "durationS: 1,")
    .replaceAll(/web2/g, "web3");
  write("next.ts", text);
  const ran = await madeus("check next.ts site --ask 'difference assembly.ts site'");
  expect(ran.code).toBe(0);
  expect(ran.stdout.split("\n").slice(1)).toEqual([
    "proved difference assembly.ts site: 8 things differ from assembly.ts",
    "  instance web3 is new",
    "  instance web2 is gone",
    "  connection web3.database=db.sql is new",
    "  connection web2.database=db.sql is gone",
    "  database (db): provide port sql is provided in installed, running, not running",
    "  replica (web1): transition fetch takes 1 s, not 3 s",
    "  it takes 6 s, not 8 s",
    "  its longest way is db.install, db.start, not db.install, db.start, web1.start",
    "",
  ]);
});

const silent: Output = {
  json: false,
  result: () => undefined,
  progress: () => undefined,
  say: () => undefined,
  object: () => undefined,
};
const done: CheckEnding = { outcome: "done", exitCode: 0, verdict: "proved" };

test.each([
  ["boundaris", 'did you mean "boundaries"'],
  ["nonsense", "Questions begin with one of deployability"],
  ["", "Questions begin with one of deployability"],
  ["deployability soon", 'as in "deployability within 60"'],
  ["deployability within soon", 'as in "deployability within 60"'],
  ["sequentiality", 'as in "sequentiality db.start web.start"'],
  ["parallelism of all", 'as in "parallelism"'],
  ["boundaries 3", 'as in "boundaries"'],
  ["races 3", 'as in "races"'],
  ["interruptions 3", 'as in "interruptions"'],
  ["way-back 3", 'as in "way-back"'],
  ["uninterrupted", 'as in "uninterrupted db.sql web*.http"'],
  ["uninterrupted db.sqk", 'as in "db.sql"'],
  ["difference", 'as in "difference before.ts site"'],
  ["difference gone.ts", "There is no file"],
  ["invariant db.running > 1", "is not an invariant"],
  ["invariant db.runing >= 1", "There is no place"],
  ["sequentiality db.start web.start", "There is no transition"],
  ["losses db.strat", 'did you mean "db.start"'],
])("the question %j is refused in one sentence", async (question, sentence) => {
  const flags = { ask: [question], interval: new Map(), reach: {}, durations: [], set: new Map() };
  const told = await withAnswers(done, site, { flags, to: silent, proof: prove(site) }).catch(
    (error: MadeusError) => error,
  );
  expect(`${(told as MadeusError).message} ${(told as MadeusError).hint}`).toContain(sentence);
});

test.each([
  ["--interval db.strat=3", "MADEUS_UNKNOWN_TRANSITION"],
  ["--interval db.start=3..2", "MADEUS_USAGE"],
  ["--interval db.start=soon", "MADEUS_USAGE"],
  ["--reach db", "MADEUS_USAGE"],
  ["--reach db=nowhere", "MADEUS_UNKNOWN_PLACE"],
  ["--ask boundaris", "MADEUS_BAD_QUESTION"],
])("%s is refused in one sentence", async (flags, sentence) => {
  const { directory } = project(siteText);
  const madeus = (args: string): Promise<Ran> => inside(directory, args);
  const ran = await madeus(`check assembly.ts site ${flags}`);
  expect([ran.code, ran.stderr]).toEqual([2, expect.stringContaining(sentence)]);
  expect(hasStack(ran)).toBe(false);
});

test("nets, programs on their way back, and what is not well-formed are not asked", async () => {
  const { directory, write, read } = project(siteText);
  const madeus = (args: string): Promise<Ran> => inside(directory, args);
  await madeus("export assembly.ts site --out nets");
  const net = await madeus("check nets/site.pnml --ask races");
  expect([net.code, net.stderr]).toEqual([2, expect.stringContaining("not for nets")]);
  const program = await madeus("check assembly.ts rolling --ask way-back");
  expect([program.code, program.stderr]).toEqual([2, expect.stringContaining("not of a program")]);
  write("wrong.ts", read("assembly.ts").replace('web2: { database: "db.sql" }', ""));
  const wrong = await madeus("check wrong.ts site --ask races --json");
  expect([wrong.code, answersIn(wrong)]).toEqual([2, []]);
});

/** `madeus check net.pnml`: public nets with known answers, goals, and what is wrong with files. */
import { readFileSync } from "node:fs";
import { expect, test } from "vitest";
import { type Line, type Ran, hasStack, lines, project } from "./project.ts";

const golden = (name: string): string =>
  readFileSync(`test/net/explore/golden/${name}.pnml`, "utf8");
const resultOf = (ran: Ran): Line => lines(ran).at(-1) ?? { type: "nothing" };
const page = (inside: string): string =>
  `<pnml xmlns="http://www.pnml.org/version-2009/grammar/pnml"><net id="n" type="http://www.pnml.org/version-2009/grammar/ptnet"><page id="p">${inside}</page></net></pnml>`;
const place = (id: string, tokens: number): string =>
  `<place id="${id}"><initialMarking><text>${tokens}</text></initialMarking></place>`;

test.each([
  ["wide-3-2", 6_859, "proved", 1],
  ["chain-3-2", 4_915, "proved", 1],
  ["prog-3-2", 1_520, "proved", 1],
  ["free-2-1", 2_025, "violated", 0],
])("%s has %i markings and is %s", async (name, states, verdict, finalCount) => {
  const { madeus, write } = project();
  write("net.pnml", golden(name));
  const full = await madeus("check net.pnml --full --json");
  expect(resultOf(full)).toMatchObject({
    states,
    verdict,
    finalCount,
    method: "all markings",
    complete: true,
  });
  expect(full.code).toBe(verdict === "proved" ? 0 : 5);
  expect(resultOf(await madeus("check net.pnml --json"))).toMatchObject({ verdict, finalCount });
});

test("a goal that is never reached is told with the places that wait for each other", async () => {
  const { madeus, write } = project();
  write("net.pnml", golden("ring-3-2"));
  const ran = await madeus("check net.pnml --full --verbose --goal 'c0_r c1_r c2_r'");
  expect(ran.code).toBe(5);
  expect(ran.stdout).toMatch(/^net\.pnml: violated \(all 4,096 states seen/);
  expect(ran.stdout).toMatch(
    /certificate, accepted: places without a token that none gets one: .*c1_prov_svc/,
  );
  expect(ran.stderr).toMatch(/MADEUS_DEADLOCK: it ends without a token in c0_r\n/);
  expect(ran.stderr).toMatch(/c0_prov_svc has no token: c0_enter_r_install would/);
  const open = await madeus("check net.pnml");
  expect(open).toMatchObject({
    code: 0,
    stdout: expect.stringContaining("every run ends, in 1 marking;"),
  });
});

test("a net that may go on for ever is told with its loop", async () => {
  const { madeus, write } = project();
  write("net.pnml", golden("free-2-1"));
  const ran = await madeus("check net.pnml --verbose");
  expect(ran).toMatchObject({
    code: 5,
    stderr: expect.stringContaining("MADEUS_ENDLESS: it may go on for ever: c"),
  });
  expect(ran.stdout).toMatch(/certificate, accepted: a run of \d+ events that comes back/);
});

test("weights and several tokens are counted", async () => {
  const { madeus, write } = project();
  const arcs = `<arc id="a" source="p" target="t"><inscription><text>2</text></inscription></arc><arc id="b" source="t" target="q"/>`;
  write("net.pnml", page(`${place("p", 5)}${place("q", 0)}<transition id="t"/>${arcs}`));
  const ran = await madeus("check net.pnml --full --json");
  expect(resultOf(ran)).toMatchObject({ verdict: "proved", states: 3, finals: [{ p: 1, q: 2 }] });
  expect(lines(ran)).toContainEqual(
    expect.objectContaining({ type: "finding", code: "MADEUS_SECOND_TOKEN", severity: "warning" }),
  );
});

test("a net of more markings than may be seen is unknown", async () => {
  const { madeus, write } = project();
  write("net.pnml", golden("lamp-5-0"));
  const ran = await madeus("check net.pnml --full --states 1000 --json");
  expect(ran.code).toBe(5);
  expect(resultOf(ran)).toMatchObject({ verdict: "unknown", complete: false, states: 1000 });
});

test.each([
  ["nothing", "", "MADEUS_FILE_FORMAT"],
  ["no XML", "net", "MADEUS_FILE_FORMAT"],
  [
    "an arc to nowhere",
    page(`${place("p", 1)}<arc id="a" source="p" target="t"/>`),
    "MADEUS_FILE_FORMAT",
  ],
  [
    "an XML bomb",
    `<!DOCTYPE pnml [<!ENTITY a "aaaaaaaaaa"><!ENTITY b "&a;&a;&a;&a;&a;&a;">]><pnml>&b;</pnml>`,
    "MADEUS_FILE_FORMAT",
  ],
])("a file that holds %s is refused in one sentence", async (_, content, code) => {
  const { madeus, write } = project();
  write("net.pnml", content);
  const ran = await madeus("check net.pnml");
  expect(ran).toMatchObject({ code: 2, stdout: "", stderr: expect.stringContaining(code) });
  expect(hasStack(ran)).toBe(false);
});

test("flags that do not fit a net are refused", async () => {
  const { madeus, write } = project();
  write("net.pnml", golden("ring-3-2"));
  const unknown = await madeus("check net.pnml --goal c0_q");
  expect(unknown).toMatchObject({
    code: 2,
    stderr: expect.stringMatching(/--goal names "c0_q".*\n.*did you mean/s),
  });
  for (const flag of ["--svg a.svg", "--trace a.json"])
    expect(await madeus(`check net.pnml ${flag}`)).toMatchObject({
      code: 2,
      stderr: expect.stringContaining("is for assemblies and programs, not for nets"),
    });
  expect(await madeus("check gone.pnml")).toMatchObject({
    code: 2,
    stderr: expect.stringContaining("MADEUS_FILE_MISSING"),
  });
});

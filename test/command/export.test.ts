/** `madeus export`: every format as files and on stdout, nets of others, trails of SPIN, and what it refuses. */
import { execFileSync } from "node:child_process";
import { expect, test } from "vitest";
import { exportFormats } from "../../src/net/format/export.ts";
import { spinIsInstalled } from "../net/format/spin.ts";
import { type Line, type Ran, hasStack, lines, project, said } from "./project.ts";
import { inside } from "./inside.ts";
import { siteText } from "./site.ts";

const resultOf = (ran: Ran): Line => lines(ran).at(-1) ?? { type: "nothing" };

test("writes every format with names of its own, and makes the directory", async () => {
  const { directory, has } = project(siteText);
  for (const format of Object.keys(exportFormats)) {
    const ran = await inside(
      directory,
      `export assembly.ts site --format ${format} --out nets --json`,
    );
    const { files = [], ...ending } = resultOf(ran) as { files?: readonly string[] } & Line;
    expect(ending).toMatchObject({ verb: "export", outcome: "done", exitCode: 0, format });
    expect(files.length).toBeGreaterThan(0);
    for (const file of files) expect(file).toMatch(/\/nets\/site[\w.-]*$/);
    expect(files.every((file) => has(`nets/${file.split("/").at(-1)}`))).toBe(true);
  }
});

test("what is one file goes to stdout, and what is several is refused", async () => {
  const { madeus } = project(siteText);
  const tina = await madeus("export assembly.ts site --format tina");
  expect([tina.code, tina.stderr]).toEqual([0, ""]);
  expect(tina.stdout).toMatch(/^tr .*\{end db\.install/m);
  const json = await madeus("export assembly.ts site --format tina --json");
  expect(resultOf(json)["text"]).toBe(tina.stdout);
  const several = await madeus("export assembly.ts site");
  expect([several.code, several.stdout]).toEqual([2, ""]);
  expect(several.stderr).toContain(
    "These are 2 files, site.pnml, site-mcc.xml, and stdout is one.",
  );
  expect(several.stderr).toContain("--out DIR");
});

test("times are those of the file, or of --durations", async () => {
  const { madeus, write } = project(siteText);
  const declared = await madeus("export assembly.ts site --format tina");
  expect(declared.stdout).toMatch(/end db\.install[^\n]*\[4,4\]/);
  write("times.json", '{"db.install": {"minS": 2, "maxS": 6}, "db.start": [1, 3]}');
  const given = await madeus("export assembly.ts site --format tina --durations times.json");
  expect(given.stdout).toMatch(/end db\.install[^\n]*\[2,6\]/);
  expect(given.stdout).toMatch(/end db\.start[^\n]*\[1,3\]/);
});

test("a net that was written is read again, with the verdict of what it was made from", async () => {
  const { madeus } = project(siteText);
  await madeus("export assembly.ts rolling --out nets");
  const back = await madeus("check nets/site-rolling.pnml --json");
  const own = await madeus("check assembly.ts rolling --json");
  expect(resultOf(back)).toMatchObject({ verdict: "proved", finalCount: 1 });
  expect(resultOf(own)).toMatchObject({ verdict: "proved", finalCount: 1 });
  const again = await madeus("export nets/site-rolling.pnml --format dot");
  expect(again.stdout).toMatch(/^digraph /);
  const goal = await madeus("export nets/site-rolling.pnml --format smv --goal program:6");
  expect([goal.code, goal.stdout]).toEqual([
    0,
    expect.stringMatching(/^CTLSPEC AF \(.*program.*6/m),
  ]);
});

test.skipIf(!spinIsInstalled)("a trail of SPIN is told by the names of the file", async () => {
  const { madeus, directory, write } = project(siteText);
  const options = { cwd: directory, encoding: "utf8" } as const;
  const { stdout } = await madeus("export assembly.ts stuck --format promela");
  write("net.pml", stdout);
  execFileSync("spin", ["-a", "net.pml"], options);
  execFileSync("gcc", ["-w", "-DSAFETY", "-DNOCLAIM", "-o", "pan", "pan.c"], options);
  execFileSync("./pan", ["-m10000"], options);
  write("trail.txt", execFileSync("spin", ["-t", "-T", "net.pml"], options));
  const ran = await madeus("export assembly.ts stuck --trail trail.txt");
  expect([ran.code, ran.stdout]).toEqual([
    0,
    "    1  instruction 1, changeBehavior(db, suspend)\n",
  ]);
  const json = await madeus("export assembly.ts stuck --trail trail.txt --json");
  expect(resultOf(json)["steps"]).toEqual([
    { rule: "instruct", element: "1 changeBehavior(db, suspend)" },
  ]);
  const other = await madeus("export assembly.ts rolling --trail trail.txt");
  expect([other.code, other.stderr]).toEqual([2, expect.stringContaining("MADEUS_TRACE_REFUSED")]);
});

test("a trail tells what is repeated for ever, and is refused where it is of another net", async () => {
  const { directory, write } = project(siteText);
  const madeus = (args: string): Promise<Ran> => inside(directory, args);
  write(
    "loop.pnml",
    `<pnml xmlns="http://www.pnml.org/version-2009/grammar/pnml"><net id="n" type="http://www.pnml.org/version-2009/grammar/ptnet"><page id="g">
     <place id="a"><initialMarking><text>1</text></initialMarking></place><place id="b"/><transition id="go"/><transition id="back"/>
     <arc id="1" source="a" target="go"/><arc id="2" source="go" target="b"/><arc id="3" source="b" target="back"/><arc id="4" source="back" target="a"/>
     </page></net></pnml>`,
  );
  write(
    "trail.txt",
    "fires transition 0\n  <<<<<START OF CYCLE>>>>>\nfires transition 1\nfires transition 0\nspin: trail ends after 9 steps\n",
  );
  const ran = await madeus("export loop.pnml --trail trail.txt");
  expect(ran.stdout).toBe("    1  go\nand from here on again and again:\n    2  back\n    3  go\n");
  expect(resultOf(await madeus("export loop.pnml --trail trail.txt --json"))).toMatchObject({
    steps: [{ rule: "fire", element: "go" }, { element: "back" }, { element: "go" }],
    cycleAt: 1,
  });
  write("trail.txt", "fires transition 1\nspin: trail ends after 9 steps\n");
  const refused = await madeus("export loop.pnml --trail trail.txt");
  expect([refused.code, refused.stderr]).toEqual([
    2,
    expect.stringContaining("MADEUS_TRACE_REFUSED"),
  ]);
});

test.each([
  ["export assembly.ts site --format gif", 2, "MADEUS_USAGE"],
  ["export assembly.ts nothing --out nets", 6, "MADEUS_NO_ASSEMBLY"],
  ["export assembly.ts site --goal p --out nets", 2, "--goal is for nets"],
  ["export assembly.ts site --trail gone.txt", 2, "MADEUS_FILE_MISSING"],
  ["export assembly.ts site --trail assembly.ts", 2, "MADEUS_TRACE_REFUSED"],
  ["export assembly.ts site --trail a --out b", 2, "--trail writes no files"],
  ["export assembly.ts site --out assembly.ts", 2, "MADEUS_FILE_UNWRITABLE"],
  ["export gone.pnml --format dot", 2, "MADEUS_FILE_MISSING"],
  ["export assembly.ts site --durations gone.json --format tina", 2, "MADEUS_FILE_MISSING"],
])("%s is refused in one sentence", async (line, code, sentence) => {
  const { directory } = project(siteText);
  const ran = await inside(directory, line);
  expect([ran.code, ran.stderr]).toEqual([code, expect.stringContaining(sentence)]);
  expect(hasStack(ran)).toBe(false);
});

test("a net has no durations, and a goal must be there", async () => {
  const { directory, write } = project(siteText);
  const madeus = (args: string): Promise<Ran> => inside(directory, args);
  await madeus("export assembly.ts site --out nets");
  write("times.json", "{}");
  const timed = await madeus("export nets/site.pnml --format tina --durations times.json");
  expect([timed.code, said(timed)]).toEqual([
    2,
    expect.stringContaining("--durations is for assemblies"),
  ]);
  const goal = await madeus("export nets/site.pnml --format tina --goal nowhere");
  expect([goal.code, said(goal)]).toEqual([2, expect.stringContaining("MADEUS_UNKNOWN_PLACE")]);
});

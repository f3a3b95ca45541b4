/** Files that are no nets, or not such as can be read: each is refused in one sentence that says where. */
import { describe, expect, test } from "vitest";
import { MadeusError } from "../../../src/model/code.ts";
import { readPnml } from "../../../src/net/format/pnml-read.ts";

const head = `<pnml xmlns="http://www.pnml.org/version-2009/grammar/pnml">`;
const ptnet = `<net id="n" type="http://www.pnml.org/version-2009/grammar/ptnet">`;
const inNet = (...lines: readonly string[]): string =>
  [head, ptnet, ...lines, "</net></pnml>"].join("\n");

/** `line:column text (hint)` */
function refusal(text: string): string {
  try {
    readPnml("/n.pnml", text);
  } catch (error) {
    if (!(error instanceof MadeusError)) throw error;
    expect(error.code).toBe("MADEUS_FILE_FORMAT");
    expect(error.at?.file).toBe("/n.pnml");
    const hint = error.hint === undefined ? "" : ` (${error.hint})`;
    return `${error.at?.line}:${error.at?.column} ${error.message}${hint}`;
  }
  return "nothing";
}

const bomb = `<?xml version="1.0"?>
<!DOCTYPE pnml [<!ENTITY a "ha"><!ENTITY b "&a;&a;&a;&a;&a;&a;&a;&a;"><!ENTITY c "&b;&b;&b;&b;&b;&b;&b;&b;">]>
${head}${ptnet}<place id="p"><name><text>&c;</text></name></place></net></pnml>`;
const external = `<!DOCTYPE pnml SYSTEM "file:///etc/passwd">${head}</pnml>`;
const noDoctype =
  "the file has a document type, which can make a small file grow without bound (take the `<!DOCTYPE …>` out: a net needs none)";

describe("refused", () => {
  test.each([
    ["entities that grow", bomb, `2:111 ${noDoctype}`],
    ["a document type elsewhere", external, `1:44 ${noDoctype}`],
    [
      "an entity that nobody declared",
      inNet(`<place id="&x;"/>`),
      "3:15 the file is not well-formed XML: undefined entity",
    ],
    [
      "a file that ends too early",
      head,
      "1:61 the file is not well-formed XML: unclosed tag: pnml",
    ],
    [
      "an empty file",
      "",
      "1:1 the file is not well-formed XML: document must contain a root element",
    ],
    [
      "a file that is no XML",
      "PLACE a;",
      "1:9 the file is not well-formed XML: text data outside of root node",
    ],
    [
      "XML of something else",
      "<svg/>",
      `1:1 the file is no PNML: it begins with the element "svg"`,
    ],
    ["PNML without a net", `${head}</pnml>`, "1:61 the file holds no net"],
    [
      "several nets",
      `${head}\n${ptnet}</net>\n${ptnet}</net></pnml>`,
      "3:1 the file holds several nets (leave one in it: the others are not read)",
    ],
    [
      "a net of another type",
      `${head}<net id="n" type="http://www.pnml.org/version-2009/grammar/symmetricnet"/></pnml>`,
      `1:61 the net is of the type "http://www.pnml.org/version-2009/grammar/symmetricnet" (nets of places and transitions are read, \`…/version-2009/grammar/ptnet\`)`,
    ],
    [
      "a net of no type",
      `${head}<net id="n"/></pnml>`,
      `1:61 an element "net" has no attribute "type"`,
    ],
  ])("%s", (_, text, told) => {
    expect(refusal(text)).toBe(told);
  });

  test.each([
    [
      "an arc to nowhere",
      `<place id="place1"/><transition id="t"/>\n<arc id="a" source="t" target="plaec1"/>`,
      `4:1 an arc leads to "plaec1", which is not there (did you mean "place1"?)`,
    ],
    [
      "an arc from nowhere",
      `<transition id="t"/>\n  <arc id="a" source="somewhere" target="t"/>`,
      `4:3 an arc begins at "somewhere", which is not there (the only one is "t")`,
    ],
    [
      "an arc between places",
      `<place id="p"/><place id="q"/><arc id="a" source="p" target="q"/>`,
      `3:31 an arc leads from "p" to "q", and both are places`,
    ],
    [
      "an arc between transitions",
      `<transition id="t"/><arc id="a" source="t" target="t"/>`,
      `3:21 an arc leads from "t" to "t", and both are transitions`,
    ],
    [
      "an arc without an end",
      `<arc id="a" source="p"/>`,
      `3:1 an element "arc" has no attribute "target"`,
    ],
    ["a place without an id", `<place/>`, `3:1 an element "place" has no attribute "id"`],
    [
      "an arc that inhibits",
      `<place id="p"/><transition id="t"/><arc id="a" source="p" target="t"><type value="inhibitor"/></arc>`,
      `3:70 an arc is of the type "inhibitor" (nets of places and transitions have arcs of one type only)`,
    ],
    [
      "an arc that inhibits by a label",
      `<place id="p"/><transition id="t"/><arc id="a" source="p" target="t"><arctype><text>inhibitor</text></arctype></arc>`,
      `3:101 an arc is of the type "inhibitor" (nets of places and transitions have arcs of one type only)`,
    ],
    [
      "an id that is given twice",
      `<place id="p"/>\n<transition id="p"/>`,
      `4:1 the id "p" is given twice (it stands in line 3 too)`,
    ],
    [
      "a reference to nothing",
      `<referencePlace id="r" ref="p"/>`,
      `3:1 the reference "r" refers to no place`,
    ],
    [
      "a reference to the wrong kind",
      `<transition id="t"/><referencePlace id="r" ref="t"/>`,
      `3:21 the reference "r" refers to no place`,
    ],
    [
      "a reference to itself",
      `<referenceTransition id="r" ref="r"/>`,
      `3:1 the reference "r" leads to no end`,
    ],
  ])("%s", (_, inner, told) => {
    expect(refusal(inNet(inner))).toBe(told);
  });

  const weighted = (text: string): string =>
    inNet(
      `<place id="p"/><transition id="t"/>`,
      `<arc id="a" source="p" target="t"><inscription>${text}</inscription></arc>`,
    );
  test.each(["-1", "0", "1.5", "1e2", "x", ""])("the weight %j", (text) => {
    const told = refusal(weighted(`<text>${text}</text>`));
    expect(told).toMatch(/^4:\d+ the weight from "p" to "t" is /);
    expect(told).toMatch(`is "${text}", no whole number from 1 up`);
  });

  test("a weight without a text", () => {
    expect(refusal(weighted("<value>1</value>"))).toMatch(
      /^4:\d+ the weight from "p" to "t" has no text$/,
    );
  });

  const marked = (text: string): string =>
    inNet(`<place id="p"><initialMarking><text>${text}</text></initialMarking></place>`);
  test.each(["-1", "0.5", "one"])("the initial marking %j", (text) => {
    expect(refusal(marked(text))).toMatch(
      `the initial marking of "p" is "${text}", no whole number from 0 up`,
    );
  });

  test.each(["256", "99999999999999999999"])("an initial marking of %s", (text) => {
    expect(refusal(marked(text))).toMatch(
      `the initial marking of "p" is ${text} (a place holds at most 255 tokens here)`,
    );
  });

  test("weights that fill the memory", () => {
    const arc = `<arc id="a" source="p" target="t"><inscription><text>255</text></inscription></arc>`;
    const text = inNet(`<place id="p"/><transition id="t"/>`, arc.repeat(70_000));
    expect(refusal(text)).toMatch("the weights of all arcs are too many");
  });

  test("elements that are deep in each other", () => {
    const deep = 100_000;
    const text = inNet("<page id='a'>".repeat(deep), "</page>".repeat(deep));
    expect(refusal(text)).toMatch("elements stand 201 deep in each other (at most 200 are read)");
  });
});

test("a file of 50 MB with a million arcs is read", () => {
  const nodes = Array.from(
    { length: 100 },
    (_, k) => `<place id="p${k}"/><transition id="t${k}"/>`,
  );
  function* file(): Generator<string> {
    yield `${head}${ptnet}${nodes.join("")}`;
    for (let k = 0; k < 1_100_000; k += 1000) yield thousandArcs(k);
    yield "</net></pnml>";
  }
  expect(readPnml("/n.pnml", file()).consumed.items.length).toBe(1_100_000);
});

const thousandArcs = (from: number): string =>
  Array.from(
    { length: 1000 },
    (_, k) => `<arc id="a${from + k}" source="p${k % 100}" target="t${k % 7}"/>\n`,
  ).join("");

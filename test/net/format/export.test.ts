/** Each export is read by a small reader of its grammar, which must find the same net in it. */
import fc from "fast-check";
import { describe, expect, test } from "vitest";
import {
  type ExportFormat,
  exportFormats,
  isExportFormat,
} from "../../../src/net/format/export.ts";
import type { Property } from "../../../src/net/format/export-property.ts";
import type { ExportSource } from "../../../src/net/format/export-source.ts";
import { placeId, transitionId } from "../../../src/net/format/identifier.ts";
import type { Net } from "../../../src/net/net.ts";
import { within } from "../../show/xml.ts";
import { isFormula, readLola, readPromela, readSmv, readTina } from "./net-text.ts";
import { documentOf, readRomeo, readTapn } from "./net-xml.ts";
import { anyName, anyNet, lowered, pictureOf, printableName } from "./random-net.ts";

const allPlaces = (net: Net): readonly number[] =>
  Array.from({ length: net.placeCount }, (_, place) => place);
const several: Property = {
  id: "several_of-them",
  text: "Two places hold tokens, or all is over. */ -- ]]>",
  scope: "always",
  formula: {
    kind: "any",
    of: [
      { kind: "tokens", places: [0, 1], atLeast: 2 },
      { kind: "deadlock" },
      { kind: "all", of: [] },
      { kind: "not", of: { kind: "any", of: [] } },
    ],
  },
};
const sourceOf = (net: Net): ExportSource => ({
  net,
  goal: allPlaces(net).slice(1),
  rangeOf: () => undefined,
  properties: net.placeCount > 1 ? [several] : [],
});

function files(format: ExportFormat, source: ExportSource): Readonly<Record<string, string>> {
  const made = exportFormats[format].filesOf("net", source);
  return Object.fromEntries(made.map(({ fileName, pieces }) => [fileName, [...pieces].join("")]));
}
const firstFile = (format: ExportFormat, net: Net): string =>
  Object.values(files(format, sourceOf(net)))[0] ?? "";
const byNumber = (_: Net, transition: number): string => `${transition}`;

describe("an export holds the same net", () => {
  const weighted = anyNet(printableName, "weighted");
  const safe = anyNet(anyName, "safe");

  test("as TINA reads it", () => {
    fc.assert(
      fc.property(weighted, (net) => {
        const { name, picture } = readTina(firstFile("tina", net));
        expect(name).toBe(net.name);
        expect(picture).toEqual(pictureOf(net));
      }),
    );
  });

  test("as LoLA reads it", () => {
    fc.assert(
      fc.property(anyNet(anyName, "weighted"), (net) => {
        const expected = lowered(pictureOf(net, placeId, transitionId));
        expect(readLola(firstFile("lola", net))).toEqual(expected);
      }),
    );
  });

  test("as Roméo reads it", () => {
    fc.assert(
      fc.property(weighted, (net) => {
        expect(readRomeo(firstFile("romeo", net)).picture).toEqual(pictureOf(net));
      }),
    );
  });

  test("as TAPAAL reads it", () => {
    fc.assert(
      fc.property(anyNet(anyName, "weighted"), (net) => {
        const { picture } = readTapn(firstFile("tapn", net));
        expect(picture).toEqual(pictureOf(net, placeId, transitionId));
      }),
    );
  });

  test("as SPIN reads it", () => {
    fc.assert(
      fc.property(safe, (net) => {
        expect(readPromela(firstFile("promela", net))).toEqual(pictureOf(net, placeId, byNumber));
      }),
    );
  });

  test("as NuSMV reads it", () => {
    fc.assert(
      fc.property(safe, (net) => {
        expect(readSmv(firstFile("smv", net))).toEqual(pictureOf(net, placeId, byNumber));
      }),
    );
  });
});

describe("the properties of an export", () => {
  const weighted = anyNet(anyName, "weighted");

  test("speak of the places of the PNML, in the words of the Model Checking Contest", () => {
    fc.assert(
      fc.property(anyNet(printableName, "weighted"), (net) => {
        const { name, children } = documentOf(firstFile("mcc", net));
        expect(name).toBe("property-set");
        const all = children.flatMap((property) => [...within(property)]);
        const ids = new Set(allPlaces(net).map((place) => placeId(net, place)));
        expect(all.filter((one) => one.name === "place" && !ids.has(one.text))).toEqual([]);
        expect(all.map((one) => one.name).filter((one) => !mccWords.has(one))).toEqual([]);
        const counted = all.filter((one) => one.name === "integer-le");
        expect(counted.every((one) => one.children.length === 2)).toBe(true);
      }),
    );
  });

  test.each(["tapn", "lola"] as const)("are each a file of their own for %s", (format) => {
    fc.assert(
      fc.property(weighted, (net) => {
        const ids = new Set(allPlaces(net).map((place) => placeId(net, place)));
        const [, ...queries] = Object.entries(files(format, sourceOf(net)));
        expect(queries.length).toBeGreaterThan(1);
        expect(queries.filter(([, text]) => !isFormula(text, ids))).toEqual([]);
      }),
    );
  });

  test("are CTL in SMV", () => {
    fc.assert(
      fc.property(anyNet(anyName, "safe"), (net) => {
        const ids = new Set(allPlaces(net).map((place) => placeId(net, place)));
        const specs = [...firstFile("smv", net).matchAll(/^CTLSPEC (.*);$/gm)];
        expect(specs.length).toBeGreaterThan(1);
        expect(specs.filter(([, text]) => !isFormula(text ?? "", ids))).toEqual([]);
      }),
    );
  });
});

const mccWords = new Set(
  (
    "property id description formula all-paths exists-path globally finally negation conjunction " +
    "disjunction deadlock integer-le integer-constant tokens-count place"
  ).split(" "),
);

describe("the files of an export", () => {
  const [net] = fc.sample(
    anyNet(fc.constantFrom("a", "b"), "safe").filter(({ placeCount }) => placeCount === 2),
    1,
  );

  test.each([
    ["pnml", "net.pnml net-mcc.xml"],
    ["mcc", "net-mcc.xml"],
    ["tina", "net.net"],
    ["romeo", "net-romeo.xml"],
    ["promela", "net.pml"],
    ["smv", "net.smv"],
    ["dot", "net.dot"],
    ["mermaid", "net.mmd"],
    [
      "lola",
      "net.lola net-lola-deadlocksAreFinal.formula net-lola-goalReachable.formula " +
        "net-lola-goalInevitable.formula net-lola-oneSafe.formula net-lola-several_uof_x2d_them.formula",
    ],
    [
      "tapn",
      "net-tapn.xml net-tapn-deadlocksAreFinal.q net-tapn-goalReachable.q " +
        "net-tapn-goalInevitable.q net-tapn-oneSafe.q net-tapn-several_uof_x2d_them.q",
    ],
  ] as const)("of %s are %s", (format, names) => {
    if (net === undefined) throw new Error("no sample");
    expect(Object.keys(files(format, sourceOf(net))).join(" ")).toBe(names);
  });

  test("are of formats that can be asked for by name", () => {
    expect(Object.keys(exportFormats).filter((name) => !isExportFormat(name))).toEqual([]);
    expect(["toString", "PNML", ""].some(isExportFormat)).toBe(false);
  });
});

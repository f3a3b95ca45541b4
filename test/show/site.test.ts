import { describe, expect, test } from "vitest";
import { State, fold } from "../../src/engine/fold.ts";
import { deployment } from "../../src/model/program.ts";
import { type Box, graphOf } from "../../src/show/graph.ts";
import { picture } from "../../src/show/picture.ts";
import { type Site, siteOfAssembly, siteOfConfiguration } from "../../src/show/site.ts";
import { stateLines } from "../../src/show/token.ts";
import { catalogOf } from "../../src/store/catalog.ts";
import { toEntry } from "../../src/store/instruction.ts";
import type { Entry } from "../../src/store/journal.ts";
import { farm, lamp } from "./sample.ts";
import { parseXml, within } from "./xml.ts";

/** What is on record of an assembly after it was asked to deploy and some things happened. */
function recorded(assembly = lamp, ...entries: readonly Entry[]): Site {
  const program = deployment(assembly);
  const state = new State(catalogOf(program));
  fold(state, { type: "program", name: "deploy", instructions: program.map(toEntry) });
  for (const entry of entries) fold(state, entry);
  return siteOfConfiguration(assembly.name, state.configuration, state.on);
}
const ended = (instance: string, transition: string): Entry => ({
  type: "ended",
  instance,
  transition,
});
const error = { code: "MADEUS_ACTION_FAILED", message: "no disk" };
const linesOf = (box: Box | undefined): readonly string[] =>
  box === undefined ? [] : stateLines(box).map(({ text }) => text);

describe("what is on record", () => {
  test.each([lamp, farm(5)])(
    "has the same boxes and links as what was declared: $name",
    (assembly) => {
      const plain = ({ boxes, links }: ReturnType<typeof graphOf>) => ({
        boxes: boxes.map((box) => ({ ...box, tokens: undefined })),
        links: links.toSorted((a, b) => a.user - b.user || a.provider - b.provider),
      });
      for (const collapse of ["none", "type", "host"] as const)
        expect(plain(graphOf(recorded(assembly), collapse))).toEqual(
          plain(graphOf(siteOfAssembly(assembly), collapse)),
        );
    },
  );

  test("says where each token is, the worst first", () => {
    const site = recorded(
      lamp,
      ended("linux", "update"),
      ended("db", "install"),
      { type: "failed", instance: "db", transition: "fetch", error },
      { type: "lost", instance: "linux", place: "ready" },
    );
    const [linux, db, web] = graphOf(site, "none").boxes;
    expect([linux, db, web].map(linesOf)).toEqual([
      ["ready no longer holds"],
      ["fetch failed", "install waits"],
      ["start waits"],
    ]);
  });

  test("says of how many instances, where they share a box", () => {
    const entries = [0, 1, 2, 3].map((k) => ended(`os${k}`, "update"));
    const site = recorded(farm(5), ...entries, {
      type: "unknown",
      instance: "os4",
      transition: "update",
    });
    const [front, linux, database] = graphOf(site, "type").boxes;
    expect([front, linux, database].map(linesOf)).toEqual([
      ["start runs"],
      ["1 × update cut off", "4 × ready"],
      ["4 × install runs, 5 × fetch runs", "1 × install waits"],
    ]);
  });

  test("is drawn with its tokens in colours that tell them apart", () => {
    const site = recorded(lamp, ended("linux", "update"), {
      type: "failed",
      instance: "db",
      transition: "fetch",
      error,
    });
    const svg = parseXml(picture(graphOf(site, "none"), "lifecycle", "svg"));
    const looks = (name: string): readonly (string | undefined)[] =>
      [...within(svg)]
        .filter((one) => one.name === name)
        .map(({ attributes }) => attributes["class"]);
    expect(looks("circle")).toContain("good");
    expect(looks("rect")).toEqual(expect.arrayContaining(["bad", "warn"]));
  });
});

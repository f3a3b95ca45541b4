import { describe, expect, test } from "vitest";
import { analyse } from "../../../src/net/question/analysis.ts";
import { holds, readInvariant } from "../../../src/net/question/invariant.ts";
import { caseOf } from "../../../src/net/proof/case.ts";
import { interruptionsOf } from "../../../src/net/question/interruption.ts";
import { declaredRange } from "../../../src/net/proof/extent.ts";
import { strandedPlaces, wayBack } from "../../../src/net/question/way-back.ts";
import { lifecycle } from "../../../src/semantics/lifecycle.ts";
import { assembly } from "../../../src/model/assembly.ts";
import { component } from "../../../src/model/component.ts";
import { reconfigure } from "../../../src/model/program.ts";
import { Sql, database, hasty, replica, rolling, site } from "./questions.ts";

describe("deployability", () => {
  test("is proved where every run ends deployed, with the time it takes", () => {
    const answer = analyse(site).deployability();
    expect(answer).toMatchObject({ verdict: "proved", boundaries: { minS: 9, maxS: 9 } });
  });

  test("within a time asks for the longest that it may take", () => {
    const slow = analyse(site).addInterval("db.install", 4, 10);
    expect(slow.deployability(15)).toMatchObject({
      verdict: "proved",
      boundaries: { minS: 9, maxS: 15 },
    });
    expect(slow.deployability(14)).toMatchObject({ verdict: "violated" });
  });

  test("asks for the places that are to be reached", () => {
    expect(analyse(site).addDeployment({ db: "running" }).deployability().verdict).toBe("proved");
    expect(analyse(site).addDeployment({ db: "installed" }).deployability().verdict).toBe(
      "violated",
    );
  });

  test("looks at every end, also where there are more than are told", () => {
    const chooser = component({
      name: "chooser",
      places: ["off", "left", "right"],
      initial: "off",
      behaviors: { deploy: { go: { from: "off", to: ["left", "right"] } } },
    });
    const names = ["a", "b", "c", "d", "e", "f", "g", "h"];
    const declared = assembly({
      name: "choosers",
      components: Object.fromEntries(names.map((name) => [name, chooser])),
    });
    for (const name of names)
      for (const place of ["left", "right"]) {
        const asked = analyse(declared).addDeployment({ [name]: place });
        expect(asked.deployability().verdict).toBe("violated");
      }
    const few = analyse(declared, { terminalsMax: 20 }).addDeployment({ a: "left", b: "left" });
    expect(few.deployability().verdict).not.toBe("proved");
  });

  test("refuses names that do not exist, and what is no interval", () => {
    expect(() => analyse(site).addInterval("db.instal", 1, 2)).toThrow(
      expect.objectContaining({
        code: "MADEUS_UNKNOWN_TRANSITION",
        hint: expect.stringContaining("db.install"),
      }),
    );
    expect(() => analyse(site).addDeployment({ db: "runing" })).toThrow(
      expect.objectContaining({ code: "MADEUS_UNKNOWN_PLACE" }),
    );
    for (const [minS, maxS] of [
      [-1, 1],
      [2, 1],
      [0, Number.NaN],
      [0, Number.POSITIVE_INFINITY],
    ] as const)
      expect(() => analyse(site).addInterval("db.install", minS, maxS)).toThrow(
        expect.objectContaining({ code: "MADEUS_BAD_NUMBER" }),
      );
  });
});

describe("sequentiality", () => {
  test("holds along dependencies, in one instance and between them", () => {
    expect(analyse(site).sequentiality("db.install", "db.start").verdict).toBe("proved");
    expect(analyse(site).sequentiality("db.start", "web1.start").verdict).toBe("proved");
  });

  test("does not hold where two things may overlap, or the other way round", () => {
    expect(analyse(site).sequentiality("db.install", "web1.fetch").verdict).toBe("violated");
    expect(analyse(site).sequentiality("web1.start", "db.start").verdict).toBe("violated");
  });

  test("is asked of all times that the first runs, and holds for what never begins", () => {
    const texts = [{}, { full: true }].map((options) => {
      const twice = analyse(rolling, options);
      return [
        twice.sequentiality("web1.start", "web2.restart").verdict,
        twice.sequentiality("web2.restart", "web1.start").verdict,
        twice.sequentiality("web1.restart", "db.stop").verdict,
        twice.sequentiality("db.stop", "web1.restart").verdict,
      ];
    });
    expect(texts).toEqual([
      ["proved", "violated", "proved", "violated"],
      ["proved", "violated", "proved", "violated"],
    ]);
    expect(analyse(rolling).sequentiality("web1.restart", "db.stop").text).toBe(
      "db.stop never begins",
    );
    const again = reconfigure(site)
      .changeBehavior("web1", "update")
      .changeBehavior("web1", "deploy")
      .changeBehavior("web1", "update")
      .wait();
    for (const options of [{}, { full: true }])
      expect(analyse(again, options).sequentiality("web1.restart", "web1.start").verdict).toBe(
        "violated",
      );
  });

  test("is the same where all markings are looked at", () => {
    const full = analyse(site, { full: true });
    expect(full.sequentiality("db.start", "web1.start").verdict).toBe("proved");
    expect(full.sequentiality("db.install", "web1.fetch").verdict).toBe("violated");
    expect(full.parallelism()).toMatchObject({ verdict: "proved", atMost: 3 });
  });
});

test("parallelism is the most that may run at once, with an example", () => {
  expect(analyse(site).parallelism()).toMatchObject({
    verdict: "proved",
    atLeast: 3,
    atMost: 3,
    together: expect.arrayContaining([expect.stringMatching(/^db\./)]),
  });
});

test("boundaries come with the longest way", () => {
  const { boundaries, criticalPath } = analyse(site).boundaries();
  expect(boundaries).toEqual({ minS: 9, maxS: 9 });
  expect(criticalPath.map(({ instance, transition }) => `${instance}.${transition}`)).toEqual([
    "db.install",
    "db.start",
    expect.stringMatching(/^web[12]\.start$/),
    "front.start",
  ]);
});

test("boundaries are not told of what does not come to its end", () => {
  const stuck = reconfigure(site).changeBehavior("db", "suspend").wait();
  expect(analyse(stuck).boundaries()).toMatchObject({ verdict: "violated", boundaries: undefined });
});

describe("an invariant", () => {
  test("of a rolling update holds at every moment, and not if all are updated at once", () => {
    const atLeastOne = readInvariant("web*.running >= 1");
    expect(holds(rolling, atLeastOne)).toEqual({ verdict: "proved", worst: 1 });
    expect(holds(hasty, atLeastOne)).toEqual({ verdict: "violated", worst: 0 });
    expect(holds(rolling, readInvariant("web*.running <= 2"))).toEqual({
      verdict: "proved",
      worst: 2,
    });
  });

  test("says the same where all markings are looked at", () => {
    const atLeastOne = readInvariant("web*.running >= 1");
    expect(holds(rolling, atLeastOne, { full: true })).toEqual({ verdict: "proved", worst: 1 });
    expect(holds(hasty, atLeastOne, { full: true })).toEqual({ verdict: "violated", worst: 0 });
    expect(holds(rolling, atLeastOne, { full: true, statesMax: 2 }).verdict).toBe("unknown");
  });

  test("that is not written as one, or about nothing, is refused", () => {
    expect(() => readInvariant("web*.running > 1")).toThrow(
      expect.objectContaining({ code: "MADEUS_BAD_QUESTION" }),
    );
    expect(() => holds(site, readInvariant("web*.runing >= 1"))).toThrow(
      expect.objectContaining({ code: "MADEUS_UNKNOWN_PLACE" }),
    );
  });
});

test("interruptions are told with their times", () => {
  const windows = interruptionsOf(caseOf(rolling, {}), declaredRange);
  expect(windows).toEqual([
    { instance: "web1", port: "http", fromS: 0, toS: 7 },
    { instance: "web2", port: "http", fromS: 7, toS: 14 },
  ]);
});

describe("the way back", () => {
  test("is proved where everything can be taken down", () => {
    expect(wayBack(site).verdict).toBe("proved");
  });

  test("is proved after any failure, too, where uninstall begins wherever one may be left", () => {
    const small = assembly({ name: "small", components: { db: database }, wires: {} });
    expect(wayBack(small, { failuresMax: 1 })).toEqual({
      verdict: "proved",
      findings: [],
      begins: 3,
    });
    const one = assembly({
      name: "one",
      components: { db: database, web: replica },
      wires: { web: { database: "db.sql" } },
    });
    expect(wayBack(one, { failuresMax: 1 }).begins).toBe(6);
  });

  test("is not there where an instance has no uninstall", () => {
    const stays = component({
      name: "stays",
      places: ["absent", "running"],
      initial: "absent",
      uses: { database: { type: Sql, in: ["running"] } },
      behaviors: { deploy: { start: { from: "absent", to: "running" } } },
    });
    const stuck = assembly({
      name: "stuck",
      components: { db: database, it: stays },
      wires: { it: { database: "db.sql" } },
    });
    const { verdict, findings } = wayBack(stuck);
    expect(verdict).toBe("violated");
    expect(findings.map(({ text }) => text)).toEqual([
      expect.stringContaining("it cannot be taken down"),
      expect.stringContaining("db cannot be taken down"),
    ]);
  });

  test("warns of places to which a failure leads, and uninstall does not lead back from", () => {
    expect(strandedPlaces(lifecycle(replica))).toEqual(["fetched"]);
    expect(wayBack(site).findings).toMatchObject([
      { code: "MADEUS_NO_WAY_BACK", text: expect.stringContaining("web1 is withdrawn to fetched") },
      { code: "MADEUS_NO_WAY_BACK", text: expect.stringContaining("web2") },
    ]);
  });
});

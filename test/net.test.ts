/** What users import from `madeus/net`: proofs, questions, differences and other formats, of declarations as they write them. */
import { describe, expect, test } from "vitest";
import {
  analyse,
  difference,
  exportNet,
  holds,
  interruptions,
  losses,
  prove,
  races,
  readInvariant,
  wayBack,
} from "madeus/net";
import { assembly } from "../src/model/assembly.ts";
import { component } from "../src/model/component.ts";
import { local } from "../src/model/host.ts";
import { reconfigure } from "../src/model/program.ts";
import { database, hasty, rolling, site } from "./net/question/questions.ts";

describe("a declaration", () => {
  test("is proved, and timed by whatever one knows of its transitions", () => {
    expect(prove(site)).toMatchObject({ verdict: "proved", expectation: { bounds: { maxS: 9 } } });
    const rangeOf = () => ({ minS: 1, maxS: 2 });
    expect(prove(site, { rangeOf }).expectation?.bounds).toEqual({ minS: 4, maxS: 8 });
  });

  test("answers the questions of MADA", () => {
    const analysis = analyse(site).addInterval("db.start", 2, 5).addDeployment({ db: "running" });
    expect(analysis.deployability(12)).toMatchObject({ verdict: "proved" });
    expect(analysis.boundaries().boundaries).toEqual({ minS: 9, maxS: 12 });
  });

  test("keeps an invariant, or does not", () => {
    const invariant = readInvariant("web*.running >= 1");
    expect([rolling, hasty].map((one) => holds(one, invariant).verdict)).toEqual([
      "proved",
      "violated",
    ]);
  });

  test("says what is interrupted, what a failure costs, and what races", () => {
    expect(interruptions(rolling)?.map(({ instance, port }) => `${instance}.${port}`)).toEqual([
      "web1.http",
      "web2.http",
    ]);
    expect(losses(site, ["web1.fetch"])).toEqual({
      lost: ["web1", "front"],
      atRisk: [],
      kept: ["db", "web2"],
    });
    expect(races(hasty)).toEqual([]);
    expect(wayBack(site).verdict).toBe("proved");
    expect(() => losses(site, ["web9.fetch"])).toThrow('There is no transition "web9.fetch".');
  });

  test("where two things may come first, has no one answer", () => {
    const fork = component({
      name: "fork",
      places: ["a", "b", "c"],
      initial: "a",
      behaviors: { deploy: { go: { from: "a", to: ["b", "c"] } } },
    });
    const two = assembly({ name: "two", components: { fork } });
    expect([interruptions(two), losses(two, ["fork.go"])]).toEqual([undefined, undefined]);
  });

  test("is written for other tools by its own names", () => {
    const [file] = exportNet(rolling, "tina", { name: "roll" });
    const text = [...(file?.pieces ?? [])].join("");
    expect([file?.fileName, text.includes("{end web1.restart")]).toEqual(["roll.net", true]);
    expect(exportNet(site, "pnml").map(({ fileName }) => fileName)).toEqual([
      "site.pnml",
      "site-mcc.xml",
    ]);
  });
});

describe("a difference", () => {
  const later = component({
    ...database,
    places: ["absent", "installed", "warm", "running"],
    provides: { sql: { type: database.provides.sql.type, in: ["warm", "running"] } },
    behaviors: {
      ...database.behaviors,
      deploy: {
        install: { from: "absent", to: "installed", durationS: 5 },
        heat: { from: "installed", to: "warm", durationS: 1, limits: ["cpu"] },
        start: { from: "warm", to: "running", durationS: 2, run: () => undefined },
      },
    },
  });
  const next = assembly({
    ...site,
    components: { ...site.components, db: later },
    hosts: { far: local() },
    on: { db: "far" },
  } as never);

  test("of a thing to itself is none", () => {
    const { instances, connections, moved, types, instructions, before, after } = difference(
      site,
      site,
    );
    expect([instances, connections, instructions]).toEqual([none, none, none]);
    expect([moved, types]).toEqual([[], []]);
    expect(before).toEqual(after);
  });

  test("names what is new, gone and changed in types, and what it does to the proof", () => {
    const found = difference(site, next);
    expect(found.moved).toEqual([{ instance: "db", from: "", to: "far" }]);
    expect(found.types).toEqual([
      {
        instances: ["db"],
        component: "database",
        texts: [
          "place warm is new",
          "transition heat is new",
          "transition install takes 5 s, not 4 s",
          "transition start leads from warm, not installed",
          "transition start has another action",
          "provide port sql is provided in warm, running, not running",
        ],
      },
    ]);
    expect([found.before.bounds, found.after.bounds]).toEqual([
      { minS: 9, maxS: 9 },
      { minS: 9, maxS: 9 },
    ]);
    expect(found.after.criticalPath).toEqual([
      "db.install",
      "db.heat",
      "web1.start",
      "front.start",
    ]);
  });

  test("of programs names their instructions, each as often as it differs", () => {
    const twice = reconfigure(site).wait().wait("db").wait();
    const once = reconfigure(site).wait().changeBehavior("db", "deploy");
    expect(difference(twice, once).instructions).toEqual({
      added: ["changeBehavior(db, deploy)"],
      removed: ["wait(db)", "wait()"],
    });
  });

  test("tells where a version cannot come to its end any more", () => {
    const cut = assembly({ ...site, wires: { ...site.wires, web2: {} } } as never);
    const { connections, before, after } = difference(site, cut);
    expect(connections).toEqual({ added: [], removed: ["web2.database=db.sql"] });
    expect([before.verdict, after]).toEqual(["proved", { verdict: "violated" }]);
  });

  const none = { added: [], removed: [] };
});

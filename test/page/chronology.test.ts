/** The journal in the browser: every moment of it is what a fold of all records before it gives, and runs are told as the report tells them. */
import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { State, fold } from "../../src/engine/fold.ts";
import { Chronicle } from "../../src/engine/report.ts";
import { Chronology } from "../../src/page/chronology.ts";
import { momentOf, outcomeText } from "../../src/page/moment.ts";
import { canonical } from "../../src/semantics/explore.ts";
import type { JournalRecord } from "../../src/store/journal.ts";
import { farm, lamp } from "../show/sample.ts";
import { recorded } from "./recorded.ts";

const many = await recorded(farm(120));
const two = await recorded(lamp, [{}, { verb: "reconfigure", program: [] }]);
const failing = await recorded(lamp, [
  {
    becomes: ({ transition }) =>
      transition === "fetch" ? { kind: "failed", error: { code: "X", message: "no" } } : undefined,
  },
]);

const chronologyOf = (records: readonly JournalRecord[]): Chronology => {
  const chronology = new Chronology();
  chronology.add(records);
  return chronology;
};
function stateAfter(records: readonly JournalRecord[], seq: number): State {
  const state = new State();
  for (const record of records.slice(0, seq)) fold(state, record);
  return state;
}

describe("the moments of a journal", () => {
  test("are what a fold from the beginning gives, in whatever order they are asked for", () => {
    const chronology = chronologyOf(many);
    expect(many.length).toBeGreaterThan(800);
    fc.assert(
      fc.property(fc.array(fc.integer({ min: 0, max: many.length }), { maxLength: 6 }), (asked) => {
        for (const seq of asked)
          expect(canonical(chronology.stateAt(seq).configuration)).toEqual(
            canonical(stateAfter(many, seq).configuration),
          );
      }),
      { numRuns: 15 },
    );
  });

  test("stay as they are while more records come", () => {
    const chronology = chronologyOf(many.slice(0, 500));
    const before = canonical(chronology.stateAt(450).configuration);
    chronology.add(many.slice(500));
    expect(canonical(chronology.stateAt(450).configuration)).toEqual(before);
  });

  test("are found by their time", () => {
    const chronology = chronologyOf(two);
    for (const { atMs } of two)
      expect(chronology.seqAt(atMs)).toBe(two.findLast((one) => one.atMs <= atMs)?.seq);
    expect(chronology.seqAt(-1)).toBe(1);
  });

  test("are not told twice where records are, and refused where one is missing", () => {
    const chronology = chronologyOf(two.slice(0, 6));
    chronology.add(two.slice(2, 8));
    expect(chronology.last).toBe(8);
    expect(() => chronology.add(two.slice(9))).toThrow("record 9 is missing");
  });
});

describe("the runs of a journal", () => {
  test("begin with their declaration and end with their result", () => {
    const { runs } = chronologyOf(two);
    expect(runs).toMatchObject([
      { run: 1, verb: "deploy", assembly: "lamp", firstSeq: 1, outcome: "done" },
      { run: 2, verb: "reconfigure", outcome: "done", lastSeq: two.length },
    ]);
    expect(two[(runs[0]?.lastSeq ?? 0) - 1]).toMatchObject({ type: "result" });
  });

  test("are told as the report tells them, however their records came", () => {
    const whole = new State();
    const chronicle = new Chronicle(whole);
    for (const record of failing) chronicle.add(record, fold(whole, record).list());
    const chronology = new Chronology();
    const [first = {} as never] = chronologyOf(failing).runs;
    for (const record of failing) {
      chronology.add([record]);
      const [span] = chronology.runs;
      if (span !== undefined) chronology.report(span);
    }
    const told = chronology.report(chronology.runs[0] ?? first);
    expect(told).toEqual(chronicle.report("failed"));
  });

  test("at work take until now", () => {
    const chronology = chronologyOf(failing.slice(0, 5));
    const [span] = chronology.runs;
    if (span === undefined) throw new Error("there is a run");
    expect(
      chronology.report(span, (failing[4]?.atMs ?? 0) + 5000).makespanS,
    ).toBeGreaterThanOrEqual(5);
  });
});

describe("a run without a result", () => {
  const begun = many.findIndex(({ type }) => type === "started") + 1;
  const chronology = chronologyOf(many.slice(0, begun));
  const [span] = chronology.runs;

  test("is at work where somebody is, and its actions run", () => {
    const pulse = {
      atWork: { command: "deploy", pid: 1, host: "a" },
      runs: [1],
      nowMs: 0,
      isEmpty: false,
    };
    expect(momentOf(chronology, pulse).stages).toContain("runs");
    expect(span && outcomeText(span, true, pulse)).toBe("at work");
  });

  test("was cut off where nobody is, and nothing is known of its actions; before that they ran", () => {
    const pulse = { atWork: null, runs: [], nowMs: 0, isEmpty: false };
    const { site, stages } = momentOf(chronology, pulse);
    const of = many[begun - 1] as JournalRecord & { readonly type: "started" };
    expect(stages[site.instances.findIndex(({ name }) => name === of.instance)]).toBe("unknown");
    expect(span && outcomeText(span, true, pulse)).toBe("cut off");
    const longer = chronologyOf(many.slice(0, begun + 1));
    expect(momentOf(longer, pulse, begun).stages).not.toContain("unknown");
  });
});

describe("runs at one time", () => {
  const about = (instance: string, run: number): readonly JournalRecord[] => {
    const first = 1 + (run - 1) * 1e9;
    const stamp = { run, atMs: 1_000 };
    const scope = { instances: [instance], beside: [], hosts: [] };
    const [declared] = many.filter(({ type }) => type === "run");
    const [hash = ""] = many.flatMap((one) => (one.type === "run" ? [one.declaration] : []));
    const begun = {
      type: "run",
      verb: "reconfigure",
      assembly: "a",
      file: "",
      export: "",
    } as const;
    expect(declared).toBeDefined();
    return [
      { seq: first, ...stamp, ...begun, declaration: hash, scope },
      { seq: first + 1, ...stamp, type: "stop" },
      { seq: first + 2, ...stamp, type: "result", outcome: "done" },
    ];
  };
  const [declaration] = many.filter(({ type }) => type === "declaration");
  const left = about("x", 2);
  const right = about("y", 3);

  test("are told apart, in whatever order their records come", () => {
    if (declaration === undefined) throw new Error("there is a declaration");
    const chronology = chronologyOf([declaration]);
    const mixed = [left[0], right[0], right[1], left[1], left[2], right[2]];
    for (const record of mixed) if (record !== undefined) chronology.add([record]);
    expect(chronology.last).toBe(7);
    expect(
      chronology.runs.map(({ run, firstSeq, lastSeq, outcome }) => [
        run,
        firstSeq,
        lastSeq,
        outcome,
      ]),
    ).toEqual([
      [2, 2, 6, "done"],
      [3, 3, 7, "done"],
    ]);
    expect(chronology.placeOf(left[1]?.seq ?? 0)).toBe(5);
    expect(chronology.record(5)).toBe(left[1]);
    expect(chronology.stateAt(4).parts.size).toBe(2);
    expect(chronology.stateAt(6).parts.size).toBe(1);
    for (const span of chronology.runs) expect(chronology.report(span).outcome).toBe("done");
    chronology.add([...left, ...right]);
    expect(chronology.last).toBe(7);
  });

  test("have all records of a block one after the other", () => {
    if (declaration === undefined) throw new Error("there is a declaration");
    const chronology = chronologyOf([declaration]);
    expect(() => chronology.add(left.slice(1))).toThrow(/is missing/);
  });
});

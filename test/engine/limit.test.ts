import fc from "fast-check";
import { expect, test } from "vitest";
import { Admission, type Applicant, slotsOf } from "../../src/engine/limit.ts";
import type { Limits } from "../../src/store/journal.ts";

interface Named extends Applicant {
  readonly name: string;
  /** Larger is more urgent. */
  readonly urgency: number;
}
const applicant = (
  name: string,
  urgency = 1,
  limits: readonly string[] = [],
  host = "h",
): Named => ({
  name,
  urgency,
  limits,
  host,
  instance: name,
});

/** The names of all who are admitted, in order. */
function admitted(admission: Admission<Named>): readonly string[] {
  const names: string[] = [];
  for (let one = admission.admit(); one !== undefined; one = admission.admit())
    names.push(one.name);
  return names;
}
function lineUp(limits: Limits, applicants: readonly Named[]): Admission<Named> {
  const admission = new Admission<Named>(limits, ({ urgency }) => urgency);
  for (const one of applicants) admission.apply(one);
  return admission;
}

test("the most urgent is admitted first, whatever line it stands in, and of equals the one who came first", () => {
  const admission = lineUp({ total: 9, perHost: 9, named: { apt: 9 } }, [
    applicant("a", 1),
    applicant("b", 3, ["apt"]),
    applicant("c", 2, [], "other"),
    applicant("d", 3),
    applicant("e", 2),
  ]);
  expect(admitted(admission)).toEqual(["b", "d", "c", "e", "a"]);
});

test("one who waits for a slot keeps nobody else waiting", () => {
  const first = applicant("a", 1, ["apt"]);
  const admission = lineUp({ named: { apt: 1 } }, [
    first,
    applicant("b", 9, ["apt"]),
    applicant("c", 0),
  ]);
  expect(admitted(admission).toSorted()).toEqual(["b", "c"]);
});

test("a limit may hold on each host by itself", () => {
  const first = applicant("a", 3, ["apt"]);
  const admission = lineUp({ named: { apt: { perHost: 1 } } }, [
    first,
    applicant("b", 2, ["apt"]),
    applicant("c", 1, ["apt"], "other"),
  ]);
  expect(admitted(admission)).toEqual(["a", "c"]);
  admission.release(first);
  expect(admitted(admission)).toEqual(["b"]);
});

test("all slots of an action are taken at once and given back at once", () => {
  const both = applicant("both", 1, ["apt", "disk", "apt"]);
  const admission = lineUp({ total: 2, named: { apt: 1, disk: 1 } }, [
    both,
    applicant("apt", 1, ["apt"]),
    applicant("disk", 1, ["disk"]),
    applicant("free", 0, ["unknown"]),
    applicant("last", 0),
  ]);
  expect(admitted(admission)).toEqual(["both", "free"]);
  admission.release(both);
  expect(admitted(admission)).toEqual(["apt"]);
});

test("a limit of one host leaves the others free", () => {
  const admission = lineUp({ perHost: 1 }, [
    applicant("a", 1, [], "x"),
    applicant("b", 1, [], "x"),
    applicant("c", 1, [], "y"),
  ]);
  expect(admitted(admission)).toEqual(["a", "c"]);
});

test("where nothing is limited all are admitted", () => {
  const applicants = Array.from({ length: 1000 }, (_, k) => applicant(String(k), k % 7));
  expect(admitted(lineUp({}, applicants))).toHaveLength(1000);
});

/** The same by looking at everybody each time. */
class Scan {
  readonly #limits: Limits;
  readonly #taken = new Map<string, number>();
  #waiting: readonly Named[] = [];

  constructor(limits: Limits) {
    this.#limits = limits;
  }
  apply(one: Named): void {
    this.#waiting = [...this.#waiting, one].toSorted((a, b) => this.#rank(b) - this.#rank(a));
  }
  /** Those who fall under no limit before all others, as they came. */
  #rank(one: Named): number {
    return slotsOf(this.#limits, one).length === 0 ? 99 : one.urgency;
  }
  admit(): Named | undefined {
    const next = this.#waiting.find((one) =>
      slotsOf(this.#limits, one).every(([slot, max]) => (this.#taken.get(slot) ?? 0) < max),
    );
    this.#waiting = this.#waiting.filter((one) => one !== next);
    if (next !== undefined) this.#change(next, 1);
    return next;
  }
  release(one: Named): void {
    this.#change(one, -1);
  }
  #change(one: Named, by: number): void {
    for (const [slot] of slotsOf(this.#limits, one))
      this.#taken.set(slot, (this.#taken.get(slot) ?? 0) + by);
  }
}

test("whoever comes and ends in whatever order, the most urgent who may begin does", () => {
  const few = fc.option(fc.integer({ min: 1, max: 3 }), { nil: undefined });
  const limits = fc.record({
    total: few,
    perHost: few,
    perInstance: few,
    named: fc.record({ apt: fc.integer({ min: 1, max: 2 }), disk: fc.constant({ perHost: 1 }) }),
  });
  const someone = fc.record({
    instance: fc.constantFrom("a", "b", "c"),
    urgency: fc.integer({ min: 0, max: 3 }),
    host: fc.constantFrom("x", "y"),
    limits: fc.subarray(["apt", "disk", "free"]),
  });
  const act = fc.oneof(
    { weight: 3, arbitrary: someone },
    { weight: 2, arbitrary: fc.constant("admit" as const) },
    { weight: 2, arbitrary: fc.nat({ max: 5 }) },
  );
  fc.assert(
    fc.property(limits, fc.array(act, { maxLength: 60 }), (allowed, acts) => {
      const [own, scan] = [lineUp(allowed, []), new Scan(allowed)];
      const atWork: Named[] = [];
      for (const [k, one] of acts.entries()) {
        if (one === "admit") {
          const next = own.admit();
          expect(next).toBe(scan.admit());
          if (next !== undefined) atWork.push(next);
        } else if (typeof one === "object") {
          const applicant = { ...one, name: String(k) };
          own.apply(applicant);
          scan.apply(applicant);
        } else
          for (const ended of atWork.splice(one, 1)) {
            own.release(ended);
            scan.release(ended);
          }
      }
    }),
    { numRuns: 500 },
  );
});

import { expect, test } from "vitest";
import { Admission, type Applicant } from "../../src/engine/limit.ts";
import type { Limits } from "../../src/store/journal.ts";

interface Named extends Applicant {
  readonly name: string;
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
  const admission = new Admission<Named>(limits);
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
  expect(admitted(admission)).toEqual(["b", "c"]);
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

/** One trial: a work is interrupted at one of its calls, what is left is looked at, and the work is begun again to its end. */
import { dirname } from "node:path";
import { type Call, type Injection, interrupted, recorded } from "./system-call.ts";
import { inPlace, stateIn } from "./place.ts";
import { otherEnd, testimony } from "./witness.ts";
import { type WorkName, workOf } from "./work.ts";

/** Where a work can be interrupted, and what it comes to when it is not. */
export interface Course {
  readonly work: WorkName;
  readonly durable: boolean;
  readonly calls: readonly Call[];
  readonly end: string;
}
export interface Point {
  readonly course: Course;
  readonly call: Call;
  readonly injection: Injection;
  /** Is every later call of this name refused as well? */
  readonly lasting: boolean;
}
export interface Result {
  readonly faults: readonly string[];
  /** Did the interruption show? An error of a call that does not matter need not. */
  readonly wasInterrupted: boolean;
}

export async function courseOf(work: WorkName, durable = false): Promise<Course> {
  return inPlace(async (directory) => {
    const acknowledged = (await workOf(work)).prepare(directory);
    const { code, calls, lines, stderr } = recorded(argsOf({ work, durable }, directory));
    if (code !== 0) throw new Error(`${work} ends with ${code}: ${stderr}${lines.join()}`);
    const { faults, end } = testimony(directory, [...acknowledged, ...lines]);
    if (faults.length > 0) throw new Error(`${work}: ${faults.join("; ")}`);
    // On the state's own files and directories; what only opens or closes one changes nothing.
    const below = dirname(stateIn(directory));
    const mark = hexOf(below);
    const matter = calls.filter(
      ({ name, text }) =>
        (text.includes(below) || text.includes(mark)) &&
        (name !== "openat" || text.includes("O_CREAT")) &&
        name !== "close",
    );
    return { work, durable, calls: matter, end };
  });
}

export async function trial({ course, call, injection, lasting }: Point): Promise<Result> {
  return inPlace(async (directory) => {
    const work = await workOf(course.work);
    const before = work.prepare(directory);
    const args = argsOf(course, directory);
    const { code, signal, lines, stderr } = interrupted(args, call, injection, lasting ? "+" : "");
    const faults: string[] = [];
    const refusals = lines.filter((line) => line.startsWith("refused "));
    if (code !== 0 && signal === null && refusals.length === 0)
      faults.push(`it ended with ${code}: ${stderr}`);
    const acknowledged = [...before, ...lines.filter((line) => !refusals.includes(line))];
    faults.push(...testimony(directory, acknowledged).faults);
    try {
      await work.act(directory, { say: () => undefined, durable: course.durable });
      const after = testimony(directory, acknowledged);
      faults.push(...after.faults.map((fault) => `after it was begun again: ${fault}`));
      faults.push(...otherEnd(after.end, course.end));
    } catch (error) {
      faults.push(`begun again it fails: ${String(error)}`);
    }
    return { faults, wasInterrupted: signal === "SIGKILL" || refusals.length > 0 };
  });
}

export const nameOf = ({ course, call, injection, lasting }: Point): string =>
  `${course.work}${course.durable ? " --durable" : ""}: ${injection} at ${call.name} ${call.n}${lasting ? " and all later" : ""}`;

const argsOf = (
  { work, durable }: Pick<Course, "work" | "durable">,
  directory: string,
): string[] => [work, directory, durable ? "durable" : ""];

/** As strace writes what is in quotes. */
const hexOf = (text: string): string =>
  [...Buffer.from(text)].map((byte) => `\\x${byte.toString(16).padStart(2, "0")}`).join("");

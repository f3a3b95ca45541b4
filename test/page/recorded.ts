/** Journals of whole runs in virtual time, as the page reads them: each with its declaration, and the run that begins from it. */
import type { Assembly } from "../../src/model/assembly.ts";
import { type Instruction, deployment } from "../../src/model/program.ts";
import { catalogOf } from "../../src/store/catalog.ts";
import { declarationOf } from "../../src/store/declaration.ts";
import type { JournalRecord } from "../../src/store/journal.ts";
import { type Setting, simulate } from "../engine/simulation.ts";

export interface RecordedRun extends Pick<Setting, "becomes" | "durationMs" | "limits"> {
  readonly verb?: string;
  /** By default those of `deploy`. */
  readonly program?: readonly Instruction[];
}

/** The runs of one assembly, one after the other. */
export async function recorded(
  assembly: Assembly,
  runs: readonly RecordedRun[] = [{}],
): Promise<readonly JournalRecord[]> {
  const kept: string[] = [];
  const { hash, ...declaration } = declarationOf(assembly);
  const add = (entry: object): void => {
    const last = kept.at(-1);
    const { atMs = 0 } = last === undefined ? {} : (JSON.parse(last) as { readonly atMs: number });
    kept.push(JSON.stringify({ seq: kept.length + 1, run: 0, atMs, ...entry }));
  };
  add({ type: "declaration", hash, ...declaration });
  for (const { verb = "deploy", program = deployment(assembly), ...setting } of runs) {
    const { name } = assembly;
    const limits = setting.limits === undefined ? {} : { limits: setting.limits };
    add({
      type: "run",
      verb,
      assembly: name,
      file: "",
      export: name,
      declaration: hash,
      ...limits,
    });
    const catalog = catalogOf(deployment(assembly));
    await simulate({ ...setting, kept, catalog, program });
  }
  return numbered(kept.map((text) => JSON.parse(text) as JournalRecord));
}

/** What stands before a run's record for its sake belongs to it. */
function numbered(records: readonly JournalRecord[]): readonly JournalRecord[] {
  let run = 1;
  let beganMs = 0;
  let lastMs = 0;
  return records.map((record, k) => {
    if (record.type === "run" && k > 1) {
      run += 1;
      // Each run begins at 0 in its virtual time.
      beganMs = lastMs;
    }
    lastMs = record.type === "run" ? lastMs : beganMs + record.atMs;
    return { ...record, run, atMs: lastMs };
  });
}

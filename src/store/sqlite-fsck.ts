/** Looks at a state's file as SQLite sees it, at the journal and at the store in it. */
import { type Finding, isMadeusError } from "../model/code.ts";
import { type Checkup, fsck } from "./fsck.ts";
import { stateDamaged } from "./sqlite-fault.ts";
import type { StateFile } from "./sqlite-file.ts";
import { sqliteStore } from "./sqlite-store.ts";
import { sqliteJournal } from "./sqlite.ts";

/** Cost: every page of the file is read, each record and each object. Where SQLite cannot go on, what was found until then is told. */
export function fsckFile(file: StateFile): Checkup {
  const findings: Finding[] = [];
  const look = <T>(work: () => T): T | undefined => {
    try {
      return work();
    } catch (fault) {
      if (!isMadeusError(fault) || fault.code !== "MADEUS_STATE_DAMAGED") throw fault;
      const { code, message, hint } = fault;
      findings.push({ code, severity: "error", at: undefined, text: message, hint });
      return undefined;
    }
  };
  look(() => findings.push(...pageFindings(file)));
  look(() => recordsIn(file));
  const checkup = look(() => fsck(sqliteStore(file))) ?? { findings: [], objects: 0, unneeded: 0 };
  return { ...checkup, findings: [...findings, ...checkup.findings] };
}

/** How many records there are, each of which was read; one that is missing or cannot be read says so. */
function recordsIn(file: StateFile): number {
  let count = 0;
  for (const _record of sqliteJournal(file, { nowMs: () => 0 }).records()) count += 1;
  return count;
}

/** What SQLite finds wrong with the pages of the file, their order and their indexes. */
function pageFindings(file: StateFile): readonly Finding[] {
  const rows = file.attempt(() => file.database.prepare("PRAGMA integrity_check(10)").all());
  return rows
    .map((row) => String(row["integrity_check"]))
    .filter((told) => told !== "ok")
    .map((told) => {
      const { code, message, hint } = stateDamaged(file.path, told.replaceAll("\n", " "));
      return { code, severity: "error", at: undefined, text: message, hint };
    });
}

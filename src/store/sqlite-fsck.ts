/** Looks at a state's file as SQLite sees it, and at the store in it. */
import { type Finding, isMadeusError } from "../model/code.ts";
import { type Checkup, fsck } from "./fsck.ts";
import { stateDamaged } from "./sqlite-fault.ts";
import type { StateFile } from "./sqlite-file.ts";
import { sqliteStore } from "./sqlite-store.ts";

/** Cost: every page of the file is read, and each object. Where SQLite cannot go on, what was found until then is told. */
export function fsckFile(file: StateFile): Checkup {
  const findings: Finding[] = [];
  try {
    findings.push(...pageFindings(file));
    const checkup = fsck(sqliteStore(file));
    return { ...checkup, findings: [...findings, ...checkup.findings] };
  } catch (fault) {
    if (!isMadeusError(fault) || fault.code !== "MADEUS_STATE_DAMAGED") throw fault;
    const { code, message, hint } = fault;
    findings.push({ code, severity: "error", at: undefined, text: message, hint });
    return { findings, objects: 0, unneeded: 0 };
  }
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

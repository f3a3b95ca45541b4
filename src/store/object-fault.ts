/** What can be wrong with objects, in the words of the one who has to act. */
import { MadeusError } from "../model/code.ts";
import type { ObjectId, ObjectKind } from "./object-id.ts";

/** @param what  a phrase such as `its entries are out of order` */
export function damagedObject(kind: string, what: string, cause?: unknown): MadeusError {
  return new MadeusError("MADEUS_OBJECT_DAMAGED", `A ${kind} is damaged: ${what}.`, {
    hint: "If it was sent, nothing of that was taken. If it is in the store, madeus fsck says what to do about it.",
    cause,
  });
}

/** @param what  what is looked for, e.g. `commit` */
export function missingObject(what: ObjectKind, id: ObjectId): MadeusError {
  return new MadeusError("MADEUS_OBJECT_MISSING", `The store holds no ${what} ${id}.`, {
    hint: "If the id was typed, see madeus history for those there are. If not, run madeus fsck.",
  });
}

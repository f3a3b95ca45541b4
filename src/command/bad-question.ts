/** A question that is not written as it must be. */
import { MadeusError } from "../model/code.ts";
import { quote } from "../model/name.ts";

/** @param example  how it is written */
export const badQuestion = (question: string, example: string): MadeusError =>
  new MadeusError("MADEUS_BAD_QUESTION", `${quote(question)} is not written as it must be.`, {
    hint: `Write it as in ${quote(example)}.`,
  });

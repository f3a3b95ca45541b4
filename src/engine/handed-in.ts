/** A program that is handed in with the types that it brings: pinned in the journal, so that it can be replayed; at hand, so that it can run. */
import { type Program, deployment } from "../model/program.ts";
import { declarationOf } from "../store/declaration.ts";
import { catalogOf } from "../store/catalog.ts";
import { toEntry } from "../store/instruction.ts";
import { lineageOf } from "../store/lineage.ts";
import type { InstructionEntry } from "../store/journal.ts";
import type { Engine } from "./engine.ts";

/**
 * To be carried out after what was given before. O(assembly + instructions).
 *
 * @returns  its instructions as the record of it will hold them: the very array
 */
export function handIn(
  engine: Engine,
  name: string,
  program: Program<any>,
): readonly InstructionEntry[] {
  const { state } = engine;
  const declaration = declarationOf(program);
  const { hash } = declaration;
  const before = lineageOf(state.declarations.values());
  const known = catalogOf([...deployment(program.from), ...program.instructions], [], before);
  state.code.set(hash, known);
  if (!state.declarations.has(hash)) engine.post({ type: "declaration", ...declaration });
  state.declarations.set(hash, declaration);
  const instructions = program.instructions.map(toEntry);
  engine.post({ type: "program", name, declaration: hash, instructions });
  return instructions;
}

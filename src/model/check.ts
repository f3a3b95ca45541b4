/**
 * Is a declaration well-formed?
 *
 * Everything that the compiler says of names and ports is said here of those that are known only at run time, and more that types
 * cannot say. Whether a well-formed deployment can come to its end is a question to the semantics, not to this.
 */
import type { Assembly } from "./assembly.ts";
import { assemblyFindings } from "./check-assembly.ts";
import { componentFindings } from "./check-component.ts";
import { programFindings } from "./check-program.ts";
import type { Finding } from "./code.ts";
import { type AnyComponent, isComponent } from "./component.ts";
import { isProgram, type Program } from "./program.ts";

/**
 * All that is wrong with a declaration, at once; empty where nothing is. Never throws, whatever it is given.
 *
 * An assembly is looked at as something to deploy. What has no brand (made from JSON, or by a cast) is taken for an assembly, unless
 * it has what only a program or a component has. O(instances + wires + instructions).
 */
export function wellFormed(declaration: Assembly | Program | AnyComponent): readonly Finding[] {
  if (isProgram(declaration) || has(declaration, "instructions"))
    return programFindings(declaration);
  if (isComponent(declaration) || has(declaration, "behaviors"))
    return componentFindings(declaration);
  return assemblyFindings(declaration, "deployment");
}

const has = (value: unknown, field: string): boolean =>
  typeof value === "object" && value !== null && field in value;

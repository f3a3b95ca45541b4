/** Programs written as data, e.g. in JSON: instructions as they stand in a journal. */
import type { Assembly } from "../model/assembly.ts";
import { MadeusError } from "../model/code.ts";
import type { AnyComponent } from "../model/component.ts";
import { programForm } from "../model/declaration.ts";
import { isObject } from "../model/form.ts";
import { quote } from "../model/name.ts";
import { didYouMean } from "../model/nearest.ts";
import {
  type Instruction,
  type Program,
  deployment,
  portName,
  programOf,
} from "../model/program.ts";
import { catalogOf } from "./catalog.ts";

/**
 * A program for an assembly from instructions like `{ "op": "connect", "use": "web.database", "provide": "db.sql" }`; `add` names its
 * component. Whether the names are right is for `check` to say, which `execute` asks before it begins.
 *
 * @param components  types that may be added besides those of the assembly
 * @throws MadeusError  `MADEUS_MALFORMED` with all that is not of its form; `MADEUS_UNKNOWN_TYPE`
 */
export function programFrom(
  assembly: Assembly<string, any>,
  instructions: unknown,
  components: readonly AnyComponent[] = [],
): Program {
  const from: Assembly = assembly;
  const catalog = catalogOf(deployment(from), components);
  const typeNamed = (name: string, instance: string): AnyComponent => {
    const found = catalog.find(name, instance);
    if (found !== undefined) return found;
    throw unknownType(name, [...Object.values(from.components), ...components]);
  };
  const read = Array.isArray(instructions)
    ? instructions.map((one: unknown) => instructionFrom(unplaced(one, from.hosts), typeNamed))
    : instructions;
  const [problem, ...others] = programForm({ instructions: read }, []);
  if (problem !== undefined)
    throw new MadeusError("MADEUS_MALFORMED", `The program cannot be read: ${problem}.`, {
      hint: others.length === 0 ? undefined : `Moreover: ${others.join("; ")}.`,
    });
  return programOf(from, read as readonly Instruction[]);
}

/** This machine is called `local`; that nothing is said of where an instance is means the same. */
function unplaced(value: unknown, hosts: Assembly["hosts"]): unknown {
  if (!isObject(value) || value["on"] !== "local" || Object.hasOwn(hosts, "local")) return value;
  const { on: _on, ...one } = value;
  return one;
}

/** What is not of its form is left as it is: then it is found. Where the user wrote it only a declaration in code can say. */
function instructionFrom(
  value: unknown,
  typeNamed: (name: string, instance: string) => AnyComponent,
): unknown {
  if (!isObject(value)) return value;
  const { at: _at, ...one } = value;
  const { op, use, provide, component, instance } = one;
  if (op === "add" && typeof component === "string" && typeof instance === "string")
    return { ...one, component: typeNamed(component, instance) };
  if (op !== "connect" && op !== "disconnect") return one;
  const port = (name: unknown): unknown => (typeof name === "string" ? portName(name) : name);
  return { ...one, use: port(use), provide: port(provide) };
}

const unknownType = (name: string, known: readonly AnyComponent[]): MadeusError =>
  new MadeusError(
    "MADEUS_UNKNOWN_TYPE",
    `The program adds a component ${quote(name)}, of which there is none here, or several.`,
    {
      hint: didYouMean(
        name,
        known.map((one) => one.name as string),
      ),
    },
  );

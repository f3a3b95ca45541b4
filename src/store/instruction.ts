/**
 * Instructions as they stand in a journal: a component's type by its name, a port as `instance.port`.
 *
 * Types made by one function with different arguments share a name; the instance tells them apart.
 */
import { MadeusError } from "../model/code.ts";
import type { AnyComponent } from "../model/component.ts";
import { type Instruction, type PortName, portName } from "../model/program.ts";
import type { Catalog } from "./catalog.ts";
import type { InstructionEntry } from "./journal.ts";

export function toEntry(instruction: Instruction): InstructionEntry {
  switch (instruction.op) {
    case "add": {
      const { op, instance, component, on } = instruction;
      return { op, instance, component: component.name, ...(on === undefined ? {} : { on }) };
    }
    case "connect":
    case "disconnect": {
      const { op, use, provide } = instruction;
      return { op, use: formatPort(use), provide: formatPort(provide) };
    }
    case "changeBehavior": {
      const { op, instance, behavior } = instruction;
      return { op, instance, behavior };
    }
    case "del":
      return { op: "del", instance: instruction.instance };
    case "wait":
      return { op: "wait", instances: instruction.instances };
  }
}

/** @throws MadeusError  `MADEUS_UNKNOWN_TYPE`, naming every type that the catalog lacks */
export function fromEntries(
  entries: readonly InstructionEntry[],
  catalog: Catalog,
): readonly Instruction[] {
  const missing = new Map<string, string>();
  const instructions = entries.map((entry): Instruction => {
    switch (entry.op) {
      case "add": {
        const component = catalog.find(entry.component, entry.instance);
        if (component === undefined) missing.set(entry.component, entry.instance);
        return { ...entry, component: component as AnyComponent };
      }
      case "connect":
      case "disconnect":
        return { op: entry.op, use: portName(entry.use), provide: portName(entry.provide) };
      case "changeBehavior":
      case "del":
      case "wait":
        return entry;
    }
  });
  if (missing.size > 0) {
    const list = [...missing].map(([type, instance]) => `${type} (of ${instance})`).join(", ");
    throw new MadeusError(
      "MADEUS_UNKNOWN_TYPE",
      `The file does not say what these component types are: ${list}.`,
      { hint: "Export one component of each name, or go back to the file that was deployed." },
    );
  }
  return instructions;
}

const formatPort = ({ instance, port }: PortName): string => `${instance}.${port}`;

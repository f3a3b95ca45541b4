/**
 * A deployment as a commit holds it, by names and values: what stands, where it is, what is under way, and what is still to come.
 *
 * It knows no code: whoever wants to go on from it finds the components by their names and versions.
 */
import { isObject } from "../model/form.ts";
import { nameProblem } from "../model/name.ts";
import { portName } from "../model/program.ts";
import type { Wiring } from "../semantics/assembled.ts";
import type { Json } from "./leaf.ts";
import type { Home, InstructionEntry, Limits, NamedLimit } from "./journal.ts";
import { nameIn } from "./path-name.ts";
import { Tree } from "./tree.ts";

export interface Deployment {
  /** Of the assembly; empty where no run has said it. */
  readonly assembly: string;
  /** By name, in the order of the names' bytes. */
  readonly instances: ReadonlyMap<string, DeployedInstance>;
  /** Of one use port in their order. */
  readonly connections: readonly Wiring[];
  /** Where instances have their directories; undefined where no run has said it. */
  readonly home: Home | undefined;
  /** Those of the run. */
  readonly limits: Limits;
  readonly program: DeploymentProgram;
  /** Of runs with a scope that were not at their end: by their numbers. */
  readonly runs: ReadonlyMap<string, DeploymentProgram>;
}
export interface DeployedInstance {
  /** The name of its component. */
  readonly type: string;
  /** From which it was made, as `componentVersion` has it; undefined: it has not left its initial place. */
  readonly version: string | undefined;
  /** Undefined: it is on this machine. */
  readonly host: string | undefined;
  /** Places that hold a token, also those that do not hold true any more. */
  readonly places: readonly string[];
  /** Those of them that do not hold true any more. */
  readonly lost: readonly string[];
  /** Transition → where its token is: `out`, `in STATION`, or on it, `running`, `failed` or `unknown`. */
  readonly transitions: Readonly<Record<string, string>>;
  /** Behaviors asked of it, the active one first. */
  readonly behaviors: readonly string[];
  /** Provide port → the value that was given, and how often it has changed since it could be read. */
  readonly values: Readonly<Record<string, DeployedValue>>;
}
export interface DeployedValue {
  readonly value: Json;
  /** 0 until it can be read. */
  readonly version: number;
}
export interface DeploymentProgram {
  /** How many instructions were applied, of all that were ever given. */
  readonly position: number;
  /** Those still to come. */
  readonly left: readonly InstructionEntry[];
}

/** What a tree holds; what is missing, or is not what it should be, is taken as not there. O(leaves). */
export function deploymentIn(tree: Tree): Deployment {
  const names = tree
    .list(["assembly", "instances"])
    .map(({ name }) => name)
    // Directories bear them.
    .filter((name) => nameProblem(nameIn(name)) === undefined);
  const uses = Object.entries(fieldsIn(tree, ["assembly", "connections"]));
  return {
    assembly: textIn(tree, ["assembly", "name"]) ?? "",
    instances: new Map(names.map((name) => [nameIn(name), instanceIn(tree, name)])),
    connections: uses.flatMap(([use, providers]) => wiringsOf(use, providers)),
    home: homeIn(tree),
    limits: limitsIn(fieldsIn(tree, ["limits"])),
    program: programIn(tree),
    runs: new Map(
      tree
        .list(["runs"])
        .map(({ name }) => [name, programIn(tree.at(["runs", name]) ?? Tree.empty)]),
    ),
  };
}

/** Nothing is asked of anybody, no token is on its way, and nothing is left of any program. */
export function isAtRest({ instances, program, runs }: Deployment): boolean {
  return program.left.length === 0 && runs.size === 0 && [...instances.values()].every(isIdle);
}

/** Nothing is asked of it, and no token is on its way. */
export const isIdle = ({ behaviors, transitions }: DeployedInstance): boolean =>
  behaviors.length === 0 && Object.keys(transitions).length === 0;

function instanceIn(tree: Tree, name: string): DeployedInstance {
  const declared = ["assembly", "instances", name];
  const configured = ["configuration", name];
  return {
    type: textIn(tree, [...declared, "type"]) ?? "",
    version: textIn(tree, [...declared, "version"]),
    host: textIn(tree, [...declared, "host"]),
    places: textsOf(tree.find([...configured, "places"])),
    lost: textsOf(tree.find([...configured, "lost"])),
    transitions: textFieldsOf(tree.find([...configured, "transitions"])),
    behaviors: textsOf(tree.find([...configured, "behaviors"])),
    values: valuesOf(fieldsIn(tree, [...configured, "values"])),
  };
}

function homeIn(tree: Tree): Home | undefined {
  const [state, machine, directory] = ["state", "machine", "directory"].map((name) =>
    textIn(tree, ["assembly", "home", name]),
  );
  // Directories on hosts bear it, so one that is no id may not name others.
  const isId = state !== undefined && /^[0-9a-f]{12}$/.test(state);
  return !isId || machine === undefined || directory === undefined
    ? undefined
    : { state, machine, directory };
}

function wiringsOf(use: string, providers: Json): readonly Wiring[] {
  const all = typeof providers === "string" ? [providers] : textsOf(providers);
  return all.map((provide) => ({ use: portName(use), provide: portName(provide) }));
}

function valuesOf(fields: JsonFields): DeployedInstance["values"] {
  const values: Record<string, DeployedValue> = {};
  for (const [port, leaf] of Object.entries(fields)) {
    const { value, version } = fieldsOf(leaf);
    if (value !== undefined && typeof version === "number") values[port] = { value, version };
  }
  return values;
}

function limitsIn({ total, perHost, perInstance, named }: JsonFields): Limits {
  const limits: Record<string, NamedLimit> = {};
  for (const [name, limit] of Object.entries(fieldsOf(named))) {
    const each = fieldsOf(limit)["perHost"];
    if (typeof limit === "number") limits[name] = limit;
    else if (typeof each === "number") limits[name] = { perHost: each };
  }
  return {
    ...(typeof total === "number" && { total }),
    ...(typeof perHost === "number" && { perHost }),
    ...(typeof perInstance === "number" && { perInstance }),
    ...(Object.keys(limits).length > 0 && { named: limits }),
  };
}

function programIn(tree: Tree): DeploymentProgram {
  const position = tree.find(["program", "position"]);
  const at = typeof position === "number" ? position : 0;
  const names = tree.list(["program", "left"]).map(({ name }) => name);
  const all = names.flatMap((name): readonly InstructionEntry[] => {
    const leaf: unknown = tree.find(["program", "left", name]);
    return Array.isArray(leaf) ? leaf.filter(isInstruction) : [];
  });
  return { position: at, left: all.slice(at - Number(names[0] ?? at)) };
}

interface JsonFields {
  readonly [name: string]: Json | undefined;
}

/** The leaves of a directory. */
function fieldsIn(tree: Tree, path: readonly string[]): Readonly<Record<string, Json>> {
  const fields = tree.list(path).map(({ name }): readonly [string, Json] => {
    const value = tree.find([...path, name]) ?? null;
    return [nameIn(name), value];
  });
  return Object.fromEntries(fields);
}

function textIn(tree: Tree, path: readonly string[]): string | undefined {
  const value = tree.find(path);
  return typeof value === "string" ? value : undefined;
}

/** The fields of an object; none where it is something else. */
function fieldsOf(value: Json | undefined): JsonFields {
  return isObject(value) ? value : {};
}

const textsOf = (value: unknown): readonly string[] =>
  Array.isArray(value) ? value.filter((one) => typeof one === "string") : [];

function textFieldsOf(value: Json | undefined): Readonly<Record<string, string>> {
  const texts: Record<string, string> = {};
  for (const [name, text] of Object.entries(fieldsOf(value)))
    if (typeof text === "string") texts[name] = text;
  return texts;
}

/** Of the form that the journal has; whether its names are right is for a proof to say. */
function isInstruction(value: Json): value is InstructionEntry {
  const fields = fieldsOf(value);
  const { op } = fields;
  const needed = typeof op === "string" ? fieldsByOp[op] : undefined;
  return needed?.every((name) => typeof fields[name] === "string" || name === "instances") ?? false;
}
const fieldsByOp: Readonly<Record<string, readonly string[]>> = {
  add: ["instance", "component"],
  del: ["instance"],
  connect: ["use", "provide"],
  disconnect: ["use", "provide"],
  changeBehavior: ["instance", "behavior"],
  wait: ["instances"],
};

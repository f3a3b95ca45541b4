/**
 * Values of data ports: is what an action gave what its port type describes?
 *
 * What comes out holds the described fields and nothing else, and is plain data that a journal can keep. No message repeats a
 * given value: it may be a secret that stands in the wrong field.
 */
import type { StandardSchemaV1 } from "@standard-schema/spec";
import { path, quote } from "./name.ts";
import { isSchema, type PortType, type Shape } from "./port.ts";
import { isSecretReference } from "./secret.ts";

export type Validated = { readonly value: unknown } | { readonly problem: string };

/** The value as it may travel through a port of `type`, or a sentence saying what is wrong with it. */
export function validate(type: PortType, value: unknown): Validated {
  if (type.kind === "service") return { problem: "a service holds no value" };
  return isSchema(type.shape) ? ofSchema(type.shape, value) : ofShape(type.shape as Shape, value);
}

function ofShape(shape: Shape, value: unknown): Validated {
  if (!isPlainObject(value))
    return { problem: `the value must be an object, but is ${kindOf(value)}` };
  const fields: [string, unknown][] = [];
  for (const [name, described] of Object.entries(shape)) {
    const field = Object.hasOwn(value, name) ? value[name] : undefined;
    const problem = fieldProblem(described, field);
    if (problem !== undefined) return { problem: `the field ${quote(name)} ${problem}` };
    fields.push([name, field]);
  }
  return { value: Object.fromEntries(fields) };
}

function fieldProblem(described: Shape[string], field: unknown): string | undefined {
  if (field === undefined) return "is missing";
  if (described === String)
    return typeof field === "string" ? undefined : `must be a string, but is ${kindOf(field)}`;
  if (described === Number)
    return Number.isFinite(field) ? undefined : `must be a number, but is ${kindOf(field)}`;
  if (described === Boolean)
    return typeof field === "boolean"
      ? undefined
      : `must be true or false, but is ${kindOf(field)}`;
  return isSecretReference(field)
    ? undefined
    : "is secret: it must be a reference, e.g. secret({ env: NAME }), never the secret itself";
}

function ofSchema(schema: StandardSchemaV1, value: unknown): Validated {
  try {
    const result = schema["~standard"].validate(value);
    if (!(result instanceof Promise)) return ofResult(result);
    // It will be looked at by nobody; its failure must not end the process.
    result.catch(() => {});
    return { problem: "its schema is asynchronous; that of a data port must answer at once" };
  } catch (error) {
    return {
      problem: `its schema failed: ${error instanceof Error ? error.message : "no reason"}`,
    };
  }
}

function ofResult(result: StandardSchemaV1.Result<unknown>): Validated {
  if (result.issues !== undefined)
    return { problem: result.issues.slice(0, issuesMax).map(issueText).join("; ") };
  const problem = recordProblem(result.value, "");
  return problem === undefined ? { value: result.value } : { problem };
}
const issuesMax = 3;

function issueText(issue: StandardSchemaV1.Issue): string {
  const steps = (issue.path ?? []).map((step) =>
    String(typeof step === "object" ? step.key : step),
  );
  return steps.length === 0 ? issue.message : `${path(...steps)}: ${issue.message}`;
}

/** Why a value cannot be kept as JSON and come back the same; undefined where it can. */
function recordProblem(value: unknown, where: string, depth = 0): string | undefined {
  const subject = where === "" ? "the value" : `the field ${quote(where)}`;
  if (value === null || typeof value === "string" || typeof value === "boolean") return undefined;
  if (typeof value === "number" && Number.isFinite(value)) return undefined;
  if (!Array.isArray(value) && !isPlainObject(value))
    return `${subject} cannot be recorded: it is ${kindOf(value)}`;
  if (depth > depthMax) return `${subject} cannot be recorded: it is nested too deeply`;
  for (const [key, inner] of Object.entries(value)) {
    if (inner === undefined && !Array.isArray(value)) continue;
    const problem = recordProblem(inner, where === "" ? key : `${where}.${key}`, depth + 1);
    if (problem !== undefined) return problem;
  }
  return undefined;
}
const depthMax = 64;

function isPlainObject(value: unknown): value is Record<string, unknown> {
  if (typeof value !== "object" || value === null || Array.isArray(value)) return false;
  const prototype: unknown = Object.getPrototypeOf(value);
  return prototype === null || Object.getPrototypeOf(prototype) === null;
}

/** What a value is, in words that do not repeat it. */
export function kindOf(value: unknown): string {
  if (value === null) return "null";
  if (value === undefined) return "missing";
  if (Array.isArray(value)) return "a list";
  if (typeof value === "number") return Number.isFinite(value) ? "a number" : "not a finite number";
  if (typeof value === "object") return isPlainObject(value) ? "an object" : "an object of a class";
  return {
    string: "a string",
    boolean: "a boolean",
    function: "a function",
    symbol: "a symbol",
    bigint: "a bigint",
  }[typeof value as "string"];
}

/** The schema of events as a judge: what it says of a line of `--json`, and of a record of the journal. */
import { readFileSync } from "node:fs";
import { Ajv2020, type ValidateFunction } from "ajv/dist/2020.js";
import { schemaFile } from "../../schema/events.ts";

interface Variant {
  readonly properties: Readonly<
    Record<string, { readonly const?: string; readonly enum?: readonly string[] }>
  >;
  readonly required: readonly string[];
}
interface Schema {
  readonly $id: string;
  readonly $defs: Readonly<Record<string, { readonly anyOf?: readonly Variant[] }>>;
}

const schema = JSON.parse(readFileSync(schemaFile, "utf8")) as Schema;
const ajv = new Ajv2020({ allowUnionTypes: true }).addSchema(schema);
const judge = (path: string): ValidateFunction => {
  const compiled = ajv.getSchema(schema.$id + path);
  if (compiled === undefined) throw new Error(`the schema has no ${path}`);
  return compiled;
};

const line = judge("");
const record = judge("#/$defs/JournalRecord");
export const isLine = (value: unknown): boolean => line(value) === true;
export const isRecord = (value: unknown): boolean => record(value) === true;

/** Type of record → the fields that it cannot do without. */
export const requiredOf: ReadonlyMap<string, readonly string[]> = new Map(
  (schema.$defs["JournalRecord"]?.anyOf ?? []).flatMap(({ properties, required }) => {
    const { const: only, enum: several } = properties["type"] ?? {};
    return (several ?? [only ?? ""]).map((type) => [type, required] as const);
  }),
);
/** Types of the lines that are no records. */
export const typesOfLines: readonly string[] = Object.entries(schema.$defs)
  .filter(([name]) => name.endsWith("Line") && name !== "Line")
  .map(([name]) => name.slice(0, -"Line".length).toLowerCase());

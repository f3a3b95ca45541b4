/**
 * The JSON Schema of all that Madeus tells: the lines of `--json`, among them the records of the journal.
 *
 * It is made from the types, so that it cannot say anything else; `npm run schema` writes it, and a test compares the two.
 */
import { writeFileSync } from "node:fs";
import { createGenerator } from "ts-json-schema-generator";
import { eventsVersion } from "../src/command/version.ts";

const major = eventsVersion.split(".")[0];

/** Where it is kept: another version is another file. */
export const schemaFile: string = `schema/events-${major}.schema.json`;

/** The schema as it is kept, made anew: takes a second or two. */
export function eventsSchema(): string {
  const generator = createGenerator({
    path: "src/command/line.ts",
    tsconfig: "tsconfig.json",
    additionalProperties: false,
    // The compiler of this repository has checked them.
    skipTypeCheck: true,
  });
  const { definitions } = generator.createSchema("Line");
  const schema = {
    $schema: "https://json-schema.org/draft/2020-12/schema",
    $id: `urn:madeus:events:${major}`,
    title: `What Madeus tells, version ${eventsVersion}`,
    description:
      "A line of --json. A record of the journal, as a run's events give it: #/$defs/JournalRecord.",
    $ref: "#/$defs/Line",
    $defs: definitions,
  };
  return `${JSON.stringify(schema, undefined, 2).replaceAll('"#/definitions/', '"#/$defs/')}\n`;
}

if (import.meta.main) writeFileSync(new URL(`../${schemaFile}`, import.meta.url), eventsSchema());

/** `docs/events.md` shows every event, each as the schema has it, and how a run becomes a trace. */
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { pathToFileURL } from "node:url";
import { expect, onTestFinished, test } from "vitest";
import type { JournalRecord } from "../../src/store/journal.ts";
import { blocksOf } from "../documents/document.ts";
import { byHand, failed, row } from "../engine/by-hand.ts";
import { isLine, isRecord, requiredOf, typesOfLines } from "./judge.ts";

const path = "docs/events.md";
const blocks = blocksOf({ path, text: readFileSync(path, "utf8") });
const examples = blocks
  .filter(({ language }) => language === "json")
  .flatMap(({ text }) => text.trimEnd().split("\n"))
  .map((line) => JSON.parse(line) as { readonly type: string });

test("every example is as the schema says", () => {
  expect(examples.filter((one) => !isLine(one) && !isRecord(one))).toEqual([]);
});

test("every type has an example", () => {
  const shown = new Set(examples.map(({ type }) => type));
  expect([...requiredOf.keys(), ...typesOfLines].filter((type) => !shown.has(type))).toEqual([]);
});

test("the records of a run become spans, each linked to what it waited for", async () => {
  const run = byHand({ program: row(["a", "b"], { retry: { attempts: 2, delayMs: 5 } }) });
  run.end("a.go", failed);
  run.end("b.go");
  run.clock.run();
  run.end("a.go", failed);
  const stamp = { seq: 0, run: 1, atMs: 0 };
  const began = { verb: "deploy", assembly: "site", file: "", export: "", declaration: "" };
  const { traceRun } = await example("spans.ts");
  const told: string[] = [];
  await traceRun(
    [{ ...stamp, type: "run", ...began, state: "s" }, ...run.records()],
    { startSpan: (name, options, parent) => new Span(told, name, options, parent) },
    (span) => span.id,
  );
  expect(told).toEqual([
    "deploy site begins at 0",
    "a.go 1 begins at 0 in deploy site",
    "b.go 1 begins at 0 in deploy site",
    "a.go 1 error.type MADEUS_ACTION_FAILED",
    "a.go 1 ends at 0: it broke",
    "b.go 1 ends at 0",
    "a.go 2 begins at 5 in deploy site after a.go 1",
    "a.go 2 error.type MADEUS_ACTION_FAILED",
    "a.go 2 ends at 5: it broke",
    "deploy site ends at 5: failed",
  ]);
});

/** A span that notes what becomes of it. */
class Span {
  readonly id: string;
  readonly #told: string[];
  #status = "";

  constructor(told: string[], name: string, options: Started, parent: string | undefined) {
    const attempt = options.attributes["madeus.attempt"];
    this.id = attempt === undefined ? name : `${name} ${attempt}`;
    this.#told = told;
    const within = parent === undefined ? "" : ` in ${parent}`;
    const after = options.links.map(({ context }) => ` after ${context}`).join("");
    told.push(`${this.id} begins at ${options.startTime}${within}${after}`);
  }
  spanContext(): string {
    return this.id;
  }
  addEvent(name: string, _attributes: object, atMs: number): void {
    this.#told.push(`${this.id} ${name} at ${atMs}`);
  }
  setAttribute(name: string, value: string): void {
    this.#told.push(`${this.id} ${name} ${value}`);
  }
  setStatus({ message = "" }: { message?: string }): void {
    this.#status = `: ${message}`;
  }
  end(atMs: number): void {
    this.#told.push(`${this.id} ends at ${atMs}${this.#status}`);
  }
}
interface Started {
  readonly startTime: number;
  readonly attributes: Readonly<Record<string, string | number>>;
  readonly links: readonly { readonly context: string }[];
}
interface Spans {
  traceRun(
    records: Iterable<JournalRecord>,
    tracer: { startSpan(name: string, options: Started, parent?: string): Span },
    within: (span: Span) => string,
  ): Promise<void>;
}

/** The code of the document, under the name that it has there. */
async function example(name: string): Promise<Spans> {
  const directory = mkdtempSync(join(tmpdir(), "madeus-events-"));
  onTestFinished(() => rmSync(directory, { recursive: true }));
  const file = join(directory, name);
  writeFileSync(file, blocks.find(({ note }) => note === name)?.text ?? "");
  return (await import(/* @vite-ignore */ pathToFileURL(file).href)) as Spans;
}

/** The table of codes, what it promises, and `docs/errors.md`, which is made from it (`vitest run test/model/code.test.ts -u`). */
import { readdirSync, readFileSync } from "node:fs";
import { fileURLToPath } from "node:url";
import { describe, expect, test } from "vitest";
import { remedies } from "../../src/command/remedy.ts";
import { type Code, codes, isMadeusError, MadeusError } from "../../src/model/code.ts";

const root = fileURLToPath(new URL("../../", import.meta.url));
const all = Object.keys(codes) as Code[];

/** The text of every TypeScript file under a folder, but for the table itself and this test. */
function textOf(folder: string): string {
  return readdirSync(root + folder, { recursive: true, encoding: "utf8" })
    .map((path) => `${folder}/${path}`)
    .filter(
      (path) => path.endsWith(".ts") && !/(model\/code(\.test)?|command\/remedy)\.ts$/.test(path),
    )
    .map((path) => readFileSync(root + path, "utf8"))
    .join("\n");
}
const mentioned = (folder: string): ReadonlySet<string> =>
  new Set(textOf(folder).match(/\bMADEUS_[A-Z_]+\b/g));

describe("the table of codes", () => {
  test("is sorted", () => {
    expect(all).toEqual(all.toSorted());
  });

  test("says what each code means in one short line without a full stop", () => {
    for (const code of all) expect(codes[code]).toMatch(/^.{10,98}[^.]$/);
  });

  test("says what to do about each, in sentences", () => {
    for (const code of all) expect(remedies[code]).toMatch(/^([A-Z`]|docs\/).*[.?]$/);
    expect(Object.keys(remedies)).toEqual(all);
  });

  test("holds no code that nothing gives", () => {
    const given = mentioned("src");
    expect(all.filter((code) => !given.has(code))).toEqual([]);
  });

  test("holds no code that no test produces", () => {
    const tested = mentioned("test");
    expect(all.filter((code) => !tested.has(code))).toEqual([]);
  });
});

/** The sections of the page: a code stands where the first of these folders gives it. */
const sections: readonly (readonly [folder: string, title: string, text: string])[] = [
  [
    "src/model",
    "Declarations",
    "Told by `check`, all at once, each with the line where it was declared.",
  ],
  [
    "src/semantics",
    "What cannot go on",
    "Told by the run that comes so far; `check` says it beforehand.",
  ],
  [
    "src/net",
    "Proofs and nets",
    "Told by `check`, and by all that proves before it begins; or where a net or a trace cannot be read or written.",
  ],
  ["src/engine", "Actions", "Told when an action ends badly, in its report and in its log."],
  ["src/host", "Hosts", "Told when a machine cannot do what it is asked."],
  ["src/store", "States", "Told when the record of what was done cannot be read or written."],
  ["src", "The command line", "Told before anything is begun."],
];

function page(): string {
  const left = new Set(all);
  const parts = sections.map(([folder, title, text]) => {
    const given = mentioned(folder);
    const own = all.filter((code) => left.has(code) && given.has(code));
    for (const code of own) left.delete(code);
    const rows = own.map((code) => `| \`${code}\` | ${codes[code]} | ${remedies[code]} |`);
    return rows.length === 0
      ? ""
      : `\n## ${title}\n\n${text}\n\n| code | what it means | what to do |\n|---|---|---|\n${rows.join("\n")}\n`;
  });
  return `# Codes of findings and errors

Whatever Madeus finds wrong has a code. A code never changes its meaning; the words around it may change. \`madeus help errors CODE\` explains one.

An *error* keeps a deployment from starting. A *warning* does not, unless \`--strict\` is given.
${parts.join("")}`;
}

test("docs/errors.md says what the table says", async () => {
  await expect(page()).toMatchFileSnapshot("../../docs/errors.md");
});

describe("an error of Madeus", () => {
  const at = { file: "/a.ts", line: 1, column: 2 };
  const finding = {
    code: "MADEUS_CYCLE",
    severity: "error",
    at,
    text: "t",
    hint: undefined,
  } as const;

  test("carries its code, position, hint, findings and cause", () => {
    const cause = new Error("because");
    const error = new MadeusError("MADEUS_CYCLE", "It goes round.", {
      at,
      hint: "stop it",
      findings: [finding],
      cause,
    });
    expect(error).toMatchObject({
      name: "MadeusError",
      message: "It goes round.",
      code: "MADEUS_CYCLE",
      at,
      hint: "stop it",
      findings: [finding],
      cause,
    });
    expect(error).toBeInstanceOf(Error);
  });

  test("needs no more than a code and a sentence", () => {
    const error = new MadeusError("MADEUS_CYCLE", "It goes round.");
    expect([error.at, error.hint, error.findings]).toEqual([undefined, undefined, []]);
    expect("cause" in error).toBe(false);
  });

  test("is recognised across copies of the package, by its brand", () => {
    expect(isMadeusError(new MadeusError("MADEUS_CYCLE", "x"))).toBe(true);
    expect(isMadeusError({ [Symbol.for("madeus.error")]: true, code: "MADEUS_CYCLE" })).toBe(true);
    for (const other of [undefined, null, "MADEUS_CYCLE", new Error("x"), { code: "MADEUS_CYCLE" }])
      expect(isMadeusError(other)).toBe(false);
  });
});

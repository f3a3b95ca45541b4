import { spawnSync } from "node:child_process";
import { existsSync, mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import fc from "fast-check";
import { afterAll, expect, test } from "vitest";
import { commandLine } from "../../src/engine/command-line.ts";
import { isMadeusError } from "../../src/model/code.ts";

/** Stands where a value is to stand. */
const gap = "\u0001";
const oneOf = (...texts: readonly string[]): fc.Arbitrary<string> => fc.constantFrom(...texts);
const joined = (parts: readonly string[]): string => parts.join("");

type Grammar = Record<
  "piece" | "quoted" | "parameter" | "substitution" | "word" | "words" | "command" | "text",
  string
>;
/** Shell text of all kinds, most of it well-formed, with gaps at all places. */
const { text } = fc.letrec<Grammar>((tie) => ({
  piece: fc.oneof(
    oneOf("a", gap, gap, "x=", "-", "#", "\\'", '\\"', "\\$", "\\\n", "$x", "$", "#a", "\\\\", "!"),
    tie("word"),
  ),
  quoted: fc
    .array(
      fc.oneof(
        oneOf("a", gap, " ", "'", "#", '\\"', "\\$", "$x", "(", ")", "\n", "\\\n", "$"),
        tie("substitution"),
        tie("parameter"),
      ),
      { maxLength: 4 },
    )
    .map(joined),
  parameter: fc
    .tuple(oneOf("x:-", "x#", "x%%", "x:+"), fc.array(tie("piece"), { maxLength: 2 }))
    .map(([operator, word]) => `\${${operator}${joined(word)}}`),
  substitution: fc.oneof(
    tie("text").map((inner) => `$(${inner})`),
    tie("text").map((inner) => `\`${inner}\``),
    oneOf("$((1+1))", `$((1 + ${gap}))`, "$(( (1) + (x) ))"),
  ),
  word: fc.oneof(
    oneOf(gap, "'", "'a'", `'${gap}'`, "' # '", "'\"'", "'\n'", "$'a'"),
    tie("quoted").map((inner) => `"${inner}"`),
    tie("substitution"),
    tie("parameter"),
  ),
  words: fc.array(tie("piece"), { minLength: 1, maxLength: 3 }).map(joined),
  command: fc.oneof(
    fc.array(tie("words"), { maxLength: 3 }).map((words) => ["echo", ...words].join(" ")),
    tie("text").map((inner) => `(${inner})`),
    tie("text").map((inner) => `if :; then ${inner}; fi`),
    fc
      .tuple(tie("words"), tie("text"))
      .map(([word, inner]) => `case ${word} in a) ${inner};; esac`),
    tie("quoted").map((inner) => `cat <<E\n${inner}\nE\n`),
    tie("quoted").map((inner) => `: # ${inner}\n`),
  ),
  text: fc.array(tie("command"), { minLength: 1, maxLength: 2 }).map((all) => all.join("; ")),
}));

/** Each makes the file `hole` where it is more than a word. */
const breakouts = [
  "$(: > hole)",
  "`: > hole`",
  "\n: > hole\n",
  "'; : > hole; '",
  '"; : > hole; "',
  "\\'; : > hole #",
  ") ; : > hole #",
  "a[$(: > hole)]",
  "E\n: > hole\n",
];

const directory = mkdtempSync(join(tmpdir(), "madeus-shell-"));
const hole = join(directory, "hole");
afterAll(() => rmSync(directory, { recursive: true }));

function lineOf(template: string, value: string): string | undefined {
  // As the author would have to write it in a template.
  const raw = template
    .split(gap)
    .map((part) => part.replaceAll("`", "\\`").replaceAll("${", "\\${"));
  const values = raw.slice(1).map(() => value);
  try {
    return commandLine(Object.assign([...raw], { raw }), values);
  } catch (error) {
    if (isMadeusError(error) && error.code === "MADEUS_COMMAND_LINE") return undefined;
    throw error;
  }
}

test("whatever the text: a value is refused, or it is nothing but a word, in every shell there is", () => {
  let accepted = 0;
  fc.assert(
    fc.property(
      text.filter((one) => one.includes(gap)),
      oneOf(...breakouts),
      (template, value) => {
        const line = lineOf(template, value);
        if (line === undefined) return;
        accepted++;
        for (const shell of ["sh", "bash"]) {
          spawnSync(shell, ["-c", line], { cwd: directory, stdio: "ignore", timeout: 10_000 });
          expect(existsSync(hole), `in ${shell}: ${line}`).toBe(false);
        }
      },
    ),
    { numRuns: 400 },
  );
  expect(accepted).toBeGreaterThan(5);
});

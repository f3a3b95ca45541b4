import { execFileSync } from "node:child_process";
import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { commandLine, quoteWord } from "../../src/engine/command-line.ts";
import { secret } from "../../src/model/secret.ts";

const sh = (text: TemplateStringsArray, ...values: unknown[]): string => commandLine(text, values);
const run = (line: string): string =>
  execFileSync("sh", ["-ec", "--", line], { encoding: "utf8", stdio: ["ignore", "pipe", "pipe"] });
const word = fc.string({ unit: "binary", maxLength: 40 }).filter((text) => !text.includes("\0"));
/** Words that are made to break out of quotes. */
const nasty = fc.oneof(
  word,
  fc.string({
    unit: fc.constantFrom("'", '"', "\\", "`", "$", "(", ")", "\n", "#", " ", "!", "*", "~", "é"),
    maxLength: 12,
  }),
);

describe("a value is one argument, whatever it holds:", () => {
  test("any words come out of a real shell as they went in", () => {
    fc.assert(
      fc.property(fc.array(nasty, { minLength: 1, maxLength: 5 }), (words) => {
        expect(run(sh`printf '%s\0' ${words}`)).toBe(words.map((one) => `${one}\0`).join(""));
      }),
      { numRuns: 60 },
    );
  });

  test("in every place where a value may stand", () => {
    fc.assert(
      fc.property(nasty, nasty, (a, b) => {
        const line = sh`printf '%s|' --name=${a} "$(printf '%s.' ${b})" \${none:-${a}}; (printf '%s' ${b}) # don't
          x=${a}; printf '|%s' "$x" pre${a}${b}post`;
        expect(run(line)).toBe(`--name=${a}|${b}.|${a}|${b}|${a}|pre${a}${b}post`);
      }),
      { numRuns: 60 },
    );
  });

  test("a list becomes several, an empty one none, numbers and booleans their text", () => {
    const line = sh`printf '<%s>' ${["a b", 1, true]} ${[]} ${-1.5} ${false} ${""}`;
    expect(run(line)).toBe("<a b><1><true><-1.5><false><>");
  });

  test("a number before a redirection is no file descriptor", () => {
    expect(run(sh`echo ${2}>&1`)).toBe("2\n");
  });

  test("quoteWord alone does the same", () => {
    fc.assert(
      fc.property(nasty, (text) => {
        expect(run(`printf '%s.' ${quoteWord(text)}`)).toBe(`${text}.`);
      }),
      { numRuns: 20 },
    );
  });
});

describe("the text is shell text as it is written:", () => {
  test("backslashes stay, a template's own escapes do not", () => {
    expect(sh`printf '%s\n' \$HOME \${HOME:-x} \`id\` \\`).toBe(
      "printf '%s\\n' \\$HOME ${HOME:-x} `id` \\\\",
    );
  });

  test("a dollar sign behind a backslash may stand before a value", () => {
    expect(run(sh`printf '%s' \$${5}`)).toBe("$5");
  });

  test("pipes, lists and several lines do what they do in a shell", () => {
    const line = sh`
      for x in ${["b", "a"]}; do echo $x; done | sort
      case ${"a b"} in *' '*) echo two words;; esac
    `;
    expect(run(line)).toBe("a\nb\ntwo words\n");
  });
});

describe("where quotes do not protect a value it is refused:", () => {
  const v = "$(touch /tmp/hole)";
  const inQuotes = /^value 1 of sh, after ".*", stands inside quotes$/;
  test.each([
    ["in single quotes", () => sh`echo '${v}'`, inQuotes],
    ["in double quotes", () => sh`echo "${v}"`, inQuotes],
    ["in quotes that began far before", () => sh`echo "a 'b' \" ${v}"`, inQuotes],
    ["in single quotes after a backslash", () => sh`echo '\' '${v}'`, inQuotes],
    ["in double quotes within a substitution", () => sh`echo $(echo "${v}")`, inQuotes],
    ["after a substitution in double quotes", () => sh`echo "$(echo ")") ${v}"`, inQuotes],
    ["in a quoted parameter expansion", () => sh`echo "\${x:-"${v}"}"`, /stands inside "\$\{…\}"$/],
    ["in backquotes", () => sh`echo \`echo ${v}\``, /stands inside `…`$/],
    ["in backquotes in quotes", () => sh`echo "\`echo ${v}\`"`, /stands inside `…`$/],
    ["in an arithmetic expansion", () => sh`echo $((1 + (${v})))`, /stands inside \(\(…\)\)$/],
    ["in a quoted arithmetic expansion", () => sh`echo "$((${v}))"`, /stands inside \(\(…\)\)$/],
    ["in arithmetic without a dollar", () => sh`((x = ${v}))`, /stands inside \(\(…\)\)$/],
    [
      "in a comment after a continued line",
      () => sh`\
#${v}`,
      /stands inside a comment$/,
    ],
    [
      "after a dollar and a continued line",
      () => sh`echo "$\
(echo ")" "${v}")"`,
      /stands after a line that is cut behind a dollar sign$/,
    ],
    ["in a comment", () => sh`echo # ${v}`, /stands inside a comment$/],
    ["in a comment at the start", () => sh`#${v}`, /stands inside a comment$/],
    ["in a here-document", () => sh`cat <<EOF\n${v}\nEOF`, /stands after `<<`$/],
    ["as the end of a here-document", () => sh`cat <<-${v}`, /stands after `<<`$/],
    ["after $'", () => sh`echo $'\'' ${v}`, /stands after `\$'`, which not all shells read alike$/],
    [
      "after a dollar sign",
      () => sh`echo $${v}`,
      /stands right after a sign that changes its quotes$/,
    ],
    [
      "after case in quotes",
      () => sh`echo "$(case a in a) echo "${v}";; esac)"`,
      /stands after `case` inside "\$\(…\)"$/,
    ],
  ])("%s", (_where, make, message) => {
    expect(make).toThrow(expect.objectContaining({ code: "MADEUS_COMMAND_LINE" }));
    expect(make).toThrow(message);
  });

  test("but what only looks like such a place is none", () => {
    const cases = [
      sh`echo a#b ${"x"}`,
      sh`echo $# \# ${"x"}`,
      sh`echo "#" ${"x"}`,
      sh`echo "$(echo 'a)' "b")" ${"x"}`,
      sh`echo $((1 + 2)) ${"x"}`,
      sh`echo '$(' ${"x"}`,
      sh`cat < /dev/null; echo \' \" ${"x"}`,
      sh`# don't
         echo ${"x"}`,
    ];
    for (const line of cases) expect(run(line)).toMatch(/x\n$/);
  });

  test("a list that touches other text", () => {
    const list = ["a", "b"];
    const message =
      "value 1 of sh is a list and touches other text, so only its ends would belong to that text";
    expect(() => sh`echo --x=${list}`).toThrow(message);
    expect(() => sh`echo ${list}.txt`).toThrow(message);
    expect(run(sh`echo ${list};(echo ${list})`)).toBe("a b\na b\n");
  });
});

describe("a value that has no text is refused with a sentence:", () => {
  const remedy = "only strings, numbers, booleans and lists of them can stand here";
  test.each([
    ["undefined", undefined, `value 1 of sh is undefined; ${remedy}`],
    ["null", null, `value 1 of sh is null; ${remedy}`],
    ["an object", {}, `value 1 of sh is an object; ${remedy}`],
    ["a function", () => {}, `value 1 of sh is a function; ${remedy}`],
    ["a symbol", Symbol("x"), `value 1 of sh is a symbol; ${remedy}`],
    ["a bigint", 1n, `value 1 of sh is a bigint; ${remedy}`],
    ["a promise", Promise.resolve(""), "value 1 of sh is a promise; await it first"],
    [
      "a reference to a secret",
      secret({ env: "X" }),
      "value 1 of sh is a reference to a secret; fetch it first: await secret(reference)",
    ],
    [
      "no number",
      Number.NaN,
      "value 1 of sh is NaN, which is not a number that a program can read",
    ],
    ["text with NUL", "a\0b", "value 1 of sh holds a NUL character, which no argument can hold"],
    [
      "half a character",
      "\ud800",
      "value 1 of sh holds half of a surrogate pair, which is not a character",
    ],
    [
      "a list that holds one",
      ["a", undefined],
      `an element of value 1 of sh is undefined; ${remedy}`,
    ],
  ])("%s", (_what, value, message) => {
    expect(() => sh`echo ${value}`).toThrow(new TypeError(message));
  });

  test("a call without a template", () => {
    expect(() => commandLine("ls" as never, [])).toThrow("write sh`…`, not sh(…)");
    expect(() => commandLine(["ls"] as never, [])).toThrow("write sh`…`, not sh(…)");
  });
});

/** A secret as real programs print it: nothing of it is left, and all around it is. */
import { execFileSync } from "node:child_process";
import { expect, test } from "vitest";
import { Redactor } from "../../src/engine/redaction.ts";

const hard = "p'w \"ü/1\\<&>$(x)+%{é}";
const key = "-----BEGIN KEY-----\nMIIEow1'q+/\nIBAAKC2\"ü=\n-----END KEY-----\n";

/** What Python makes of `s`, and what is left of it where `s` is `hard`. */
const inPython: Readonly<Record<string, readonly [expression: string, left: string]>> = {
  "as it is": ["s", "[secret]"],
  "the repr of Python": ["repr(s)", "'[secret]'"],
  JSON: ["json.dumps({'a': s}, ensure_ascii=False)", '{"a": "[secret]"}'],
  "JSON in ASCII": ["json.dumps({'a': s})", '{"a": "[secret]"}'],
  "JSON in JSON": ["json.dumps([json.dumps([s])])", '["[\\"[secret]\\"]"]'],
  "a URL": ["u.quote('/' + s, safe='')", "%2F[secret]"],
  "a path in a URL": ["u.quote('/' + s)", "/[secret]"],
  "a form": ["u.urlencode({'a': s})", "a=[secret]"],
  "a word of a shell": ["shlex.quote(s)", "'[secret]'"],
  HTML: ["html.escape(s)", "[secret]"],
  "XML text": ["html.escape(s, quote=False)", "[secret]"],
  hexadecimal: ["s.encode().hex()", "[secret]"],
  "hexadecimal in capitals": ["s.encode().hex().upper()", "[secret]"],
  base64: ["base64.b64encode(s.encode()).decode()", "[secret]0="],
  "base64 in lines": ["base64.encodebytes(s.encode()).decode()", "[secret]0=\n"],
  "a login": ["base64.b64encode(b'user:' + s.encode()).decode()", "dXNlcjp[secret]Q=="],
  "base64 for URLs": [
    "base64.urlsafe_b64encode(b'aa' + s.encode() + b'z').decode()",
    "YWF[secret]Xo=",
  ],
};
const modules = "sys, json, urllib.parse as u, shlex, base64, html";
const script = `import ${modules}
for s in json.load(sys.stdin):
  print(json.dumps([${Object.values(inPython)
    .map(([expression]) => expression)
    .join(", ")}]))`;

const shells: Readonly<Record<string, readonly [shell: readonly string[], left: string]>> = {
  "printf %q": [["bash", "-c", 'read -rd "" s; printf "%q" "$s"'], "[secret]"],
  "the trace of bash": [
    ["bash", "-c", 'exec 2>&1; read -rd "" s; set -x; : "$s"'],
    "+ : '[secret]'\n",
  ],
  "the trace of sh": [["dash", "-c", 'exec 2>&1; s=$(cat); set -x; : "$s"'], "+ : [secret]\n"],
  "the trace of busybox": [
    ["busybox", "sh", "-c", 'exec 2>&1; s=$(cat); set -x; : "$s"'],
    "+ : '[secret]'\n",
  ],
};

/** As the log is told: line by line. */
function shown(secret: string, printed: string): string {
  const redactor = new Redactor();
  redactor.add(secret);
  const lines = printed.split("\n").map((line) => redactor.redact(line));
  return lines.join("\n");
}

/** Of a key of several lines: what would tell something, in its own words. */
const pieces = ["MIIE", "1'q+", "IBAA", '2"ü='];

test("a secret is hidden as Python prints it", () => {
  const input = JSON.stringify([hard, key]);
  const printed = execFileSync("python3", ["-c", script], { input, encoding: "utf8" });
  const [ofHard = [], ofKey = []] = printed
    .trimEnd()
    .split("\n")
    .map((line) => JSON.parse(line) as readonly string[]);
  const named = (texts: readonly string[]): object =>
    Object.fromEntries(Object.keys(inPython).map((name, k) => [name, texts[k]]));
  const left = Object.values(inPython).map(([, one]) => one);
  expect(named(ofHard.map((text) => shown(hard, text)))).toEqual(named(left));
  for (const text of ofKey.map((one) => shown(key, one)))
    for (const piece of pieces) expect(text).not.toContain(piece);
});

test.each(Object.entries(shells))("a secret is hidden as shells print it: %s", (_, of) => {
  const [[file = "", ...args], left] = of;
  const env = { ...process.env, LC_ALL: "C.UTF-8" };
  const printed = (input: string): string =>
    execFileSync(file, args, { input, encoding: "utf8", env });
  expect(shown(hard, printed(hard))).toBe(left);
  for (const piece of pieces) expect(shown(key, printed(key))).not.toContain(piece);
});

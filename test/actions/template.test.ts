import { expect, test } from "vitest";
import { template } from "../../src/actions/template.ts";

const port = 80;

test.each([
  ["one line", template`listen ${port}`, "listen 80\n"],
  ["nothing", template``, ""],
  [
    "the indentation that all lines share is left out",
    template`
      server {
        listen ${port};

      }
    `,
    "server {\n  listen 80;\n\n}\n",
  ],
  [
    "a list stands for its lines, each indented as the first",
    template`
      servers:
        ${["a:1", "b:2", 3]}
      end`,
    "servers:\n  a:1\n  b:2\n  3\nend\n",
  ],
  ["a value of several lines is left as it is", template`  x ${"a\n    b"}`, "x a\n    b\n"],
  [
    "backslashes are taken as written, and a dollar",
    template`a\n \d \${x} \` $1`,
    "a\\n \\d ${x} ` $1\n",
  ],
  ["an empty list and an empty text", template`a${[]}${""}b`, "ab\n"],
  [
    "lines at the very beginning",
    template`a
  b`,
    "a\n  b\n",
  ],
  [
    "a value at the beginning of a line",
    template`
    ${"first"}
      second
  `,
    "first\n  second\n",
  ],
])("%s", (_, written, text) => {
  expect(written).toBe(text);
});

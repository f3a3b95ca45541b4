/** Documents become pages whose links lead where they led, and declarations become what a reader of the reference sees. */
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { describe, expect, onTestFinished, test } from "vitest";
import { addressOf } from "../../site/address.ts";
import { declarationsOf } from "../../site/declaration.ts";
import { filesLinkedFrom, pageOf } from "../../site/page.ts";

describe("a document on the site", () => {
  const page = (text: string, path = "docs/check.md"): string => pageOf({ path, text });

  test.each([
    ["[x](time.md#plan)", "[x](./time.md#plan)"],
    ["[x](#here)", "[x](#here)"],
    ["[x](../ARCHITECTURE.md#words)", "[x](./architecture.md#words)"],
    ["[x](../README.md#speed)", "[x](./index.md)"],
    ["[x](../src/model/port.ts)", "[x](./source/src/model/port.ts.html)"],
    ["![x](pictures/live.svg)", "![x](./pictures/live.svg)"],
    ['<img src="plots/queue-time.svg">', '<img src="./plots/queue-time.svg">'],
    ["[x](https://example.org/a.md)", "[x](https://example.org/a.md)"],
  ])("turns %s into %s", (written, shown) => {
    expect(page(written)).toBe(shown);
  });

  test("leads from the root of the repository into docs, and from the reference out of its folder", () => {
    expect(page("[x](docs/check.md)", "ARCHITECTURE.md")).toBe("[x](./check.md)");
    expect(page("[x](../../src/index.ts)", "docs/api/madeus.md")).toBe(
      "[x](../source/src/index.ts.html)",
    );
  });

  test("keeps what stands in blocks of code", () => {
    const block = "```md\n[x](../src/index.ts)\n```";
    expect(page(block)).toBe(block);
    expect(filesLinkedFrom({ path: "docs/check.md", text: block })).toEqual([]);
  });

  test("shows both forms of a picture, and the style one of them", () => {
    const picture = `<picture>
  <source media="(prefers-color-scheme: dark)" srcset="a-dark.png">
  <img src="a-light.png" alt="A">
</picture>`;
    expect(page(picture)).toBe(
      '<img class="in-light" src="./a-light.png" alt="A">\n<img class="in-dark" src="./a-dark.png" alt="A">',
    );
  });

  test("has an address that no other has", () => {
    const paths = ["README.md", "docs/cli.md", "src/cli.ts", "test/cli.md", "docs/pictures"];
    expect(paths.map(addressOf)).toEqual([
      "index.md",
      "cli.md",
      "source/src/cli.ts.html",
      "source/test/cli.md.html",
      "pictures",
    ]);
  });
});

describe("the declarations of an entry", () => {
  const folder = mkdtempSync(join(tmpdir(), "madeus-declarations-"));
  const file = (name: string, text: string): string => {
    writeFileSync(join(folder, name), text);
    return join(folder, name);
  };

  test("are those that it exports, by the names under which it does, with their comments", () => {
    onTestFinished(() => rmSync(folder, { recursive: true }));
    file(
      "port.d.ts",
      `/** Of the module. */
/**
 * Declares a port.
 *
 * @param name  what it is called
 * @throws RangeError  where it has none
 */
export declare function port(name: string): Port;
export interface Port {
    readonly name: string;
}
/** Nobody sees it. */
export declare const hidden: number;
`,
    );
    const entry = file("index.d.ts", `export { port, type Port as AnyPort } from "./port.ts";\n`);
    expect(declarationsOf(entry)).toMatchObject([
      {
        name: "port",
        kind: "function",
        code: "function port(name: string): Port;",
        comment:
          "Declares a port.\n- `name`: what it is called\n\nThrows `RangeError`: where it has none",
      },
      { name: "AnyPort", kind: "type", code: "interface Port {\n  readonly name: string;\n}" },
    ]);
    const wrong = file("wrong.d.ts", `export { gone } from "./port.ts";\n`);
    expect(() => declarationsOf(wrong)).toThrow("does not declare gone");
  });
});

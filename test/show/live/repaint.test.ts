/** What is painted, on a terminal that is made of an array: it understands what is written and refuses all else. */
import fc from "fast-check";
import { expect, test } from "vitest";
import { type Painted, type Size, repaint, unpainted } from "../../../src/show/live/repaint.ts";

class Terminal {
  readonly #size: Size;
  /** All lines that ever were; the last `rows` of them are on the screen. */
  readonly lines: string[] = [""];
  #row = 0;
  #column = 0;
  isHidden = false;
  isWrapping = true;

  constructor(size: Size) {
    this.#size = size;
  }
  /** All lines down to the last that has something on it. */
  get text(): readonly string[] {
    const shown = this.lines.map((one) => one.trimEnd());
    return shown.slice(0, 1 + shown.findLastIndex((one) => one !== ""));
  }
  /** Its line and column. */
  get cursor(): readonly [number, number] {
    return [this.#row, this.#column];
  }
  write(text: string): void {
    // oxlint-disable-next-line no-control-regex
    for (const [, params = "", code, sign] of text.matchAll(/\u001b\[([?\d]*)(\D)|([^])/gu)) {
      if (code !== undefined) this.#obey(code, params);
      else if (sign === "\r") this.#column = 0;
      else if (sign === "\n") this.#newline();
      else this.#put(sign ?? "");
    }
  }
  #obey(code: string, params: string): void {
    const top = Math.max(0, this.lines.length - this.#size.rows);
    const count = params === "" ? 1 : Number(params);
    if (code === "A") this.#row = Math.max(top, this.#row - count);
    else if (code === "B") this.#row = Math.min(this.lines.length - 1, this.#row + count);
    else if (code === "K")
      this.lines[this.#row] = (this.lines[this.#row] ?? "").slice(0, this.#column);
    else if (params === "?25") this.isHidden = code === "l";
    else if (params === "?7") this.isWrapping = code === "h";
    else if (params !== "?2026" && `${params}${code}` !== "0m")
      throw new Error(`CSI ${params}${code}`);
  }
  #newline(): void {
    this.#column = 0;
    this.#row++;
    if (this.#row === this.lines.length) this.lines.push("");
  }
  #put(sign: string): void {
    if (this.#column >= this.#size.columns && this.isWrapping) this.#newline();
    if (this.#column >= this.#size.columns) throw new Error("beyond the edge");
    const line = (this.lines[this.#row] ?? "").padEnd(this.#column);
    this.lines[this.#row] = line.slice(0, this.#column) + sign + line.slice(this.#column + 1);
    this.#column++;
  }
}

const size: Size = { columns: 12, rows: 6 };
const shown = (lines: readonly string[]): Painted => ({ lines, ...size });

test("frame after frame, what was printed stands above the last one, and the cursor below it", () => {
  const line = fc.string({ unit: fc.constantFrom("a", "b", " "), maxLength: 11 });
  const frames = fc.array(
    fc.record({
      lines: fc.array(line, { maxLength: 5 }),
      above: fc.array(line, { maxLength: 3 }),
    }),
  );
  fc.assert(
    fc.property(frames, (all) => {
      const terminal = new Terminal(size);
      let before = unpainted;
      const kept: string[] = [];
      for (const { lines, above } of all) {
        kept.push(...above);
        const next = lines.length === 0 ? unpainted : shown(lines);
        terminal.write(
          repaint(before, { ...next, ...size }, above.map((one) => `${one}\n`).join("")),
        );
        before = next;
        const all = [...kept, ...lines].map((one) => one.trimEnd());
        expect(terminal.text).toEqual(all.slice(0, 1 + all.findLastIndex((one) => one !== "")));
        expect(terminal.cursor).toEqual([all.length, 0]);
        expect(terminal).toMatchObject({ isHidden: false, isWrapping: true });
      }
    }),
  );
});

test("only what differs is written", () => {
  const text = repaint(
    shown(["head", "one", "two", "three"]),
    shown(["head", "one", "2", "three"]),
  );
  expect(text).toContain("2\u001b[K\n");
  expect(text).not.toMatch(/head|one|three/);
  expect(repaint(shown(["same"]), shown(["same"]))).toBe("");
});

test("on a terminal that became narrower, what was wrapped is erased, too", () => {
  const before = { lines: ["x".repeat(30), "y"], columns: 40, rows: 10 };
  const text = repaint(before, { lines: ["x"], columns: 20, rows: 10 });
  expect(text).toContain("\r\u001b[3A");
  expect(text).toContain("\u001b[K\u001b[B".repeat(3));
});

test("on a terminal of another height all is painted anew", () => {
  const text = repaint({ ...shown(["head", "one"]), rows: 9 }, shown(["head", "one"]));
  expect(text).toMatch(/head.*\n.*one/s);
});

test("of a long line that is printed above nothing is lost", () => {
  const terminal = new Terminal(size);
  terminal.write(repaint(unpainted, shown(["head"])));
  terminal.write(repaint(shown(["head"]), shown(["head"]), `${"x".repeat(30)}\n`));
  expect(terminal.text).toEqual(["x".repeat(12), "x".repeat(12), "x".repeat(6), "head"]);
});

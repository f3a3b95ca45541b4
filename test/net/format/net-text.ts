/**
 * Small, strict readers of the formats of text that nets are exported in: what is not of the grammar is refused.
 *
 * The grammars are those that the tools' own manuals and sources give, as far as an export needs them.
 */
import type { Picture } from "./random-net.ts";

/** Text that is read from its beginning on. */
class Scanner {
  readonly #text: string;
  #at = 0;

  constructor(text: string) {
    this.#text = text;
  }

  /** What the form matches here, without white space around it; undefined where it does not. */
  take(form: RegExp): RegExpExecArray | undefined {
    const sticky = new RegExp(`\\s*(?:${form.source})\\s*`, "uy");
    sticky.lastIndex = this.#at;
    const found = sticky.exec(this.#text);
    if (found === null) return undefined;
    this.#at = sticky.lastIndex;
    return found;
  }

  /** @throws Error  where the form does not match here */
  expect(form: RegExp): RegExpExecArray {
    const found = this.take(form);
    if (found === undefined)
      throw new Error(`${form.source} is expected: ${this.#text.slice(this.#at, this.#at + 80)}`);
    return found;
  }

  get isAtEnd(): boolean {
    return this.#text.slice(this.#at).trim() === "";
  }
}

type Rows = Record<"consumed" | "read" | "produced", readonly string[]>;

/** Builds a picture; names that stand twice or arcs that lead to nowhere are refused. */
class Sketch {
  readonly places: Record<string, number> = {};
  readonly transitions: Record<string, Rows> = {};

  place(name: string, tokens: number): void {
    if (Object.hasOwn(this.places, name)) throw new Error(`two places ${name}`);
    this.places[name] = tokens;
  }

  transition(name: string, rows: Rows): void {
    if (Object.hasOwn(this.transitions, name)) throw new Error(`two transitions ${name}`);
    for (const place of Object.values(rows).flat())
      if (!Object.hasOwn(this.places, place)) throw new Error(`no place ${place}`);
    this.transitions[name] = {
      consumed: rows.consumed.toSorted(),
      read: rows.read.toSorted(),
      produced: rows.produced.toSorted(),
    };
  }
}

const times = (name: string, weight: string | undefined): readonly string[] =>
  Array<string>(Number(weight ?? 1)).fill(name);

/** `PLACE a, b; MARKING a: 1; TRANSITION t CONSUME a: 1; PRODUCE b: 1;` */
export function readLola(text: string): Picture {
  const scanner = new Scanner(text);
  const tokens = new Map<string, number>();
  const places: string[] = [];
  const name = /(?!PLACE|MARKING|TRANSITION|CONSUME|PRODUCE)([^,;:\-(){}\s]+)/;
  const list = (): readonly (readonly [name: string, weight: string])[] => {
    const found: [string, string][] = [];
    if (scanner.take(/;/) !== undefined) return found;
    do {
      const [, one = ""] = scanner.expect(name);
      found.push([one, scanner.expect(/:\s*(\d+)/)[1] ?? ""]);
    } while (scanner.take(/,/) !== undefined);
    scanner.expect(/;/);
    return found;
  };
  scanner.expect(/PLACE/);
  if (scanner.take(/;/) === undefined) {
    do places.push(scanner.expect(name)[1] ?? "");
    while (scanner.take(/,/) !== undefined);
    scanner.expect(/;/);
  }
  scanner.expect(/MARKING/);
  for (const [place, count] of list()) tokens.set(place, Number(count));
  const sketch = new Sketch();
  for (const place of places) sketch.place(place, tokens.get(place) ?? 0);
  while (!scanner.isAtEnd) {
    const [, transition = ""] = scanner.expect(new RegExp(`TRANSITION\\s+${name.source}`));
    scanner.expect(/CONSUME/);
    const consumed = list().flatMap(([place, weight]) => times(place, weight));
    scanner.expect(/PRODUCE/);
    const produced = list().flatMap(([place, weight]) => times(place, weight));
    sketch.transition(transition, { consumed, read: [], produced });
  }
  return sketch;
}

/** `pl {p} (1)`, `tr {t} [0,w[ {p} {q}?1 -> {r}*2`; the intervals are given apart. */
export function readTina(text: string): {
  readonly name: string;
  readonly picture: Picture;
  readonly intervals: Readonly<Record<string, string>>;
} {
  const sketch = new Sketch();
  const intervals: Record<string, string> = {};
  let name = "";
  for (const line of text.split("\n").filter((one) => one !== "" && !one.startsWith("#"))) {
    const scanner = new Scanner(line);
    const braced = /\{((?:[^{}\\]|\\[{}\\])*)\}/;
    const plain = (found: RegExpExecArray): string => (found[1] ?? "").replaceAll(/\\(.)/g, "$1");
    if (scanner.take(/net(?= )/) !== undefined) name = plain(scanner.expect(braced));
    else if (scanner.take(/pl(?= )/) !== undefined) {
      const place = plain(scanner.expect(braced));
      sketch.place(place, Number(scanner.expect(/\((\d+)\)/)[1]));
    } else {
      scanner.expect(/tr(?= )/);
      const transition = plain(scanner.expect(braced));
      intervals[transition] = scanner.expect(/\[\d+,(?:\d+\]|w\[)/)[0].trim();
      const rows = { consumed: [] as string[], read: [] as string[], produced: [] as string[] };
      const arcs = (into: string[]): void => {
        for (let found = scanner.take(braced); found !== undefined; found = scanner.take(braced))
          if (scanner.take(/\?1/) === undefined)
            into.push(...times(plain(found), scanner.take(/\*(\d+)/)?.[1]));
          else rows.read.push(plain(found));
      };
      arcs(rows.consumed);
      scanner.expect(/->/);
      arcs(rows.produced);
      sketch.transition(transition, rows);
    }
    if (!scanner.isAtEnd) throw new Error(`more is in the line than there can be: ${line}`);
  }
  return { name, picture: sketch, intervals };
}

/** Bits, and a `d_step` for each transition; what comes after them is looked at by SPIN. Transitions have numbers. */
export function readPromela(text: string): Picture {
  const sketch = new Sketch();
  for (const [, place = "", tokens] of text.matchAll(/^bit (\w+) = ([01]);$/gm))
    sketch.place(place, Number(tokens));
  for (const [, body = ""] of text.matchAll(/^ {2}:: d_step \{ (.*) \}$/gm)) {
    const [guard = "", ...steps] = body.split("; ");
    const number = /^printf\("fires transition (\d+)\\n"\)$/.exec(steps.pop() ?? "")?.[1] ?? "";
    const needed = guard === "true" ? [] : guard.split(" && ");
    const set = (value: number): string[] =>
      steps.flatMap((step) => new RegExp(`^(\\w+) = ${value}$`).exec(step)?.[1] ?? []);
    const asserted = steps.flatMap((step) => /^assert\(!(\w+)\)$/.exec(step)?.[1] ?? []);
    const [consumed, produced] = [set(0), set(1)];
    if (asserted.join() !== produced.join()) throw new Error(`not all is asserted: ${body}`);
    if (consumed.some((place) => !needed.includes(place))) throw new Error(`no guard: ${body}`);
    const read = needed.filter((place) => !consumed.includes(place));
    sketch.transition(number, { consumed, read, produced });
  }
  return sketch;
}

/** Each place says what fires when it changes, each transition what it needs. Transitions have numbers. */
export function readSmv(text: string): Picture {
  const sketch = new Sketch();
  const changed = (form: RegExp): Map<string, string[]> => {
    const byTransition = new Map<string, string[]>();
    for (const [, place = "", body = ""] of text.matchAll(/next\((p_\w*)\) := case\n(.*?)esac;/gs))
      for (const t of (form.exec(body)?.[1] ?? "").split(", ").filter(Boolean))
        byTransition.set(t, [...(byTransition.get(t) ?? []), place]);
    return byTransition;
  };
  for (const [, place = "", value] of text.matchAll(/^ {2}init\((p_\w*)\) := (TRUE|FALSE);$/gm))
    sketch.place(place, value === "TRUE" ? 1 : 0);
  const entering = changed(/fire in \{([\d, ]+)\} : TRUE;/);
  const leaving = changed(/fire in \{([\d, ]+)\} : FALSE;/);
  for (const [, t = "", guard = ""] of text.matchAll(/^ {2}enabled_(\d+) := (.*);$/gm)) {
    const consumed = leaving.get(t) ?? [];
    const needed = guard === "TRUE" ? [] : guard.split(" & ");
    if (!text.includes(`\nTRANS fire = ${t} -> enabled_${t};\n`)) throw new Error(`${t} is free`);
    if (consumed.some((place) => !needed.includes(place))) throw new Error(`${t} has no guard`);
    const read = needed.filter((place) => !consumed.includes(place));
    sketch.transition(t, { consumed, read, produced: entering.get(t) ?? [] });
  }
  return sketch;
}

/** Does a formula have its words, names and brackets in places where they can stand? */
export function isFormula(text: string, names: ReadonlySet<string>): boolean {
  const words = text.match(/[A-Za-z_][A-Za-z0-9_]*/g) ?? [];
  const known =
    /^(AG|EF|AF|and|or|AND|OR|NOT|TRUE|FALSE|true|false|DEADLOCK|deadlock|count|overflow)$/;
  let depth = 0;
  for (const c of text) {
    if (c === "(") depth += 1;
    if (c === ")") depth -= 1;
    if (depth < 0) return false;
  }
  return depth === 0 && words.every((word) => known.test(word) || names.has(word));
}

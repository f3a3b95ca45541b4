/**
 * Values of an inventory in INI, as Ansible takes them: what Python would read as a literal is one, beside a host and among the variables of a
 * group; all else is text. (Its manual says text for groups; its code, `ansible/plugins/inventory/ini.py`, `_parse_value`, asks
 * `ast.literal_eval` in both places, and is followed here.) Pure.
 */

/** A tuple is a list. */
export type Literal =
  | string
  | number
  | boolean
  | null
  | readonly Literal[]
  | { readonly [key: string]: Literal };

/**
 * What a text is as a literal of Python, or undefined where it is none: `yes`, `true` and `007` are none. None either, for want of such
 * values here: sets, bytes, complex numbers, and whole numbers that would lose digits. O(text).
 */
export function literalIn(text: string): Literal | undefined {
  const reading = new Reading(text);
  const first = reading.value();
  if (first === undefined || reading.take(end) !== undefined) return first;
  const more = reading.take(/,/y) && reading.items(end);
  return more && [first, ...more];
}

/** Behind a value a comment may stand. */
const end = /(?:#.*)?$/y;
const integer = /0x(?:_?[\da-f])+|0o(?:_?[0-7])+|0b(?:_?[01])+|[1-9](?:_?\d)*|0(?:_?0)*/iy;
const digits = String.raw`\d(?:_?\d)*`;
const float = new RegExp(
  String.raw`(?:(?:${digits})?\.${digits}|${digits}\.)(?:e[+-]?${digits})?|${digits}e[+-]?${digits}`,
  "iy",
);
const string = /(r|u)?(?:"((?:[^"\\]|\\.)*)"|'((?:[^'\\]|\\.)*)')/iy;

class Reading {
  readonly #text: string;
  #next = 0;

  constructor(text: string) {
    this.#text = text;
  }

  /** What matches after blanks. @param pattern  a sticky one */
  take(pattern: RegExp): RegExpExecArray | undefined {
    const blanks = /[ \t]*/y;
    blanks.lastIndex = this.#next;
    blanks.exec(this.#text);
    pattern.lastIndex = blanks.lastIndex;
    const found = pattern.exec(this.#text);
    if (found === null) return undefined;
    this.#next = pattern.lastIndex;
    return found;
  }

  value(): Literal | undefined {
    const [word] = this.take(/(?:None|True|False)\b/y) ?? [];
    if (word !== undefined) return word === "None" ? null : word === "True";
    if (this.take(/\[/y)) return this.items(/\]/y);
    if (this.take(/\(/y)) return this.#inParentheses();
    if (this.take(/\{/y)) return this.#mapping();
    return this.#strings() ?? this.#number();
  }

  /** Up to what closes them; a comma may stand before it. */
  items(close: RegExp): readonly Literal[] | undefined {
    const items: Literal[] = [];
    while (this.take(close) === undefined) {
      const one = this.value();
      if (one === undefined) return undefined;
      items.push(one);
      if (this.take(/,/y) === undefined) return this.take(close) && items;
    }
    return items;
  }

  /** One value alone is itself; with a comma it is a tuple. */
  #inParentheses(): Literal | undefined {
    const close = /\)/y;
    if (this.take(close)) return [];
    const first = this.value();
    if (first === undefined || this.take(close)) return first;
    const more = this.take(/,/y) && this.items(close);
    return more && [first, ...more];
  }

  #mapping(): Literal | undefined {
    const entries: [string, Literal][] = [];
    const close = /\}/y;
    while (this.take(close) === undefined) {
      const key = this.value();
      const value = this.take(/:/y) && this.value();
      if (key === undefined || value === undefined) return undefined;
      if (key !== null && typeof key === "object") return undefined;
      entries.push([String(key), value]);
      if (this.take(/,/y) === undefined) return this.take(close) && Object.fromEntries(entries);
    }
    return Object.fromEntries(entries);
  }

  /** Strings side by side are one. */
  #strings(): string | undefined {
    let text: string | undefined;
    for (let found = this.take(string); found !== undefined; found = this.take(string)) {
      const [, prefix = "", double, single] = found;
      const written = double ?? single ?? "";
      const one = prefix.toLowerCase() === "r" ? written : unescaped(written);
      if (one === undefined) return undefined;
      text = `${text ?? ""}${one}`;
    }
    return text;
  }

  #number(): number | undefined {
    const sign = this.take(/[+-]/y)?.[0] === "-" ? -1 : 1;
    const real = this.take(float);
    const [written] = real ?? this.take(integer) ?? [];
    if (written === undefined || this.take(/\w/y)) return undefined;
    const number = sign * Number(written.replaceAll("_", "")) + 0;
    const isExact = real === undefined ? Number.isSafeInteger(number) : Number.isFinite(number);
    return isExact ? number : undefined;
  }
}

const escapes: Readonly<Record<string, string>> = {
  "\\": "\\",
  "'": "'",
  '"': '"',
  a: "\x07",
  b: "\b",
  f: "\f",
  n: "\n",
  r: "\r",
  t: "\t",
  v: "\v",
};
const escape =
  /\\(?:([0-7]{1,3})|x([\da-fA-F]{2})|u([\da-fA-F]{4})|U(00(?:0[\da-fA-F]|10)[\da-fA-F]{4})|([^xuUN]))/g;

/** Undefined where an escape is begun and not ended as it must be, or names a character. One that Python does not know stays. */
function unescaped(text: string): string | undefined {
  if (/\\[xuUN]/.test(text.replaceAll(escape, ""))) return undefined;
  return text.replaceAll(
    escape,
    (whole: string, octal?: string, two?: string, four?: string, eight?: string, other = "") => {
      if (octal !== undefined) return String.fromCodePoint(Number.parseInt(octal, 8));
      const hex = two ?? four ?? eight;
      if (hex !== undefined) return String.fromCodePoint(Number.parseInt(hex, 16));
      return escapes[other] ?? whole;
    },
  );
}

/** Where the keys of the outermost object of a JSON text stand, which `JSON.parse` does not tell. Pure. O(text). */

export interface JsonKey {
  readonly name: string;
  /** From 1. */
  readonly line: number;
  readonly column: number;
}

/** In the order of the text, those that stand twice too. What is no JSON gives nonsense. */
export function* outerKeys(text: string): Generator<JsonKey> {
  let depth = 0;
  let line = 1;
  let lineBegins = 0;
  let last = { text: '""', at: 0 };
  for (const { 0: token, index } of text.matchAll(tokens))
    if (token === "\n") {
      line++;
      lineBegins = index + 1;
    } else if (token.startsWith('"')) last = { text: token, at: index };
    else if (token === ":" && depth === 1)
      yield { name: JSON.parse(last.text) as string, line, column: last.at - lineBegins + 1 };
    else if (token === "{" || token === "[") depth++;
    else if (token === "}" || token === "]") depth--;
}

const tokens = /"[^"\\]*(?:\\.[^"\\]*)*"|[{}[\]:\n]/g;

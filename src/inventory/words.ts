/** Words of a line as a POSIX shell splits them, comments left out. Pure. */

/**
 * The words, or undefined where a quote is open at the end of the line.
 *
 * @param comment  what begins one; empty: nothing does
 */
export function wordsOf(line: string, comment: string = "#"): readonly string[] | undefined {
  const words: string[] = [];
  let word: string | undefined;
  let quote = "";
  for (let k = 0; k < line.length; k++) {
    const c = line[k] ?? "";
    if (quote !== "" && c === quote) quote = "";
    else if (quote === "'") word = `${word ?? ""}${c}`;
    else if (c === "\\") {
      const next = line[++k];
      if (next === undefined) return undefined;
      const kept = quote === '"' && next !== '"' && next !== "\\";
      word = `${word ?? ""}${kept ? c : ""}${next}`;
    } else if (quote !== "") word = `${word ?? ""}${c}`;
    else if (c === "'" || c === '"') {
      quote = c;
      word ??= "";
    } else if (c === comment) break;
    else if (/\s/.test(c)) {
      if (word !== undefined) words.push(word);
      word = undefined;
    } else word = `${word ?? ""}${c}`;
  }
  if (quote !== "") return undefined;
  return word === undefined ? words : [...words, word];
}

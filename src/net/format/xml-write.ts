/** Text as XML holds it: what has a meaning there is written as a reference, what XML cannot hold at all as U+FFFD. */

export const xmlHead = `<?xml version="1.0" encoding="UTF-8"?>\n`;

/** For the text of an element and for a value in double quotes. */
export const xmlText = (text: string): string =>
  text
    .replaceAll(unholdable, "\ufffd")
    .replaceAll(/[&<>"\t\n\r]/g, (c) => references[c] ?? `&#${c.codePointAt(0)};`);

const references: Readonly<Record<string, string>> = {
  "&": "&amp;",
  "<": "&lt;",
  ">": "&gt;",
  '"': "&quot;",
};
// oxlint-disable-next-line no-control-regex
const unholdable = /[\u0000-\u0008\u000b\u000c\u000e-\u001f\ufffe\uffff\p{Cs}]/gu;

/**
 * The usual disguises in which programs print a text: quoted for JSON, a URL, a shell, SQL or XML, in base64, or in hexadecimal digits.
 *
 * In base64 a text looks in three ways, by how many bytes stand before it: `user:password` hides a password as well as `password` does.
 * Pure.
 */

/** All of them, `text` itself first. Some are the same. */
export function disguisesOf(text: string): readonly string[] {
  const quoted = quotings.map((quoting) => quoting(text));
  return [text, ...quoted, ...quoted.map(inLowerHex), ...encodingsOf(text)];
}

/** Encodings of all of `text`, which programs break into lines where they please. */
export function encodingsOf(text: string): readonly string[] {
  const bytes = Buffer.from(text);
  const hex = bytes.toString("hex");
  return [...base64Of(bytes), hex, hex.toUpperCase()];
}

const json = (text: string): string => JSON.stringify(text).slice(1, -1);
const asciiJson = (text: string): string =>
  json(text).replace(/[^ -~]/g, (c) => `\\u${c.charCodeAt(0).toString(16).padStart(4, "0")}`);
const url = (text: string): string => encodeURIComponent(text);
/** RFC 3986, as most languages but JavaScript have it. */
const strictUrl = (text: string): string =>
  url(text).replace(/[!'()*]/g, (c) => `%${c.charCodeAt(0).toString(16).toUpperCase()}`);

const quotings: readonly ((text: string) => string)[] = [
  json,
  asciiJson,
  (text) => json(text).replaceAll("/", "\\/"),
  (text) => json(json(text)),
  (text) => asciiJson(asciiJson(text)),
  url,
  strictUrl,
  (text) => strictUrl(text).replaceAll("%2F", "/"),
  (text) => new URLSearchParams([["", text]]).toString().slice(1),
  (text) => encodeURI(text),
  // What a shell traces and `printf %q` prints; `$'…'` is like JSON.
  (text) => text.replaceAll("'", `'\\''`),
  (text) => text.replaceAll("'", `'"'"'`),
  (text) => text.replace(/[^\w@%+=:,./\u0080-\uffff-]/g, "\\$&"),
  (text) => text.replace(/['\\]/g, "\\$&").replaceAll("\n", "\\n"),
  (text) => text.replaceAll("'", "''"),
  (text) => text.replace(/[&<>]/g, entity),
  (text) => text.replace(/[&<>"']/g, entity),
  (text) => text.replace(/[&<>"']/g, entity).replaceAll("&#39;", "&apos;"),
  (text) => text.replace(/[&<>"']/g, entity).replaceAll("&#39;", "&#x27;"),
];

const entities: Readonly<Record<string, string>> = {
  "&": "&amp;",
  "<": "&lt;",
  ">": "&gt;",
  '"': "&quot;",
  "'": "&#39;",
};
const entity = (c: string): string => entities[c] ?? c;

const inLowerHex = (text: string): string =>
  text.replace(/%[0-9A-F]{2}/g, (escape) => escape.toLowerCase());

/** What of it does not depend on what stands before and after, in both alphabets. */
const base64Of = (bytes: Buffer): readonly string[] =>
  [0, 1, 2].flatMap((before) => {
    const padded = Buffer.concat([Buffer.alloc(before), bytes]);
    const whole = [Math.ceil((before * 8) / 6), Math.floor((padded.length * 8) / 6)] as const;
    return [
      padded.toString("base64").slice(...whole),
      padded.toString("base64url").slice(...whole),
    ];
  });

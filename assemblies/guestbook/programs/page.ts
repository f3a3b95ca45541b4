/** The guestbook's page. Every value that is put into it is escaped by the template itself. */
import { createHash } from "node:crypto";
import type { Entry } from "./entries.ts";
import { authorLengthMax, messageLengthMax } from "./form.ts";

/** HTML that may be put into other HTML as it is. */
interface Html {
  readonly html: string;
}
type Value = string | number | Html | readonly Html[] | undefined;

export interface PageContent {
  readonly title: string;
  readonly instance: string;
  readonly version: string;
  /** What was wrong with the entry just sent. */
  readonly notice: string | undefined;
  readonly entries: readonly Entry[];
}

const rules = `
:root { color-scheme: light dark; --line: #8884; --accent: #2a6f97; }
body { font: 1rem/1.5 system-ui, sans-serif; max-width: 40rem; margin: 2rem auto; padding: 0 1rem; }
form { display: grid; gap: .5rem; padding: 1rem; border: 1px solid var(--line); border-radius: .5rem; }
input, textarea, button { font: inherit; padding: .5rem; border: 1px solid var(--line); border-radius: .25rem; }
button { background: var(--accent); color: white; cursor: pointer; }
ol { list-style: none; padding: 0; }
li { padding: .75rem 0; border-bottom: 1px solid var(--line); overflow-wrap: anywhere; }
li p { margin: 0; white-space: pre-wrap; }
small, footer { opacity: .7; }
[role=alert] { color: #c1121f; }
`;

/** The page's only style sheet, with the hash by which the page's policy allows it. */
export const style = {
  rules,
  hash: `sha256-${createHash("sha256").update(rules).digest("base64")}`,
};

/** The whole page. */
export function page({ title, instance, version, notice, entries }: PageContent): string {
  const { html } = markup`<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<title>${title}</title>
<style>${{ html: style.rules }}</style>
</head>
<body>
<h1>${title}</h1>
<form method="post" action="/">
${notice === undefined ? undefined : markup`<strong role="alert">${notice}</strong>`}
<label for="author">Your name</label>
<input id="author" name="author" required maxlength="${authorLengthMax}" autocomplete="name">
<label for="message">Your message</label>
<textarea id="message" name="message" rows="3" required maxlength="${messageLengthMax}"></textarea>
<button>Sign the guestbook</button>
</form>
<ol>
${entries.map(entry)}
</ol>
${entries.length === 0 ? markup`<p>Nobody has written anything yet.</p>` : undefined}
<footer>served by ${instance}, version ${version}</footer>
</body>
</html>
`;
  return html;
}

function entry({ author, message, written }: Entry): Html {
  const time = written.toISOString();
  return markup`<li><p>${message}</p><small>${author}, <time datetime="${time}">${time.slice(0, 16).replace("T", " ")}</time></small></li>
`;
}

/** Fills the values in; what is not `Html` is escaped. */
function markup(text: TemplateStringsArray, ...values: readonly Value[]): Html {
  return { html: text.reduce((html, part, index) => html + shown(values[index - 1]) + part) };
}

function shown(value: Value): string {
  if (value === undefined) return "";
  if (typeof value === "string" || typeof value === "number")
    return String(value).replace(/[&<>"']/g, (character) => `&#${character.charCodeAt(0)};`);
  if ("html" in value) return value.html;
  return value.map(({ html }) => html).join("");
}

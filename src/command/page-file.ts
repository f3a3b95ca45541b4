/**
 * The page with all that it shows in one file, which opens offline: `madeus report --html`.
 *
 * What comes from outside stands in it as JSON that holds no `<`; and a policy lets no script run but the one whose hash it names.
 */
import { createHash } from "node:crypto";
import { transitionName } from "../model/name.ts";
import {
  type DifferenceTold,
  type Embedded,
  type LogPart,
  differenceKey,
} from "../show/page-message.ts";
import { type Assets, pageAssets } from "./page-asset.ts";
import { PageReader } from "./page-reader.ts";
import { version } from "./version.ts";
import { writeWhole } from "./whole-file.ts";

/**
 * @param run  what was expected of it stands in the page, too
 * @throws MadeusError  where there is no state, or the file cannot be written
 */
export async function writePage(path: string, directory: string, run: number): Promise<void> {
  const reader = new PageReader(directory);
  try {
    writeWhole(path, pageText(pageAssets(), await embeddedIn(reader, run)));
  } finally {
    reader.close();
  }
}

/** The page as one document. */
export function pageText(assets: Assets, embedded: Embedded): string {
  const script = harmless(assets["page.js"].toString());
  const style = assets["page.css"].toString();
  const policy = [
    "default-src 'none'",
    `script-src '${sourceHash(script)}'`,
    `style-src '${sourceHash(style)}'`,
    "img-src data:",
    "worker-src blob:",
    "base-uri 'none'",
    "form-action 'none'",
  ].join("; ");
  const head = `<meta http-equiv="content-security-policy" content="${policy}" />\n    `;
  const texts = [
    `<script type="text/plain" id="layout">${harmless(assets["layout.js"].toString())}</script>`,
    `<script type="application/json" id="embedded">${jsonText(embedded)}</script>`,
    `<script type="module">${script}</script>`,
  ];
  return assets["index.html"]
    .toString()
    .replace(/<script[^>]*src="[^"]*page\.js"[^>]*><\/script>\s*/, "")
    .replace(/<link[^>]*href="[^"]*page\.css"[^>]*>/, () => `<style>${style}</style>`)
    .replace("<head>\n", (head_) => `${head_}    ${head}`)
    .replace("</body>", (end) => `${texts.join("\n    ")}\n  ${end}`);
}

/** JSON that cannot end the element that it stands in, nor begin another. */
export const jsonText = (value: unknown): string =>
  JSON.stringify(value).replaceAll(
    /[<>&\u2028\u2029]/g,
    (c) => `\\u${c.charCodeAt(0).toString(16).padStart(4, "0")}`,
  );

/** A script of ours, as it may stand between tags: `</script` and `<!--` are in texts alone, where a backslash changes nothing. */
const harmless = (script: string): string =>
  script.replaceAll(/<(?=\/script|!--|script)/gi, "\\x3c");

const sourceHash = (text: string): string =>
  `sha256-${createHash("sha256").update(text).digest("base64")}`;

async function embeddedIn(reader: PageReader, run: number): Promise<Embedded> {
  const commits = reader.commits();
  const records = reader.records([]);
  const expected = await reader.expected(run);
  return {
    madeus: version,
    pulse: reader.pulse(),
    records,
    commits,
    differences: differencesIn(reader, commits),
    logs: logsOf(reader, records),
    expected: expected === undefined ? {} : { [run]: expected },
  };
}

/** Between all of a few commits; of many between each and the one that it was made from, and the newest. */
function differencesIn(
  reader: PageReader,
  commits: Embedded["commits"],
): Record<string, DifferenceTold> {
  const known = new Set(commits.map(({ id }) => id));
  const [newest] = commits;
  const pairs =
    commits.length <= allPairsMax
      ? commits.flatMap((to) => commits.flatMap((from) => (from === to ? [] : [[from.id, to.id]])))
      : commits.flatMap(({ id, parents }) => [
          ...parents.map((parent) => [parent, id]),
          ...(newest === undefined || newest.id === id ? [] : [[id, newest.id]]),
        ]);
  const told: Record<string, DifferenceTold> = {};
  for (const [from = "", to = ""] of pairs.slice(0, pairsMax))
    if (known.has(from)) told[differenceKey(from, to)] = reader.difference(from, to);
  return told;
}
const allPairsMax = 10;
const pairsMax = 400;

/**
 * The ends of what actions printed, as far as there is room: the file is to be sent to somebody. What daemons print goes through no
 * redactor, so that it stays out, though it is kept beside the logs of actions.
 */
function logsOf(reader: PageReader, records: Embedded["records"]): Record<string, LogPart> {
  const begun = new Map(
    records.flatMap((record) =>
      record.type === "started" ? [[transitionName(record), record]] : [],
    ),
  );
  const logs: Record<string, LogPart> = {};
  let left = logsBytesMax;
  for (const [name, { instance, transition }] of begun) {
    if (transition === "daemon") continue;
    const part = reader.log(instance, transition, undefined, logBytesMax);
    if (part.text === "") continue;
    const isRoomy = part.text.length <= left;
    if (isRoomy) left -= part.text.length;
    // Of what has no room it is said that there is something.
    logs[name] = isRoomy ? part : { ...part, text: "", skipped: part.next };
  }
  return logs;
}
const logBytesMax = 2 ** 14;
const logsBytesMax = 2 ** 22;

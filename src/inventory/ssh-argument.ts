/** Arguments for ssh that an inventory gives: the way over another host is taken from them, and nothing else may be there. Pure. */
import { quote } from "../model/name.ts";
import { type Known, said, textOf, wrong } from "./value.ts";
import { wordsOf } from "./words.ts";

const names = ["ansible_ssh_common_args", "ansible_ssh_extra_args", "ansible_ssh_args"] as const;

/** `-o ProxyJump=HOST` or `-J HOST`; several may stand after each other, divided by commas. */
export function proxyJump(known: Known): string | undefined {
  let jump: string | undefined;
  for (const name of names) {
    const found = said(known, name);
    const text = textOf(known, name);
    if (found === undefined || text === undefined) continue;
    const words = wordsOf(text);
    if (words === undefined) {
      wrong(known, found, "has a quote that does not end");
      continue;
    }
    for (const argument of argumentsIn(words)) {
      const host = /^-(?:J|o\s*ProxyJump\s*[=\s])\s*(\S+)$/i.exec(argument)?.[1];
      if (host !== undefined && host !== "none") jump = host;
      else if (host === undefined)
        wrong(known, found, `holds ${quote(argument)}`, hintFor(argument));
    }
  }
  return jump;
}

/** Options that are one letter take the next word where nothing follows them in their own. */
function argumentsIn(words: readonly string[]): readonly string[] {
  const found: string[] = [];
  for (let k = 0; k < words.length; k++) {
    const word = words[k] ?? "";
    found.push(
      /^-[a-zA-Z]$/.test(word) && words[k + 1]?.startsWith("-") === false
        ? `${word}${words[++k]}`
        : word,
    );
  }
  return found;
}

function hintFor(argument: string): string {
  if (/StrictHostKeyChecking|UserKnownHostsFile/i.test(argument))
    return "host keys are always verified: add them to known_hosts, or name the file with knownHostsFile";
  return "only -J and -o ProxyJump=… are understood; all else can stand in ~/.ssh/config, or in the file that configFile names";
}

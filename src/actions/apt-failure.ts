/** Why apt-get failed, in one sentence, by what it printed last; and what would clear the way. Pure. */

export interface AptFailure {
  readonly message: string;
  readonly hint?: string | undefined;
  /** Fetch the lists anew; finish what dpkg was interrupted in; ask once more without waiting, for then it says who holds the lock. */
  readonly remedy?: "update" | "configure" | "ask";
}

type Rule = readonly [pattern: RegExp, failure: (found: readonly string[]) => AptFailure];

const rules: readonly Rule[] = [
  [
    /Could not get lock (\S+?)(?:\. It is held by process (\d+)(?: \((.+?)\))?|\.? - .*|\.?)$/m,
    ([, lock = "", pid, name]) => ({
      message: `${pid === undefined ? "another program" : `process ${pid}${name === undefined ? "" : ` (${name})`}`} holds ${lock}`,
      hint: 'let it end, or end it; of one\'s own actions let one begin at a time: limits: ["apt"], --limit apt=1/host',
    }),
  ],
  [
    /dpkg was interrupted|is in a very bad inconsistent state/,
    () => ({ message: "dpkg was interrupted before, and cannot go on", remedy: "configure" }),
  ],
  [
    /Unable to locate package (\S+)/,
    ([, name]) => ({
      message: `there is no package ${name} in the lists of this host`,
      hint: "look at its name, and at the sources of apt",
      remedy: "update",
    }),
  ],
  [
    /Version '(.+?)' for '(.+?)' was not found/,
    ([, version, name]) => ({
      message: `there is no version ${version} of the package ${name} in the lists of this host`,
      hint: `\`apt-cache policy ${name}\` tells which there are`,
      remedy: "update",
    }),
  ],
  [
    /Package '(.+?)' has no installation candidate/,
    ([, name]) => ({
      message: `the package ${name} cannot be installed: it has no version, or stands for one of several`,
      hint: `\`apt-cache showpkg ${name}\` tells which provide it`,
      remedy: "update",
    }),
  ],
  [
    /(?:Failed|Unable) to fetch (\S+)(?:\s+(.+))?/,
    ([, what, why]) => ({
      message: `cannot fetch ${what}${why === undefined ? "" : `: ${why}`}`,
      hint: "what is only recommended is left out by recommends: false",
      remedy: "update",
    }),
  ],
  [
    /are you root\?|requested operation requires superuser/,
    () => ({
      message: "only root may install packages",
      hint: "log in as root, or declare the host with `become: true`",
    }),
  ],
  [
    /Unable to (?:acquire|lock) .+, is another process using it/,
    () => ({ message: "another program holds the lock of dpkg", remedy: "ask" }),
  ],
];

export function aptFailure(error: unknown): AptFailure {
  const { tail, message } = error as { readonly tail?: unknown; readonly message?: unknown };
  const text = typeof tail === "string" ? tail : "";
  for (const [pattern, failure] of rules) {
    const found = pattern.exec(text);
    if (found !== null) return failure(found);
  }
  const last = text.split("\n").findLast((line) => line.startsWith("E: "));
  return { message: last === undefined ? String(message) : `apt-get: ${last.slice("E: ".length)}` };
}

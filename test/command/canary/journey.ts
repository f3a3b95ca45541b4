/**
 * The life of a careless deployment: command lines in order, with the codes that they may end with, so that every verb has something to say.
 *
 * \`[json]\` stands for a run without and one with \`--json\`.
 */

/** A command line, its exit code, and what is done in the project before it. */
export interface Leg {
  readonly line: string;
  readonly code: number;
  readonly touch?: readonly string[];
  readonly remove?: readonly string[];
  readonly env?: Readonly<Record<string, string>>;
}

const both = (line: string, code = 0): readonly Leg[] => [
  { line, code },
  { line: `${line} --json`, code },
];
const one = (line: string, code = 0, more: Omit<Leg, "line" | "code"> = {}): Leg => ({
  line,
  code,
  ...more,
});

/** What only looks at the file. */
const before: readonly Leg[] = [
  one("init elsewhere --json"),
  one("completion bash"),
  ...both("check assembly.ts site"),
  one("describe --json"),
  one("graph assembly.ts site --out before.svg"),
  one("export assembly.ts site --format dot --out before.dot"),
  ...both("plan assembly.ts site --out site.plan"),
  one("simulate assembly.ts site --fail db.make --json", 4),
  one("advise assembly.ts site"),
  ...both("doctor"),
];

/** Failures, each in another way. */
const failures: readonly Leg[] = [
  one("deploy assembly.ts site --on-error rollback", 10, { touch: ["fails"] }),
  one("deploy assembly.ts site --json --verbose", 4, { touch: ["fails-otherwise"] }),
  ...both("status", 4),
  ...both("why"),
  ...both("report --svg report.svg --html failed.html", 4),
  one("resume --dry-run --json", 0),
  one("graph assembly.ts site --marking --out failed.svg"),
  one("resume --verbose --yes", 0, { remove: ["fails", "fails-otherwise"] }),
];

/** What no probe of the careless site tells. */
const given = [
  ...["web", "far", "box"].map((name) => `--at ${name}=on`),
  `--give 'web.url={"url":"sql://db"}'`,
  `--give 'db.login={"user":"ann","env":{"secret":{"env":"CANARY_ENV"}},"age":{"secret":{"age":"kept/whole.age"}},"whole":{"secret":{"age":"kept/whole.age"}}}'`,
].join(" ");

/** What looks at what stands. */
const standing: readonly Leg[] = [
  ...both("status"),
  ...both("why web"),
  ...both("report --svg report.svg --html report.html"),
  one("logs assembly.ts db"),
  one("logs assembly.ts far box --json"),
  ...both("state show"),
  one("history --graph"),
  one("history --json"),
  ...both("show --verbose"),
  ...both("diff HEAD~1 HEAD"),
  ...both("why-changed configuration/db"),
  one("plan assembly.ts site"),
  ...both("plan assembly.ts site --look"),
  one("deploy assembly.ts site --expect-no-changes"),
  ...both("watch assembly.ts site --once"),
  one("watch assembly.ts site --once --json", 7, { touch: ["lost"] }),
  one(`adopt assembly.ts site --state adopted --json ${given}`, 0, { remove: ["lost"] }),
  one("graph assembly.ts site --marking --out stands.svg"),
];

/** What goes to others, and comes from them. */
const shared: readonly Leg[] = [
  one("branch before"),
  one("branch try"),
  one("checkout try --json"),
  one("deploy assembly.ts site --set rows=2 --simulated --yes"),
  one("checkout main"),
  one("diff main try"),
  one("merge try --dry-run"),
  one("merge try --yes --json"),
  ...both("push ./between.git"),
  one("push origin try --json"),
  one("clone ./between.git cloned --json"),
  ...both("pull"),
  one("bundle create site.bundle main try --json"),
  one("bundle apply site.bundle"),
  ...both("fsck"),
  one("unlock --dry-run --json"),
];

/** What takes it away again. */
const after: readonly Leg[] = [
  one("reconfigure assembly.ts pause --yes --json", 0),
  one("deploy assembly.ts site --yes"),
  one("rollback before --dry-run --json"),
  one("rollback before --yes"),
  one("down --yes --verbose --json"),
  ...both("prune --older-than 0d --yes"),
  one("logs --json"),
];

export const beforeServing: readonly Leg[] = [...before, ...failures, ...standing, ...shared];
export const afterServing: readonly Leg[] = after;

/** The verb of a command line, by the names of all: one word or two. */
export const verbOf = (line: string, verbs: readonly string[]): string | undefined =>
  verbs.find((verb) => line === verb || line.startsWith(`${verb} `));

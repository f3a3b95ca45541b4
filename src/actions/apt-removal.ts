/**
 * Packages of Debian and its like that are to go. What others need is not torn away from under them unless that is wanted: apt-get by itself
 * would take the others along.
 */
import type { Step, StepScope } from "../model/step.ts";
import { type AptOptions, aptGet, installedIn, question } from "./apt.ts";
import { type PackageText, type WantedPackage, packagesIn, removal, titleOf } from "./package.ts";
import { script, step, stepFailed } from "./step.ts";

export interface AptRemovalOptions extends Pick<AptOptions, "lockTimeoutS"> {
  /** With their configuration. */
  readonly purge?: boolean;
  /** Of packages that are not named and need these: fail because of them (the default), remove them too, or leave in place what they need. */
  readonly dependents?: "refuse" | "remove" | "spare";
}

/** Packages that are not installed. Their configuration stays, unless it is purged. */
export function aptRemoved(
  packages: PackageText | readonly PackageText[],
  options: AptRemovalOptions = {},
): Step {
  const wanted = packagesIn(packages);
  const asked = options.dependents === "spare" ? sparing(wanted) : question(wanted);
  return step(`no ${titleOf(wanted)}`, {
    look: { text: asked, judge: (answer) => removal(wanted, installedIn(answer)) },
    // apt-get refuses to remove what it does not know.
    async act(scope) {
      const answer = await scope.exec("sh", ["-s"], { stdin: asked, quiet: true });
      const there = wanted.filter((one) => removal([one], installedIn(answer)) !== undefined);
      const args = ["--", ...there.map(({ name }) => name)];
      if (options.dependents !== "remove") await refuseDependents(scope, args, options);
      await aptGet(scope, [options.purge === true ? "purge" : "remove", ...args], options);
    },
  });
}

/** What stands in the way is told before anything is removed. */
async function refuseDependents(
  scope: StepScope,
  args: readonly string[],
  { lockTimeoutS }: AptRemovalOptions,
): Promise<void> {
  const told = await aptGet(scope, ["--simulate", "remove", ...args], lockOf(lockTimeoutS));
  const named = new Set(args);
  const others = [...told.matchAll(/^Remv (\S+)/gm)].flatMap(([, name = ""]) =>
    named.has(name) || named.has(name.replace(/:.*$/, "")) ? [] : [name],
  );
  if (others.length === 0) return;
  const first = others.slice(0, toldMax).join(", ");
  const more = others.length > toldMax ? ` and ${others.length - toldMax} more` : "";
  throw stepFailed(
    `${first}${more} would be removed, too, which ${others.length === 1 ? "needs" : "need"} what is to go`,
    'name them as well, or say what becomes of them: { dependents: "remove" } or { dependents: "spare" }',
  );
}
const toldMax = 5;

const lockOf = (lockTimeoutS: number | undefined): AptOptions =>
  lockTimeoutS === undefined ? {} : { lockTimeoutS };

/** As `question`, without those that a package needs which is not named. */
function sparing(wanted: readonly WantedPackage[]): string {
  const names = wanted.map(({ name }) => name);
  const others = script`awk '$1 == "Remv" { sub(/:.*/, "", $2); print $2 }' | grep -vxF ${names.map((name) => `-e${name}`)}`;
  const isNeeded = `apt-get --simulate remove -- "$name" 2> /dev/null | ${others} | grep -q .`;
  return wanted.map((one) => `name=${one.name}; ${isNeeded} || { ${question([one])}; }`).join("\n");
}

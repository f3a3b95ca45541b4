/**
 * Packages of Debian and its like, by apt-get and dpkg.
 *
 * dpkg lets one process in at a time, so that actions on one host wait for each other: name a limit (`limits: ["apt"]`) for those that would
 * only stand in line. What another program holds is waited for, and named.
 */
import type { Step, StepScope } from "../model/step.ts";
import { aptFailure } from "./apt-failure.ts";
import {
  type InstalledPackage,
  type PackageText,
  type WantedPackage,
  installation,
  packagesIn,
  titleOf,
} from "./package.ts";
import { badStep, run, script, step, stepFailed } from "./step.ts";

export interface AptOptions {
  /** With what the packages recommend? Default: as the host is set up. */
  readonly recommends?: boolean;
  /** May the packages start what they bring? Default: yes. */
  readonly services?: boolean;
  /** Answers to the questions of packages, as `debconf-set-selections` reads them: `owner question type value`. They may hold secrets. */
  readonly answers?: readonly string[];
  /** Fetches the lists anew where a package or a version is not in them, or can no longer be fetched. Default: yes. */
  readonly update?: boolean;
  /** How long to wait for a lock that another program holds. Default: 120. */
  readonly lockTimeoutS?: number;
}

/** Packages that are installed. Configuration files that somebody has changed stay as they are. */
export function apt(
  packages: PackageText | readonly PackageText[],
  options: AptOptions = {},
): Step {
  const wanted = packagesIn(packages);
  const answers = options.answers ?? [];
  if (answers.some((one) => /[\r\n]/.test(one)))
    throw badStep("an answer to debconf has several lines");
  return step(titleOf(wanted), {
    look: {
      text: question(wanted),
      judge: (answer) => installation(wanted, installedIn(answer)),
    },
    async act(scope) {
      if (answers.length > 0)
        await scope.exec("debconf-set-selections", [], { stdin: answers.join("\n") });
      const texts = wanted.map(({ name, version }) =>
        version === undefined ? name : `${name}=${version}`,
      );
      const { recommends } = options;
      const flags = [
        ...(recommends === undefined ? [] : [`--${recommends ? "" : "no-"}install-recommends`]),
        ...(wanted.some(({ version }) => version !== undefined) ? ["--allow-downgrades"] : []),
      ];
      await aptGet(scope, ["install", ...flags, "--", ...texts], { update: true, ...options });
    },
  });
}

const queryFormat = "${Package}\\t${Architecture}\\t${Version}\\t${db:Status-Abbrev}\\n";

/** What prints those of them that dpkg knows: it ends badly where it does not know all. */
export const question = (wanted: readonly WantedPackage[]): string =>
  script`command -v dpkg-query > /dev/null; dpkg-query -W -f ${queryFormat} ${wanted.map(({ name }) => name)} 2> /dev/null || true`;

/** What `question` has printed. */
export const installedIn = (answer: string): readonly InstalledPackage[] =>
  answer.split("\n").flatMap((line) => {
    const [name = "", architecture = "", version = "", status = ""] = line.split("\t");
    return status[1] === "i" ? [{ names: [name, `${name}:${architecture}`], version }] : [];
  });

/** Runs apt-get, as often as what stands in its way can be cleared; gives what it prints. */
export async function aptGet(
  scope: StepScope,
  args: readonly string[],
  { services = true, update: updates = false, lockTimeoutS = lockTimeoutDefaultS }: AptOptions,
): Promise<string> {
  const tried = new Set<string>();
  for (;;)
    try {
      const waitS = tried.has("ask") ? 0 : lockTimeoutS;
      return await scope.exec("apt-get", [...flagsOf(waitS, services), ...args], { env });
    } catch (error) {
      // What is not of apt-get, such as a host that is lost, stays what it is.
      if (!(error instanceof Error && "tail" in error)) throw error;
      const { remedy, message, hint } = aptFailure(error);
      const isRefused = remedy === "update" && !updates;
      if (remedy === undefined || isRefused || tried.has(remedy))
        throw stepFailed(message, hint, error);
      tried.add(remedy);
      if (remedy === "update") await updateLists(scope, lockTimeoutS);
      else if (remedy === "configure")
        await scope.exec("dpkg", [...keepingFiles, "--configure", "-a"], { env });
    }
}
const lockTimeoutDefaultS = 120;

const env = {
  DEBIAN_FRONTEND: "noninteractive",
  DEBIAN_PRIORITY: "critical",
  APT_LISTCHANGES_FRONTEND: "none",
  NEEDRESTART_SUSPEND: "1",
  UCF_FORCE_CONFFOLD: "1",
  LC_ALL: "C",
  PATH: "/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin",
};

/** What somebody has changed stays. */
const keepingFiles = ["--force-confdef", "--force-confold"] as const;

/** Where invoke-rc.d asks whether a service may be started. Ours is told from another by its words. */
const policy = "/usr/sbin/policy-rc.d";
const policyMark = "# of Madeus, while packages are installed";

/** The policy is put in place and taken away while dpkg is locked; so one that was left by a crash goes with the next installation. */
function flagsOf(lockTimeoutS: number, services: boolean): readonly string[] {
  const clear = `if grep -qsx '${policyMark}' ${policy}; then rm -f ${policy}; fi`;
  const set = `[ -e ${policy} ] || { printf '#!/bin/sh\\n${policyMark}\\nexit 101\\n' > ${policy}; chmod 755 ${policy}; }`;
  return [
    "-y",
    "-q",
    ...[
      `DPkg::Lock::Timeout=${lockTimeoutS}`,
      "Dpkg::Use-Pty=0",
      ...keepingFiles.map((option) => `Dpkg::Options::=${option}`),
      `DPkg::Pre-Invoke::=${clear}`,
      ...(services ? [] : [`DPkg::Pre-Invoke::=${set}`, `DPkg::Post-Invoke::=${clear}`]),
    ].flatMap((option) => ["-o", option]),
  ];
}

/** The lock of the lists is not one that apt-get waits for. */
async function updateLists(scope: StepScope, lockTimeoutS: number): Promise<void> {
  const text = script`
    left=${lockTimeoutS}
    until said=$(apt-get -q update 2>&1); do
      case $said in *"Could not get lock"*) ;; *) left=0 ;; esac
      [ "$left" -gt 0 ] || { echo "$said" >&2; exit 100; }
      left=$((left - 1)); sleep 1
    done`;
  scope.log("(update the lists of packages)");
  await run(scope, text, env);
}

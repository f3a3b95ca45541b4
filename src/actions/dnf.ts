/** Packages of Fedora, Red Hat and their like, by dnf and rpm. dnf waits for its own lock. */
import type { Step } from "../model/step.ts";
import {
  type InstalledPackage,
  type PackageText,
  type WantedPackage,
  installation,
  packagesIn,
  removal,
  titleOf,
} from "./package.ts";
import { script, step, stepFailed } from "./step.ts";

export interface DnfOptions {
  /** With what the packages recommend? Default: as the host is set up. */
  readonly recommends?: boolean;
}

/** Packages that are installed. A version is that of the package (`1.24.0`), or with its release (`1.24.0-1.fc40`). */
export function dnf(
  packages: PackageText | readonly PackageText[],
  options: DnfOptions = {},
): Step {
  const wanted = packagesIn(packages);
  const { recommends } = options;
  const flags = recommends === undefined ? [] : [`--setopt=install_weak_deps=${recommends}`];
  const texts = wanted.map(({ name, version }) =>
    version === undefined ? name : `${name}-${version}`,
  );
  return step(titleOf(wanted), {
    look: { text: question(wanted), judge: (answer) => installation(wanted, installedIn(answer)) },
    act: (scope) => dnfRun(() => scope.exec("dnf", ["-y", "-q", "install", ...flags, ...texts])),
  });
}

/** Packages that are not installed. */
export function dnfRemoved(packages: PackageText | readonly PackageText[]): Step {
  const wanted = packagesIn(packages);
  const names = wanted.map(({ name }) => name);
  return step(`no ${titleOf(wanted)}`, {
    look: { text: question(wanted), judge: (answer) => removal(wanted, installedIn(answer)) },
    act: (scope) => dnfRun(() => scope.exec("dnf", ["-y", "-q", "remove", ...names])),
  });
}

const queryFormat = "%{NAME}\\t%{ARCH}\\t%{VERSION}\\t%{RELEASE}\\n";

/** rpm ends badly where one is not installed. */
const question = (wanted: readonly WantedPackage[]): string =>
  script`command -v rpm > /dev/null; rpm -q --qf ${queryFormat} ${wanted.map(({ name }) => name)} || true`;

const installedIn = (answer: string): readonly InstalledPackage[] =>
  answer.split("\n").flatMap((line) => {
    const [name = "", architecture = "", version = "", release] = line.split("\t");
    if (release === undefined) return [];
    const names = [name, `${name}.${architecture}`];
    return [version, `${version}-${release}`].map((text) => ({ names, version: text }));
  });

async function dnfRun(act: () => Promise<unknown>): Promise<void> {
  try {
    await act();
  } catch (error) {
    const { tail } = error as { readonly tail?: unknown };
    const [, name] =
      /(?:No match for argument|Unable to find a match): (\S+)/.exec(String(tail)) ?? [];
    if (name === undefined) throw error;
    throw stepFailed(
      `there is no package ${name} in the repositories of this host`,
      undefined,
      error,
    );
  }
}

/** Packages as they are asked for: a name, or a name with a version. */
import { quote } from "../model/name.ts";
import { badStep } from "./step.ts";

/** `"curl"`, or with a version `"curl=7.88.1-10"`, in which `*` stands for anything. */
export type PackageText = string;

export interface WantedPackage {
  readonly name: string;
  readonly version: string | undefined;
}

/** @throws MadeusError  `MADEUS_BAD_STEP` where one is no name of a package, or there is none */
export function packagesIn(texts: PackageText | readonly PackageText[]): readonly WantedPackage[] {
  const wanted = [texts].flat().map((text): WantedPackage => {
    const [, name, version] = /^([a-z0-9][a-z0-9+._:-]*?)(?:=([\w.+~:*-]+))?$/i.exec(text) ?? [];
    // A dash or a plus at the end would ask a package system for something else.
    if (name === undefined || name.endsWith("-") || (name.endsWith("+") && !name.endsWith("++")))
      throw badStep(`${quote(text)} is no package`, 'write "name", or "name=version"');
    return { name, version };
  });
  if (wanted.length === 0) throw badStep("no package is named");
  return wanted;
}

export const titleOf = (wanted: readonly WantedPackage[]): string =>
  `${wanted.length === 1 ? "package" : "packages"} ${wanted.map(({ name }) => name).join(" ")}`;

/** A package that is there: by its name, and by name and architecture where the host knows several. */
export interface InstalledPackage {
  readonly names: readonly string[];
  readonly version: string;
}

/** What is still to be installed, e.g. `install curl, jq 1.6 → 1.7`. */
export function installation(
  wanted: readonly WantedPackage[],
  installed: readonly InstalledPackage[],
): string | undefined {
  const lacking = wanted.flatMap(({ name, version }) => {
    const there = installed.filter(({ names }) => names.includes(name));
    if (there.some((one) => version === undefined || isVersion(one.version, version))) return [];
    const [present] = there;
    if (present === undefined) return [version === undefined ? name : `${name} ${version}`];
    return [`${name} ${present.version} → ${version}`];
  });
  return lacking.length === 0 ? undefined : `install ${lacking.join(", ")}`;
}

/** What is still to be removed. */
export function removal(
  wanted: readonly WantedPackage[],
  installed: readonly InstalledPackage[],
): string | undefined {
  const there = wanted.filter(({ name }) => installed.some(({ names }) => names.includes(name)));
  return there.length === 0 ? undefined : `remove ${there.map(({ name }) => name).join(", ")}`;
}

function isVersion(version: string, pattern: string): boolean {
  const parts = pattern.split("*").map((part) => RegExp.escape(part));
  return new RegExp(`^${parts.join(".*")}$`).test(version);
}

/** By what it is known that an instance was made from another version of its component. */
import { createHash } from "node:crypto";
import type { ComponentDescription } from "./declaration.ts";

/**
 * The version that the component declares; without one `#` and a hash of what its behaviors `deploy` and `update` do. How long that may take, how
 * often it is tried, and how it is taken away is no matter of what is there.
 */
export function componentVersion(description: ComponentDescription): string {
  let version = known.get(description);
  if (version === undefined) known.set(description, (version = versionOf(description)));
  return version;
}
/** Is it a version that somebody has declared? */
export const isDeclared = (version: string): boolean => !version.startsWith("#");
const known = new WeakMap<ComponentDescription, string>();

function versionOf({ version, behaviors }: ComponentDescription): string {
  if (version !== undefined) return version;
  const done = ["deploy", "update"].map((behavior) =>
    Object.entries(behaviors[behavior] ?? {}).map(([name, { from, to, run, steps }]) => [
      name,
      from,
      to,
      run,
      steps,
    ]),
  );
  return `#${createHash("sha256").update(JSON.stringify(done)).digest("hex").slice(0, 16)}`;
}

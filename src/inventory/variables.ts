/**
 * What an inventory says of a host besides how it is reached: settings of applications, for the file that declares their components.
 *
 * They are no part of the host's description, so that nothing of them is recorded, drawn or compared but what a declaration takes.
 */
import { MadeusError } from "../model/code.ts";
import type { HostDescription } from "../model/host.ts";
import { quote } from "../model/name.ts";
import { didYouMean } from "../model/nearest.ts";
import { type Known, filled } from "./value.ts";
import { isVault } from "./vault.ts";

const knownOf = new WeakMap<HostDescription, Known>();

/** Takes down what is known of a host. */
export const noteVariables = (host: HostDescription, known: Known): void =>
  void knownOf.set(host, known);

/**
 * The variables of a host, but for those by which it is reached (`ansible_…`): of several values the one that counts for Ansible. In YAML
 * and JSON each is what these say; in INI a literal of Python is a number, truth, list or mapping (see `literalIn`), all else text. `{{ name }}`
 * stands for another variable, alone for the value itself; other templates stay as they are written. What is encrypted by ansible-vault is
 * left out. O(variables).
 *
 * @param hosts  of `inventory`
 * @throws MadeusError  `MADEUS_UNKNOWN_HOST`
 */
export function variablesOf(
  hosts: Readonly<Record<string, HostDescription>>,
  name: string,
): Readonly<Record<string, unknown>> {
  const host = Object.hasOwn(hosts, name) ? hosts[name] : undefined;
  const known = host && knownOf.get(host);
  if (known === undefined)
    throw new MadeusError("MADEUS_UNKNOWN_HOST", `No inventory has a host ${quote(name)}.`, {
      hint: didYouMean(name, Object.keys(hosts)),
    });
  return Object.fromEntries(
    [...known.variables]
      .filter(
        ([variable, { isEncrypted }]) => !variable.startsWith("ansible_") && isEncrypted !== true,
      )
      .map(([variable, { value }]) => [variable, valueIn(known, value)]),
  );
}

/** Texts are filled in wherever they stand, and what is encrypted left out. @param within  variables that it is part of */
function valueIn(known: Known, value: unknown, within: readonly string[] = []): unknown {
  const inner = (one: unknown): unknown => valueIn(known, one, within);
  if (typeof value === "string") {
    const [, alone = ""] = /^\{\{\s*([A-Za-z_]\w*)\s*\}\}$/.exec(value) ?? [];
    const named = known.variables.get(alone);
    if (named !== undefined && typeof named.value !== "string" && !within.includes(alone))
      return named.isEncrypted === true ? value : valueIn(known, named.value, [...within, alone]);
    return filled(known, value) ?? value;
  }
  if (Array.isArray(value)) return value.filter(isPlain).map(inner);
  if (typeof value !== "object" || value === null) return value;
  return Object.fromEntries(
    Object.entries(value)
      .filter(([, one]) => isPlain(one))
      .map(([name, one]) => [name, inner(one)]),
  );
}

const isPlain = (value: unknown): boolean => typeof value !== "string" || !isVault(value);

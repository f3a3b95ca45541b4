/** What an action says of its outcome: the values it gives and the station it chooses, each checked when it is said. Pure. */
import { MadeusError } from "../model/code.ts";
import type { AnyComponent, ProvideDeclaration } from "../model/component.ts";
import { path, quote } from "../model/name.ts";
import { didYouMean } from "../model/nearest.ts";
import { isSecretReference } from "../model/secret.ts";
import { validate } from "../model/value.ts";
import type { Redactor } from "./redaction.ts";

interface Giver {
  readonly instance: string;
  readonly name: string;
  readonly component: AnyComponent;
  readonly stations: readonly string[];
}

export class Given {
  readonly #giver: Giver;
  readonly #redactor: Redactor;
  readonly #values = new Map<string, unknown>();
  #station: string | undefined;

  constructor(giver: Giver, redactor: Redactor) {
    this.#giver = giver;
    this.#redactor = redactor;
  }

  /** @throws MADEUS_SCOPE_PORT, MADEUS_SCOPE_VALUE, MADEUS_SECRET_GIVEN */
  give(port: string, value: unknown): void {
    const where = path(this.#giver.instance, port);
    const provides = this.#giver.component.provides as Readonly<Record<string, ProvideDeclaration>>;
    const declared = Object.hasOwn(provides, port) ? provides[port] : undefined;
    if (declared === undefined)
      throw new MadeusError(
        "MADEUS_SCOPE_PORT",
        `${where} cannot be given: there is no such port`,
        {
          hint: didYouMean(port, Object.keys(provides)),
        },
      );
    const validated = validate(declared.type, value);
    if ("problem" in validated)
      throw new MadeusError("MADEUS_SCOPE_VALUE", `${where} cannot be given: ${validated.problem}`);
    this.#refuseSecrets(port, validated.value);
    // The action may go on to change its own object.
    this.#values.set(port, structuredClone(validated.value));
  }

  /** @throws MADEUS_SCOPE_STATION */
  choose(station: string): void {
    const { instance, name, stations } = this.#giver;
    if (!stations.includes(station))
      throw new MadeusError(
        "MADEUS_SCOPE_STATION",
        `${path(instance, name)} cannot end at ${quote(String(station))}`,
        { hint: didYouMean(String(station), stations) },
      );
    this.#station = station;
  }

  /**
   * All that was said, for the journal.
   *
   * @throws MADEUS_SECRET_GIVEN if a value holds a secret that was fetched only after it was given
   */
  result(): { readonly station?: string; readonly values: Readonly<Record<string, unknown>> } {
    for (const [port, value] of this.#values) this.#refuseSecrets(port, value);
    const values = Object.fromEntries(this.#values);
    return this.#station === undefined ? { values } : { station: this.#station, values };
  }

  #refuseSecrets(port: string, value: unknown): void {
    if (!textsIn(value).some((text) => this.#redactor.tells(text))) return;
    throw new MadeusError(
      "MADEUS_SECRET_GIVEN",
      `${path(this.#giver.instance, port)} cannot be given: the value holds a secret, which would be kept in the journal`,
      { hint: "declare the field as secret() and give a reference, e.g. secret({ env: NAME })" },
    );
  }
}

/** All that can be read in a value, save the references to secrets: those are made to be seen. */
function textsIn(value: unknown): readonly string[] {
  if (typeof value !== "object" || value === null) return [String(value)];
  if (isSecretReference(value)) return [];
  return [...Object.keys(value), ...Object.values(value).flatMap(textsIn)];
}

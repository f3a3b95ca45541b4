/** What `madeus adopt` cannot find out by probes: said by flags, asked at the terminal, or missing. */
import type { State } from "../engine/fold.ts";
import type { Assembly } from "../model/assembly.ts";
import { MadeusError } from "../model/code.ts";
import { quote } from "../model/name.ts";
import { didYouMean } from "../model/nearest.ts";
import { answered } from "./confirm.ts";
import { valueFor } from "./decisions.ts";

/** As written on the command line. */
export interface SaidFlags {
  readonly at: readonly string[];
  readonly give: readonly string[];
}

export class AdoptAnswers {
  /** instance → the places that it is said to be at. */
  readonly at: ReadonlyMap<string, ReadonlySet<string>>;
  /** What nobody has said, a sentence each. */
  readonly missing: string[] = [];
  readonly #given: Map<string, string>;
  /** Somebody is at the terminal. Who has left is asked nothing more. */
  #isAsking: boolean;

  /**
   * @param isAsking  somebody is at the terminal
   * @throws MadeusError  `MADEUS_OBJECTION` where a flag names what is not there
   */
  constructor({ at, give }: SaidFlags, assembly: Assembly, isAsking: boolean) {
    this.at = placesSaid(at, assembly);
    this.#given = new Map(give.map((text) => givenValue(text, assembly)));
    this.#isAsking = isAsking;
  }

  /** Values that nobody wanted to know. */
  get unused(): readonly string[] {
    return [...this.#given.keys()];
  }

  /** Where nobody says, it is taken to have, so that all that is missing besides is found, too. */
  async hasHappened(
    instance: string,
    transition: string,
    places: readonly string[],
  ): Promise<boolean> {
    const where = places.join(" or ");
    const answer = await this.#asked(`Is ${instance} at ${where}, or past it? [y/N] `);
    if (answer !== undefined) return /^y(es)?$/i.test(answer.trim());
    this.missing.push(
      `whether ${instance}.${transition} has happened: --at ${instance}=${places[0] ?? ""}, or where else it is`,
    );
    return true;
  }

  /** @throws MadeusError  `MADEUS_OBJECTION` where it is no value of the port */
  async valueOf(state: State, instance: string, port: string): Promise<unknown> {
    const key = [`${instance}.${port}`, port].find((one) => this.#given.has(one));
    let json = key === undefined ? undefined : this.#given.get(key);
    if (key !== undefined) this.#given.delete(key);
    json ??= await this.#asked(`What is ${instance}.${port}, as JSON? `);
    if (json !== undefined) return valueFor(state, instance, port, json);
    this.missing.push(`the value of ${instance}.${port}: --give ${instance}.${port}=JSON`);
    return undefined;
  }

  async #asked(question: string): Promise<string | undefined> {
    const answer = this.#isAsking ? await answered(question) : undefined;
    this.#isAsking = answer !== undefined;
    return answer;
  }
}

function placesSaid(
  at: readonly string[],
  { components }: Assembly,
): ReadonlyMap<string, ReadonlySet<string>> {
  const said = new Map<string, Set<string>>();
  for (const text of at) {
    const [instance = "", place] = text.split("=");
    if (place === undefined)
      throw new MadeusError(
        "MADEUS_OBJECTION",
        `--at ${quote(text)} is not written INSTANCE=PLACE.`,
      );
    const component = Object.hasOwn(components, instance) ? components[instance] : undefined;
    if (component === undefined) throw stranger("--at", instance, Object.keys(components));
    const places: readonly string[] = component.places;
    if (!places.includes(place)) throw stranger(`--at ${instance}=`, place, places);
    said.set(instance, (said.get(instance) ?? new Set()).add(place));
  }
  return said;
}

/** By `instance.port`, or where no instance is named by `port`. */
function givenValue(text: string, { components }: Assembly): readonly [string, string] {
  const [, key, json] = /^([^=]+)=(.*)$/s.exec(text) ?? [];
  if (key === undefined || json === undefined)
    throw new MadeusError("MADEUS_OBJECTION", `--give ${quote(text)} is not written port=JSON.`);
  const [instance] = key.includes(".") ? key.split(".") : [];
  if (instance !== undefined && !Object.hasOwn(components, instance))
    throw stranger("--give", instance, Object.keys(components));
  return [key, json];
}

const stranger = (flag: string, name: string, known: readonly string[]): MadeusError =>
  new MadeusError("MADEUS_OBJECTION", `${flag} names ${quote(name)}, which is not there.`, {
    hint: didYouMean(name, known),
  });

/** What one try of an action changed and what it left alone, as it says so: bounded, and without the secrets in it. */
import type { Changes } from "../store/journal.ts";
import type { Redactor } from "./redaction.ts";

const changedMax = 100;
const changeLengthMax = 200;

export class ChangeList {
  readonly #redactor: Redactor;
  readonly #changed: string[] = [];
  #changedMore = 0;
  #unchanged = 0;

  constructor(redactor: Redactor) {
    this.#redactor = redactor;
  }

  changed(what: string): void {
    if (this.#changed.length === changedMax) this.#changedMore++;
    else this.#changed.push(what);
  }

  unchanged(): void {
    this.#unchanged++;
  }

  /** Undefined where nothing was said. */
  result(): Changes | undefined {
    const [changed, changedMore, unchanged] = [this.#changed, this.#changedMore, this.#unchanged];
    if (changed.length === 0 && unchanged === 0) return undefined;
    return {
      ...(changed.length === 0 ? {} : { changed: changed.map((text) => this.#short(text)) }),
      ...(changedMore === 0 ? {} : { changedMore }),
      ...(unchanged === 0 ? {} : { unchanged }),
    };
  }

  /** First redacted, then cut: half a secret would not be found any more. */
  #short(text: string): string {
    const line = this.#redactor.redact(text).replaceAll(/\s+/g, " ").trim();
    return line.length > changeLengthMax ? `${line.slice(0, changeLengthMax - 1)}…` : line;
  }
}

/** What an entry says of changes, without the rest of it. */
export const changesOf = ({ changed, changedMore, unchanged }: Changes): Changes => ({
  ...(changed === undefined ? {} : { changed }),
  ...(changedMore === undefined ? {} : { changedMore }),
  ...(unchanged === undefined ? {} : { unchanged }),
});

/** How much was changed, and how much was not. */
export interface ChangeSum {
  readonly changed: number;
  readonly unchanged: number;
}

export const sumOf = (all: Iterable<Changes>): ChangeSum => {
  let [changed, unchanged] = [0, 0];
  for (const one of all) {
    changed += (one.changed?.length ?? 0) + (one.changedMore ?? 0);
    unchanged += one.unchanged ?? 0;
  }
  return { changed, unchanged };
};

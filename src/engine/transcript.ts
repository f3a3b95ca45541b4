/** What one try of an action printed: every line goes to the log without the secrets in it, and the last ones are remembered. */
import type { Redactor } from "./redaction.ts";

const lastLinesMax = 10;
const lastLineLengthMax = 500;

export class Transcript {
  readonly #redactor: Redactor;
  readonly #write: (line: string) => void;
  readonly #last: string[] = [];

  constructor(redactor: Redactor, write: (line: string) => void) {
    this.#redactor = redactor;
    this.#write = write;
  }

  /** For messages: the end of what was logged. */
  get lastLines(): string {
    return this.#last.join("\n");
  }

  log(text: string): void {
    for (const line of this.#lines(text)) {
      this.#last.push(line.slice(0, lastLineLengthMax));
      if (this.#last.length > lastLinesMax) this.#last.shift();
      this.#write(line);
    }
  }

  /** Is logged, but is no part of what is told of the action's end. */
  aside(text: string): void {
    for (const line of this.#lines(text)) this.#write(line);
  }

  #lines(text: string): readonly string[] {
    return this.#redactor.redact(text).split(/\r?\n/);
  }
}

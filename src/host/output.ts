/** The output of a program: told by lines while it comes, kept as far as a caller may be given it. */
import { stdoutBytesMax, type Watch } from "../engine/host.ts";
import { KeptOutput } from "./kept-output.ts";
import { type Lines, lines } from "./lines.ts";

/** How many lines of standard error are kept for messages. */
const tailLinesMax = 10;

export class Output {
  readonly #watch: Pick<Watch, "line" | "data">;
  readonly #kept = new KeptOutput(stdoutBytesMax);
  readonly #tail: string[] = [];
  readonly #out: Lines;
  readonly #err: Lines;
  /** Until then nothing more of it is given away. */
  #taking: Promise<void> | undefined;

  constructor(watch: Pick<Watch, "line" | "data">) {
    this.#watch = watch;
    this.#out = lines((line) => watch.line("stdout", line));
    this.#err = lines((line) => {
      this.#tail.push(line);
      if (this.#tail.length > tailLinesMax) this.#tail.shift();
      watch.line("stderr", line);
    });
  }

  /** Throws what who is told throws. A promise: nothing more should come before it is fulfilled. */
  push(stream: "stdout" | "stderr", chunk: Buffer): void | Promise<void> {
    if (stream === "stderr") return this.#err.push(chunk);
    const { data } = this.#watch;
    if (data !== undefined) return this.#give(() => data(chunk));
    this.#kept.push(chunk);
    this.#out.push(chunk);
  }

  /** Nothing more comes. Throws as `push`. */
  async end(): Promise<void> {
    await this.#taking;
    this.#out.end();
    this.#err.end();
    if (this.#kept.cut)
      this.#watch.line("stderr", `(only the last ${stdoutBytesMax} bytes of the output were kept)`);
  }

  #give(take: () => void | Promise<void>): void | Promise<void> {
    const taken = this.#taking === undefined ? take() : this.#taking.then(take);
    if (taken === undefined) return;
    const taking = taken.finally(() => {
      if (this.#taking === taking) this.#taking = undefined;
    });
    this.#taking = taking;
    return taking;
  }

  get stdout(): string {
    return this.#kept.text();
  }

  get tail(): string {
    return this.#tail.join("\n");
  }
}

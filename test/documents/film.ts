/**
 * What moves in an SVG, by style sheets alone: each part has an animation of its own that takes as long as the whole film.
 *
 * Who asked for less motion sees how everything is at one moment.
 */

/** What is so at a moment, as properties of CSS; from one frame to the next it changes gradually. */
export interface Frame {
  readonly atS: number;
  readonly css: string;
}

export class Film {
  readonly #lengthS: number;
  readonly #stillS: number;
  readonly #rules: string[] = [];

  /** @param stillS  the moment that is seen without motion */
  constructor(lengthS: number, stillS: number) {
    this.#lengthS = lengthS;
    this.#stillS = stillS;
  }

  /** The class of what is as the frames say; the first of them is at 0. */
  classOf(frames: readonly Frame[]): string {
    const name = `f${this.#rules.length}`;
    const keys = frames.map(({ atS, css }) => `${this.#share(atS)}{${css}}`).join("");
    const end = frames.at(-1)?.css ?? "";
    const still = frames.findLast(({ atS }) => atS <= this.#stillS)?.css ?? "";
    this.#rules.push(
      `@keyframes ${name}{${keys}100%{${end}}}.${name}{${still};animation-name:${name}}`,
    );
    return `${name} moves`;
  }

  /** The class of what is seen from one moment to another. */
  seen(fromS: number, toS: number): string {
    const change = (atS: number, before: number, after: number): readonly Frame[] =>
      atS <= 0 || atS >= this.#lengthS
        ? []
        : [
            { atS: atS - soonS, css: `opacity:${before}` },
            { atS, css: `opacity:${after}` },
          ];
    const first = { atS: 0, css: `opacity:${fromS <= 0 ? 1 : 0}` };
    return this.classOf([first, ...change(fromS, 0, 1), ...change(toS, 1, 0)]);
  }

  style(): string {
    return [
      `.moves{animation:${this.#lengthS.toFixed(1)}s ease-in-out infinite}`,
      ...this.#rules,
      "@media(prefers-reduced-motion:reduce){.moves{animation:none}}",
    ].join("");
  }

  #share(atS: number): string {
    return `${Math.round((atS / this.#lengthS) * 100_000) / 1000}%`;
  }
}

const soonS = 0.01;

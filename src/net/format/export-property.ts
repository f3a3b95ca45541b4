/** What other tools are asked about a net, and how a formula is written in the words of a format. */

export interface Property {
  /** Unique in one export. */
  readonly id: string;
  /** What holds where the property does: one sentence. */
  readonly text: string;
  /** In all markings that are reachable, in one of them, or in one of every run. */
  readonly scope: "always" | "sometime" | "inevitably";
  readonly formula: Formula;
}

/** What holds in a marking or does not. */
export type Formula =
  | { readonly kind: "tokens"; readonly places: readonly number[]; readonly atLeast: number }
  | { readonly kind: "deadlock" }
  | { readonly kind: "not"; readonly of: Formula }
  | { readonly kind: "all" | "any"; readonly of: Iterable<Formula> };

export const marked = (place: number): Formula => ({ kind: "tokens", places: [place], atLeast: 1 });

/** What is asked of every net: whether it always comes to its goal. */
export function goalProperties(goal: readonly number[]): readonly Property[] {
  const isDead: Formula = { kind: "deadlock" };
  const isAlive: Formula = { kind: "not", of: isDead };
  if (goal.length === 0)
    return [
      {
        id: "noDeadlock",
        text: "Something can always happen.",
        scope: "always",
        formula: isAlive,
      },
    ];
  const isFinal: Formula = { kind: "all", of: goal.map(marked) };
  return [
    {
      id: "deadlocksAreFinal",
      text: "Where nothing can happen any more, the goal is reached.",
      scope: "always",
      formula: { kind: "any", of: [isAlive, isFinal] },
    },
    {
      id: "goalReachable",
      text: "The goal can be reached.",
      scope: "sometime",
      formula: isFinal,
    },
    {
      id: "goalInevitable",
      text: "Every run comes to the goal.",
      scope: "inevitably",
      formula: isFinal,
    },
  ];
}

/** For formats that count tokens. */
export const oneSafety = (placeCount: number): Property => ({
  id: "oneSafe",
  text: "No place ever holds two tokens.",
  scope: "always",
  formula: {
    kind: "not",
    of: {
      kind: "any",
      of: { [Symbol.iterator]: () => crowded(placeCount) },
    },
  },
});

function* crowded(placeCount: number): Generator<Formula> {
  for (let place = 0; place < placeCount; place++)
    yield { kind: "tokens", places: [place], atLeast: 2 };
}

export function speaksOfDeadlock(formula: Formula): boolean {
  if (formula.kind === "not") return speaksOfDeadlock(formula.of);
  if (formula.kind === "all" || formula.kind === "any")
    return [...formula.of].some(speaksOfDeadlock);
  return formula.kind === "deadlock";
}

/** A beginning, what stands between two parts, an end. */
export type Brackets = readonly [begin: string, between: string, end: string];

/** How a format writes formulas. */
export interface FormulaWords {
  readonly tokens: (places: readonly number[], atLeast: number) => string;
  readonly deadlock: string;
  readonly not: Brackets;
  readonly all: Brackets;
  readonly any: Brackets;
  /** What all of nothing is, and any of nothing. */
  readonly true: string;
  readonly false: string;
}

/** A formula in pieces of bounded length: one about a million places would be too long for one string. */
export function* formulaPieces(formula: Formula, words: FormulaWords): Generator<string> {
  switch (formula.kind) {
    case "tokens":
      yield words.tokens(formula.places, formula.atLeast);
      return;
    case "deadlock":
      yield words.deadlock;
      return;
    case "not":
      yield words.not[0];
      yield* formulaPieces(formula.of, words);
      yield words.not[2];
      return;
    default:
      yield* joinedPieces(formula, words);
  }
}

function* joinedPieces(
  { kind, of }: Extract<Formula, { readonly kind: "all" | "any" }>,
  words: FormulaWords,
): Generator<string> {
  const [begin, between, end] = words[kind];
  let parts = 0;
  for (const part of of) {
    yield parts++ === 0 ? begin : between;
    yield* formulaPieces(part, words);
  }
  if (parts > 0) yield end;
  else yield kind === "all" ? words.true : words.false;
}

/** A property in CTL, as most tools write it: `AG (…)`. */
export function* ctlPieces({ scope, formula }: Property, words: FormulaWords): Generator<string> {
  yield `${{ always: "AG", sometime: "EF", inevitably: "AF" }[scope]} (`;
  yield* formulaPieces(formula, words);
  yield ")";
}

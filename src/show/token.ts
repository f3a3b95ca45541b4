/** Tokens in words and colours: what holds, what runs, what went wrong, and of how many instances. */
import type { Edge, Lifecycle } from "../semantics/lifecycle.ts";
import type { Box, Tokens } from "./graph.ts";
import type { Token } from "./site.ts";
import type { Role } from "./theme.ts";

export const tokenWords: Readonly<Record<Token, string>> = {
  here: "here",
  runs: "runs",
  failed: "failed",
  unknown: "cut off",
  lost: "no longer holds",
};
export const tokenLooks: Readonly<Record<Token, Role>> = {
  here: "good",
  runs: "warn",
  failed: "bad",
  unknown: "odd",
  lost: "bad",
};
/** The worst first. */
export const tokenKinds: readonly Token[] = ["failed", "lost", "unknown", "runs", "here"];

type Counts = Readonly<Partial<Record<Token, number>>>;

/** A count in three letters. */
export const shortCount = (n: number): string =>
  n < 1000 ? String(n) : `${Math.min(99, Math.floor(n / 1000))}k`;

/** The worst token of a slot. */
export const worst = (counts: Counts | undefined): Token | undefined =>
  tokenKinds.find((token) => (counts?.[token] ?? 0) > 0);

/** `pull failed` of a single instance, `pull: 3 failed, 2 cut off` of several. */
export function slotText(name: string, counts: Counts | undefined, count: number): string {
  const said = tokenKinds.filter((token) => token !== "here" && (counts?.[token] ?? 0) > 0);
  if (said.length === 0) return name;
  if (count === 1) return `${name} ${said.map((token) => tokenWords[token]).join(", ")}`;
  return `${name}: ${said.map((token) => `${counts?.[token]} ${tokenWords[token]}`).join(", ")}`;
}

export interface StateLine {
  readonly text: string;
  readonly token: Token;
}

/** Where the instances of a box stand, in a few lines, the worst first; none where no marking is shown. */
export function stateLines({ life, tokens, count }: Box): readonly StateLine[] {
  if (life === undefined || tokens === undefined) return [];
  return tokenKinds.flatMap((token): readonly StateLine[] => {
    const said = slotsWith(life, tokens, token).map(({ text, n }) =>
      count === 1 ? text : `${n} × ${text}`,
    );
    return said.length === 0 ? [] : [{ text: said.join(", "), token }];
  });
}

interface Slots {
  /** Where they are, and how it is there. */
  readonly text: string;
  readonly n: number;
}

function slotsWith(life: Lifecycle, tokens: Tokens, token: Token): readonly Slots[] {
  const at = (slot: number): number => tokens.get(slot)?.[token] ?? 0;
  const word = token === "here" ? "" : ` ${tokenWords[token]}`;
  const docks = ({ out, docks }: Edge): number =>
    token === "here" ? docks.reduce((sum, d) => sum + at(life.docks[d]?.slot ?? -1), at(out)) : 0;
  return [
    ...life.places.map((name, p) => ({ text: `${name}${word}`, n: at(p) })),
    ...life.transitions.map(({ name, on }) => ({ text: `${name}${word}`, n: at(on) })),
    ...life.transitions.map((edge) => ({ text: `${edge.name} waits`, n: docks(edge) })),
  ].filter(({ n }) => n > 0);
}

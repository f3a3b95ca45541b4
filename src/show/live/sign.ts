/** The signs of which a view is made, where a terminal knows Unicode and where it knows nothing but ASCII; and bars of them. */

export interface Signs {
  readonly full: string;
  readonly empty: string;
  /** Before and after a bar. */
  readonly edges: readonly [string, string];
  readonly ellipsis: string;
  readonly runs: string;
  readonly waits: string;
  readonly failed: string;
  readonly unknown: string;
  readonly again: string;
  readonly isAscii: boolean;
}

export const unicode: Signs = {
  full: "━",
  empty: "─",
  edges: ["", ""],
  ellipsis: "…",
  runs: "•",
  waits: "○",
  failed: "✗",
  unknown: "?",
  again: "↻",
  isAscii: false,
};
export const ascii: Signs = {
  full: "#",
  empty: "-",
  edges: ["[", "]"],
  ellipsis: "...",
  runs: "*",
  waits: ".",
  failed: "x",
  unknown: "?",
  again: "~",
  isAscii: true,
};

/** A bar of so many cells: what is done, and what is not. It is full only where the share is 1. */
export function bar(
  share: number,
  cells: number,
  { full, empty, edges }: Signs,
): readonly [string, string] {
  const room = Math.max(0, cells - edges.join("").length);
  const done = Math.min(room, Math.max(0, Math.floor(share * room)));
  return [edges[0] + full.repeat(done), empty.repeat(room - done) + edges[1]];
}

/** A length of time in few cells: `4.2s`, `4s`, `12s`, `2m 03s`, `1h 02m`; whole seconds where it grows before one's eyes. */
export function shortTime(ms: number, isGrowing = false): string {
  const s = Math.max(0, ms) / 1000;
  if (s < 9.95 && !isGrowing) return `${Number(s.toFixed(1))}s`;
  const whole = isGrowing ? Math.floor(s) : Math.round(s);
  if (whole < 60) return `${whole}s`;
  const two = (n: number): string => String(n).padStart(2, "0");
  if (whole < 3600) return `${Math.floor(whole / 60)}m ${two(whole % 60)}s`;
  return `${Math.floor(whole / 3600)}h ${two(Math.floor((whole % 3600) / 60))}m`;
}

/**
 * What cannot go on, in red: boxes, ports, transitions and links that a story of being stuck is about.
 *
 * Its colours stand in the picture itself: other pictures have no use for them.
 */
import type { Entry } from "./legend.ts";
import type { Port } from "../semantics/lifecycle.ts";
import { element } from "./svg.ts";
import { colours } from "./theme.ts";

/** Of one instance. */
export interface Blocked {
  /** By `side name`. */
  readonly ports: ReadonlySet<string>;
  /** Transitions whose tokens wait. */
  readonly transitions: ReadonlySet<string>;
}

export const blockedPort = ({ side, name }: Pick<Port, "side" | "name">): string =>
  `${side} ${name}`;

/** A ring around something whose middle is at `x y`. */
export const ring = (x: number, y: number, width: number, height: number): string =>
  element("rect", {
    x: x - width / 2,
    y: y - height / 2,
    width,
    height,
    rx: Math.min(width, height) / 2,
    class: "blocked",
  });

/** Rings around the ports that are blocked. */
export const portRings = (
  blocked: Blocked | undefined,
  ports: readonly { readonly port: Port; readonly x: number; readonly y: number }[],
): readonly string[] =>
  ports.flatMap(({ port, x, y }) =>
    blocked?.ports.has(blockedPort(port)) === true ? [ring(x, y, 19, 19)] : [],
  );

export const blockedEntry: Entry = { sign: ring(0, 0, 18, 18), text: "cannot go on" };

const rule = (side: 0 | 1): string =>
  `.blocked{fill:none;stroke:${colours.bad[side]};stroke-width:2.2}`;
export const blockedStyle: string = element(
  "style",
  {},
  `${rule(0)}@media (prefers-color-scheme:dark){${rule(1)}}`,
);

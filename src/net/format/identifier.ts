/**
 * Names as identifiers of other tools: letters of ASCII, digits and `_`, and never one identifier for two names.
 *
 * `_` begins everything that is not written as it is: `__` is a dot, `_u` is `_` itself, `_x41_` is the character with that number. The
 * letter in front keeps places and transitions apart from each other, from digits at the beginning and from every reserved word.
 */
import type { Net } from "../net.ts";

export const placeId = (net: Net, place: number): string => `p_${escaped(net.placeName(place))}`;

export const transitionId = (net: Net, transition: number): string =>
  `t_${escaped(net.transitionName(transition))}`;

export const escaped = (name: string): string =>
  name.replaceAll(/[^A-Za-z0-9]/gu, (c) =>
    c === "." ? "__" : c === "_" ? "_u" : `_x${c.codePointAt(0)?.toString(16)}_`,
  );

/** All reachable markings, found without any art: what explorers and other tools are held to. */
import type { Net } from "../../../src/net/net.ts";
import { row } from "../../../src/net/rows.ts";

/** Of a 1-safe net. @throws Error  where a second token enters a place */
export function reachable(net: Net): readonly string[] {
  const seen = new Set([net.initial.join("")]);
  const needed = Array.from({ length: net.transitionCount }, (_, t) => [
    ...row(net.consumed, t),
    ...row(net.read, t),
  ]);
  for (const text of seen)
    for (const [t, places] of needed.entries()) {
      if (places.some((place) => text[place] === "0")) continue;
      const tokens = Array.from(text);
      for (const place of row(net.consumed, t)) tokens[place] = "0";
      for (const place of row(net.produced, t)) {
        if (tokens[place] === "1") throw new Error(`a second token in ${net.placeName(place)}`);
        tokens[place] = "1";
      }
      seen.add(tokens.join(""));
    }
  return [...seen];
}

/** All reachable markings, found without any art: what explorers and other tools are held to. */
import type { Net } from "../../src/net/net.ts";
import { row } from "../../src/net/rows.ts";

/** Of a 1-safe net. @throws Error  where a second token enters a place */
export function reachable(net: Net): readonly string[] {
  const seen = new Set([net.initial.join("")]);
  for (const text of seen)
    for (let t = 0; t < net.transitionCount; t++) {
      const tokens = Array.from(text, Number);
      const needed = [...row(net.consumed, t), ...row(net.read, t)];
      if (needed.some((place) => tokens[place] === 0)) continue;
      for (const place of row(net.consumed, t)) tokens[place] = 0;
      for (const place of row(net.produced, t)) {
        if (tokens[place] === 1) throw new Error(`a second token in ${net.placeName(place)}`);
        tokens[place] = 1;
      }
      seen.add(tokens.join(""));
    }
  return [...seen];
}

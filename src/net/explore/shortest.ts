/** A shortest run to a marking that one wants: breadth first, through everything. For nets of few markings. */
import { flowOf } from "./flow.ts";
import { MarkingSet, tokensMax } from "./marking.ts";
import type { Net } from "../net.ts";
import { type Marking, Player } from "./player.ts";
import type { SearchOptions, Stop } from "./search.ts";
import { NumberStack } from "./stack.ts";

export interface Shortest {
  /** undefined: there is none, or the search stopped before it was found. */
  readonly trace: Uint32Array | undefined;
  readonly states: number;
  readonly stop: Stop | undefined;
}

/**
 * Looks for a nearest marking of which `isWanted` says so. O(markings · arcs).
 *
 * @param isWanted  told the marking, and whether nothing is enabled in it
 */
export function shortest(
  net: Net,
  isWanted: (marking: Marking, isTerminal: boolean) => boolean,
  { statesMax = 1_000_000, bytesMax = 2 ** 30, isOver = () => false }: Partial<SearchOptions> = {},
): Shortest {
  const player = new Player(flowOf(net));
  const found = new Found(player);
  const { bound } = player;
  const marking = new Uint32Array(net.placeCount);
  found.look(0, 0);
  for (let at = 0; at < found.markings.size; at++) {
    const stop = stopOf(found, at, { statesMax, bytesMax, isOver });
    if (stop !== undefined) return { trace: undefined, states: found.markings.size, stop };
    found.markings.load(at, marking);
    player.set(marking);
    if (isWanted(marking, bound.size === 0))
      return { trace: found.traceTo(at), states: found.markings.size, stop: undefined };
    const enabled = Array.from({ length: bound.size }, (_, k) => bound.at(k));
    for (const t of enabled) {
      player.fire(t);
      if (player.most > tokensMax)
        return { trace: undefined, states: found.markings.size, stop: "tokens" };
      found.look(at, t);
      player.unfire(t);
    }
  }
  return { trace: undefined, states: found.markings.size, stop: undefined };
}

/** The markings found, each with how it was come to. */
class Found {
  readonly markings: MarkingSet;
  readonly #player: Player;
  readonly #before = new NumberStack();
  readonly #by = new NumberStack();

  constructor(player: Player) {
    this.#player = player;
    this.markings = new MarkingSet(player.tokens.length);
  }

  look(before: number, by: number): void {
    const { tokens, sum } = this.#player;
    if (this.markings.find(tokens, sum) >= 0) return;
    this.markings.add(tokens, sum);
    this.#before.push(before);
    this.#by.push(by);
  }

  traceTo(marking: number): Uint32Array {
    const trace: number[] = [];
    for (let at = marking; at > 0; at = this.#before.at(at)) trace.push(this.#by.at(at));
    return Uint32Array.from(trace.reverse());
  }
}

function stopOf(
  { markings }: Found,
  at: number,
  { statesMax, bytesMax, isOver }: Pick<SearchOptions, "statesMax" | "bytesMax" | "isOver">,
): Stop | undefined {
  if (markings.size > statesMax) return "states";
  if (at % 1024 !== 0) return undefined;
  if (markings.bytes > bytesMax) return "memory";
  return isOver() ? "time" : undefined;
}

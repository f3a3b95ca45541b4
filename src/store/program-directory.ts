/**
 * What is left of a program as a directory: how many instructions were applied, and those still to come, so many a leaf.
 *
 * The leaves begin at fixed numbers, so that a program that goes on removes leaves from its beginning and changes none.
 */
import type { Configuration } from "../semantics/configuration.ts";
import { Directory, Leaf, type Part } from "./directory.ts";
import { toEntry } from "./instruction.ts";
import type { Json } from "./leaf.ts";
import { indexOf } from "./name-index.ts";

/** Drawn again and again: what is there already is not made again. */
export class ProgramDirectory {
  /** By the number of the first instruction in it; only those that are full. */
  #full = new Map<number, Leaf>();

  /** `position`, and in `left` the instructions still to come; the first leaf of them holds also some that were applied. */
  drawn({ program, position }: Configuration): Directory {
    const parts: [string, Part][] = [];
    const full = new Map<number, Leaf>();
    const first = position - (position % perLeaf);
    for (let at = first; position < program.length && at < program.length; at += perLeaf) {
      const leaf = this.#full.get(at) ?? leafOf(program.slice(at, at + perLeaf));
      if (at + perLeaf <= program.length) full.set(at, leaf);
      parts.push([String(at).padStart(digits, "0"), leaf]);
    }
    this.#full = full;
    const left = Directory.empty.with(indexOf(parts));
    const whole: [string, Part][] = parts.length === 0 ? [] : [["left", left]];
    whole.push(["position", Leaf.of(position)]);
    return Directory.empty.with(indexOf(whole));
  }
}

const perLeaf = 64;
/** Enough for names to sort as numbers do. */
const digits = 8;

const leafOf = (instructions: Configuration["program"]): Leaf =>
  Leaf.of(instructions.map(toEntry) as readonly object[] as readonly Json[]);

/**
 * What a PNML file says, before anything is known to fit: its places, transitions and references under their ids, and its arcs.
 *
 * Ids become numbers as they come, so that an arc may stand before what it joins and a million of them are five lists of numbers.
 */
import { quote } from "../../model/name.ts";
import type { Position } from "../../model/position.ts";
import { fileFault } from "./xml-read.ts";

export type NodeKind = "place" | "transition" | "referencePlace" | "referenceTransition";

/** What arcs join. */
export interface PnmlNode {
  readonly kind: NodeKind;
  readonly id: string;
  readonly at: Position;
  /** The number of the id that a reference refers to. */
  readonly refersTo: number | undefined;
  name: string | undefined;
  tokens: number;
}

export class PnmlContents {
  readonly file: string;
  name = "";
  /** By the number of its id; none where the id was only mentioned so far. */
  readonly nodes: (PnmlNode | undefined)[] = [];
  readonly ids: string[] = [];
  readonly #numbers = new Map<string, number>();
  /** Arc by arc: the numbers of the ids that it joins, its weight, and where it stands. */
  readonly sources: number[] = [];
  readonly targets: number[] = [];
  readonly weights: number[] = [];
  readonly #lines: number[] = [];
  readonly #columns: number[] = [];

  constructor(file: string) {
    this.file = file;
  }

  /** The number of an id, whether something has it already or not. */
  numberOf(id: string): number {
    const known = this.#numbers.get(id);
    if (known !== undefined) return known;
    this.#numbers.set(id, this.ids.length);
    this.nodes.push(undefined);
    return this.ids.push(id) - 1;
  }

  /** @throws MadeusError  MADEUS_FILE_FORMAT where the id is taken */
  declare(node: PnmlNode): void {
    const number = this.numberOf(node.id);
    const other = this.nodes[number];
    if (other !== undefined)
      throw fileFault(
        node.at,
        `the id ${quote(node.id)} is given twice`,
        `it stands in line ${other.at.line} too`,
      );
    this.nodes[number] = node;
  }

  addArc(source: string, target: string, weight: number, at: Position): void {
    this.sources.push(this.numberOf(source));
    this.targets.push(this.numberOf(target));
    this.weights.push(weight);
    this.#lines.push(at.line);
    this.#columns.push(at.column);
  }

  arcPosition(arc: number): Position {
    return { file: this.file, line: this.#lines[arc] ?? 0, column: this.#columns[arc] ?? 0 };
  }
}

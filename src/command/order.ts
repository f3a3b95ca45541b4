/** What a verb wants carried out. */
import type { Engine } from "../engine/engine.ts";
import type { LeftBehind } from "../engine/recovery.ts";
import { assemblyOf } from "../model/program.ts";
import type { Known } from "./duration-range.ts";
import type { Beginning } from "./beginning.ts";

export interface Order extends Beginning {
  readonly leftBehind?: LeftBehind;
  /** How long its actions take, where that is known otherwise than from the records of the state. */
  readonly known?: Known;
  /** What the engine is told before it begins. */
  readonly give: (engine: Engine) => void;
}

/** `deploy of shop` */
export const titleOf = ({ verb, declared }: Pick<Order, "verb" | "declared">): string =>
  `${verb} of ${assemblyOf(declared).name}`;

/** A number that is counted up and down: what both sides added is added. */
import { type Merge, merged } from "./merge.ts";

/** Never a conflict; commutative and associative. Equal changes of both sides are two changes, so it is not idempotent. */
export const counter: Merge<number> = (old = 0, x, y) => merged(x + y - old);

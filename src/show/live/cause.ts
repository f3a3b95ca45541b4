/** What is behind a wait: the first thing that is lacked, followed until something runs, has failed, or nothing more can be asked. */
import type { Configuration } from "../../semantics/configuration.ts";
import { lacksOfProvide } from "../../semantics/lack-port.ts";
import { lacksOfProgram } from "../../semantics/lack-program.ts";
import {
  lacksOfHarm,
  lacksOfInstance,
  lacksOfToken,
  lacksOfWithdrawal,
} from "../../semantics/lack-token.ts";
import type { Lack, Question } from "../../semantics/lack.ts";

/**
 * The last lack on the way, a cause where there is one; undefined where the way is too long to be followed while somebody looks on.
 *
 * `why` follows all ways; this one, for a line on a screen, takes the first each time. O(length of the way).
 */
export function causeOf(c: Configuration, question: Question): Lack | undefined {
  let found: Lack | undefined;
  let asked: Question | undefined = question;
  for (let k = 0; k < stepsMax; k++) {
    const lacks: readonly Lack[] = asked === undefined ? [] : lacksOf(c, asked);
    if (lacks.length === 0) return found;
    found = lacks.find(({ kind }) => kind !== "waits") ?? lacks[0];
    if (found?.kind !== "waits") return found;
    asked = found.ask[0];
  }
  return undefined;
}
const stepsMax = 200;

/** Nothing for what can be said only with all that the program will still do. */
function lacksOf(c: Configuration, { about, instance, index }: Question): readonly Lack[] {
  if (about === "program") return lacksOfProgram(c);
  if (!c.exists(instance)) return [];
  switch (about) {
    case "instance":
      return lacksOfInstance(c, instance);
    case "token":
      return lacksOfToken(c, instance, index);
    case "withdrawal":
      return lacksOfWithdrawal(c, instance);
    case "provide":
      return lacksOfProvide(c, instance, index);
    case "harm":
      return lacksOfHarm(c, instance, index);
    default:
      return [];
  }
}

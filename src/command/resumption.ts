/** What an engine is told so that it goes on with a run that has not come to its end. */
import type { Engine } from "../engine/engine.ts";
import type { State } from "../engine/fold.ts";
import type { Decision } from "./decisions.ts";

export const resumption =
  (state: State, decisions: readonly Decision[]) =>
  (engine: Engine): void => {
    engine.post({ type: "go" });
    for (const decision of decisions) engine.post(decision);
    if (!beginsAnew(decisions) || !onlyWaits(state)) return;
    // What was withdrawn is never awaited again: the run waits for what takes its place.
    engine.post({ type: "abandon" });
    engine.submit("resume", [{ op: "wait", instances: [] }]);
  };

const beginsAnew = (decisions: readonly Decision[]): boolean =>
  decisions.some(({ type }) => type === "withdraw") &&
  decisions.every((one) => one.type !== "withdraw" || one.behavior !== undefined);

/** Is nothing left of the program but to wait for what was asked, and nothing asked that is not begun? */
function onlyWaits({ configuration: c }: State): boolean {
  const left = c.program.slice(c.position);
  return (
    left.length === 1 &&
    left[0]?.op === "wait" &&
    [...c.all()].every((instance) => c.queue(instance).length < 2)
  );
}

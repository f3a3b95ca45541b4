/** What the engine or the operator may say at any time (section 4), but for the application of `withdraw`. */
import type { Status } from "./anatomy.ts";
import { moved } from "./rules.ts";
import { type State, instanceOf, tokenOf, tokenOnPlace, withInstance } from "./state.ts";

/** The action ended badly after its retries. */
export const fail = (state: State, name: string, transition: string): State | undefined =>
  become(state, name, transition, ["running"], "failed");

/** The engine died between the start and the outcome of the action. */
export const unknown = (state: State, name: string, transition: string): State | undefined =>
  become(state, name, transition, ["running"], "unknown");

/** The same transition again. */
export const refire = (state: State, name: string, transition: string): State | undefined =>
  become(state, name, transition, ["failed", "unknown"], "running");

function become(
  state: State,
  name: string,
  transition: string,
  from: readonly Status[],
  status: Status,
): State | undefined {
  const instance = instanceOf(state, name);
  const token = tokenOf(instance, transition);
  if (token?.at.on !== "transition" || !from.includes(token.at.status)) return undefined;
  return withInstance(state, name, moved(instance, token, { ...token.at, status }));
}

/** The operator asks for a withdrawal. It waits until its guards hold; with nothing asked for there is nothing to withdraw. */
export function askWithdrawal(
  state: State,
  name: string,
  next: string | undefined,
): State | undefined {
  const instance = instanceOf(state, name);
  if (instance.withdrawal !== undefined || instance.queue.length === 0) return undefined;
  return withInstance(state, name, { ...instance, withdrawal: { next } });
}

/** The probe of a marked place said that it no longer holds. */
export function lost(state: State, name: string, place: string): State | undefined {
  const instance = instanceOf(state, name);
  const known = instance.lost.includes(place);
  return tokenOnPlace(instance, place) === undefined || known
    ? undefined
    : withInstance(state, name, { ...instance, lost: [...instance.lost, place] });
}

/** The place holds again. */
export function found(state: State, name: string, place: string): State | undefined {
  const instance = instanceOf(state, name);
  const lost = instance.lost.filter((other) => other !== place);
  return lost.length === instance.lost.length
    ? undefined
    : withInstance(state, name, { ...instance, lost });
}

/** Nothing more starts. */
export const stop = (state: State): State | undefined =>
  state.stopped ? undefined : { ...state, stopped: true };

/** Actions may start again. */
export const go = (state: State): State | undefined =>
  state.stopped ? { ...state, stopped: false } : undefined;

/** What has not begun is given up: instructions, and behaviors that are not active. */
export const abandon = (state: State): State | undefined => ({
  ...state,
  program: { ...state.program, rest: [] },
  instances: Object.fromEntries(
    Object.entries(state.instances).map(([name, instance]) => [
      name,
      { ...instance, queue: instance.queue.slice(0, 1) },
    ]),
  ),
});

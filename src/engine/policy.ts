/** What is done after a failure. Pure. */
import type { Entry, Policy } from "../store/journal.ts";
import { isGivenUp } from "./work.ts";

export interface Policies {
  /** Default: `drain`. */
  readonly onError?: Policy;
  /** The same for failures of single instances, by name. */
  readonly onErrorOf?: Readonly<Record<string, Policy>>;
}

/** Is nothing more to begin because this has failed? */
export function asksToStop(
  { onError, onErrorOf = {} }: Policies,
  instance: string,
  failure: Entry,
): boolean {
  const policy = Object.hasOwn(onErrorOf, instance) ? onErrorOf[instance] : onError;
  return policy === "stop" && !isGivenUp(failure);
}

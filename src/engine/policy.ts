/** What is done after a failure. Pure. */
import type { Entry, Policy } from "../store/journal.ts";
import { isGivenUp } from "./work.ts";

export interface Policies {
  /** Default: `drain`. */
  readonly onError?: Policy | undefined;
  /** The same for failures of single instances, by name. */
  readonly onErrorOf?: Readonly<Record<string, Policy>> | undefined;
}

/** Is nothing more to begin because this has failed? */
export function asksToStop(policies: Policies, instance: string, failure: Entry): boolean {
  const policy = policyOf(policies, instance);
  return (policy === "stop" || policy === "rollback") && !isGivenUp(failure);
}

export const policyOf = (
  { onError = "drain", onErrorOf = {} }: Policies,
  instance: string,
): Policy => (Object.hasOwn(onErrorOf, instance) ? onErrorOf[instance] : undefined) ?? onError;

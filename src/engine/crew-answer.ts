/** What probes answer, and when they cannot answer yet. Pure. */
import { MadeusError } from "../model/code.ts";
import type { ProbeResult, Scope } from "../model/component.ts";
import type { Performed } from "./action.ts";
import type { Attempt } from "./attempt.ts";
import { liesInHost } from "./host-failure.ts";

/** Did an action happen? With what it gave, where it did. */
export interface Happened {
  readonly answer: ProbeResult;
  readonly values: Readonly<Record<string, unknown>>;
  readonly station?: string | undefined;
}

/**
 * A probe that fails cannot say that the place holds.
 *
 * @throws MadeusError  `MADEUS_HOST_UNREACHABLE` where the host could not be asked
 */
export function holds(performed: Performed): boolean {
  if (performed.kind === "ended") return performed.returned !== false;
  refuseHost(performed);
  return false;
}

/**
 * A probe that fails says nothing.
 *
 * @throws MadeusError  `MADEUS_HOST_UNREACHABLE` where the host could not be asked
 */
export function happened(performed: Performed): Happened {
  if (performed.kind === "ended") {
    const { returned, values, station } = performed;
    const answer = returned === "done" || returned === "not-done" ? returned : "unknown";
    return { answer, values, station };
  }
  refuseHost(performed);
  return { answer: "unknown", values: {} };
}

/** A probe that notices when it reads a value that nobody has given yet: then its answer says nothing. */
export function patient(probe: Attempt["body"]): {
  readonly body: Attempt["body"];
  readonly isEarly: () => boolean;
} {
  let isEarly = false;
  const body = (scope: Scope<any, any, any>): unknown =>
    probe?.({
      ...scope,
      read: (port: string): never => {
        const value: unknown = scope.read(port);
        isEarly ||= [value].flat().includes(undefined);
        if (!isEarly) return value as never;
        throw new MadeusError("MADEUS_SCOPE_PORT", `${port} has no value yet`);
      },
    });
  return { body: probe === undefined ? undefined : body, isEarly: () => isEarly };
}

function refuseHost({ error }: Exclude<Performed, { kind: "ended" }>): void {
  if (error !== undefined && liesInHost(error))
    throw new MadeusError("MADEUS_HOST_UNREACHABLE", error.message);
}

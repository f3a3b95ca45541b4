/**
 * One try of an action: the user's code, run with a scope, and what came of it.
 *
 * Whatever the code does, exactly one outcome comes of it, and all it started has ended by then; only the daemons of a try that
 * went well live on. What cannot be helped: code that never lets go of the processor (an endless loop without `await`) stops
 * everything in this process. Such a thing belongs into a program of its own, run by `exec`.
 */
import { MadeusError, isMadeusError } from "../model/code.ts";
import { Commands } from "./action-commands.ts";
import { Ending, type Verdict } from "./action-ending.ts";
import { type Fence, fenced } from "./action-fence.ts";
import { scopeOf } from "./action-scope.ts";
import type { Attempt, Surroundings } from "./attempt.ts";
import { ChangeList } from "./changes.ts";
import { failureOf, stackOf } from "./failure.ts";
import { Given } from "./given.ts";
import type { Host } from "./host.ts";
import type { Outcome } from "./performer.ts";
import type { Changes } from "../store/journal.ts";
import { Transcript } from "./transcript.ts";

/** An outcome, with what the code returned: a probe's answer. */
export type Performed =
  | Exclude<Outcome, { kind: "ended" }>
  | (Ended & { readonly returned: unknown });
type Ended = Extract<Outcome, { kind: "ended" }>;

/**
 * Performs one try on `host`. Never rejects.
 *
 * `failed` has code MADEUS_ACTION_FAILED, MADEUS_ACTION_TIMEOUT, or that of what the scope refused. `cut` is a try that
 * `around.signal` ended, or one of which a process could not be ended: then nothing may be said of what it did.
 */
export async function performAction(
  attempt: Attempt,
  host: Host,
  around: Surroundings,
): Promise<Performed> {
  const { redactor } = around.secrets;
  const transcript = new Transcript(redactor, around.log);
  const fence: Fence = { stray: (error) => ending.stray(error) };
  const ending = new Ending(attempt, around, transcript, (body) => fenced(fence, body));
  const commands = new Commands(attempt, ending, around, transcript);
  const given = new Given(attempt, redactor);
  const changes = new ChangeList(redactor);
  const scope = scopeOf({ attempt, host, around, transcript, commands, given, changes, ending });
  const begin = (): Promise<unknown> => fenced(fence, async () => attempt.body?.(scope));
  const verdict = refuseUnawaited(await ending.outlive(begin, commands), commands);
  try {
    await commands.end(verdict.ok ? "all but daemons" : "all");
  } catch (error) {
    // That the host was lost under the action says more than that it cannot be asked any more.
    const first = verdict.ok || !isOutOfReach(verdict.thrown) ? error : verdict.thrown;
    const failure = failureOf(first, redactor, "");
    transcript.log(`cannot tell what is left of it: ${failure.message}`);
    return { kind: "cut", error: failure };
  }
  if (ending.cut) return { kind: "cut" };
  try {
    if (!verdict.ok) throw verdict.thrown;
    return { kind: "ended", ...given.result(), ...said(changes), returned: verdict.returned };
  } catch (error) {
    tellStack(error, transcript);
    const failure = failureOf(error, redactor, transcript.lastLines);
    return { kind: "failed", error: failure, ...said(changes) };
  }
}

function said(list: ChangeList): { changes?: Changes } {
  const changes = list.result();
  return changes === undefined ? {} : { changes };
}

const isOutOfReach = (thrown: unknown): boolean =>
  isMadeusError(thrown) && thrown.code === "MADEUS_HOST_UNREACHABLE";

/** A forgotten `await` must not look like success: what was not waited for is about to be ended. */
function refuseUnawaited(verdict: Verdict, commands: Commands): Verdict {
  const [unawaited] = commands.running;
  if (!verdict.ok || unawaited === undefined) return verdict;
  const thrown = new MadeusError(
    "MADEUS_ACTION_FAILED",
    `the action ended while ${unawaited} was still running`,
    { hint: "await it, or start it with `daemon: true`" },
  );
  return { ok: false, thrown };
}

/** Our own errors say all there is to say; for others the log tells where they came from. */
function tellStack(error: unknown, transcript: Transcript): void {
  if (!(error instanceof Error) || isMadeusError(error)) return;
  for (const text of stackOf(error)) transcript.aside(text);
}

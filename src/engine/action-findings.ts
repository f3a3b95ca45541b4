/** Steps looked at and not performed: what each would change now. */
import { MadeusError } from "../model/code.ts";
import type { Scope } from "../model/component.ts";
import type { Step, StepScope, StepSource } from "../model/step.ts";
import { lookAhead, stepsOf } from "./action-look.ts";
import type { Performed } from "./action.ts";
import { sentenceOf } from "./failure.ts";
import type { Redactor } from "./redaction.ts";

export interface StepFinding extends Pick<Step, "writes" | "follows"> {
  /** Use ports whose values it was made of. */
  readonly reads?: readonly string[];
  /** Its name; missing of steps that cannot be made yet. */
  readonly step?: string;
  /** `unknown`: it cannot be told, e.g. because what the step stands on is not there yet. */
  readonly found: "change" | "no change" | "unknown";
  /** What is to be changed, or why it cannot be told. */
  readonly what?: string;
  /** It only waits: nothing that it does puts that right. */
  readonly waits?: true;
}

type AnyScope = Scope<any, any, any>;

/** The code that looks at all steps; one that cannot be told says nothing of the next. */
export const findingsOf =
  (sources: readonly StepSource<AnyScope>[]) =>
  (scope: AnyScope): Promise<readonly StepFinding[]> =>
    lookAtAll(beforehand(scope), sources);

/** What such a try has found, without the secrets that an error or a name may tell. */
export function findingsIn(performed: Performed, redactor: Redactor): readonly StepFinding[] {
  if (performed.kind === "failed") return [{ found: "unknown", what: performed.error.message }];
  if (performed.kind === "cut") return [{ found: "unknown", what: "it was cut off" }];
  return (performed.returned as readonly StepFinding[]).map(
    ({ step, what, writes, follows, ...others }) => ({
      ...others,
      ...(step !== undefined && { step: redactor.redact(step) }),
      ...(what !== undefined && { what: redactor.redact(what) }),
      ...(writes !== undefined && { writes: writes.map((path) => redactor.redact(path)) }),
      ...(follows !== undefined && {
        follows: { ...follows, paths: follows.paths.map((path) => redactor.redact(path)) },
      }),
    }),
  );
}

/** Where a forecast stands for what is not deployed yet, values are nulls. */
function beforehand(scope: AnyScope): AnyScope {
  const read = (port: string): unknown => {
    const value: unknown = scope.read(port);
    if (![value].flat().includes(null)) return value;
    throw new MadeusError("MADEUS_SCOPE_PORT", `${port} has no value before it is deployed`);
  };
  return { ...scope, read } as AnyScope;
}

async function lookAtAll(
  scope: AnyScope,
  sources: readonly StepSource<AnyScope>[],
): Promise<readonly StepFinding[]> {
  const findings: StepFinding[] = [];
  for (const source of sources)
    try {
      const { steps, reads } = await made(scope, source);
      for (let k = 0; k < steps.length; ) {
        const found = await findingsFrom(scope, steps.slice(k));
        findings.push(...found.map((one) => (reads.length === 0 ? one : { ...one, reads })));
        k += found.length;
      }
    } catch (error) {
      findings.push(unknown(scope, error));
    }
  return findings;
}

/** The steps of a source, and what it has read to make them. */
async function made(
  scope: AnyScope,
  source: StepSource<AnyScope>,
): Promise<Required<Pick<StepFinding, "reads">> & { readonly steps: readonly Step[] }> {
  const reads = new Set<string>();
  const read = (port: string): unknown => {
    reads.add(port);
    return scope.read(port);
  };
  const steps = await stepsOf({ ...scope, read } as AnyScope, [source]);
  return { steps, reads: [...reads] };
}

/** Of the first, and of those behind it that were looked at in the same command. */
async function findingsFrom(
  scope: StepScope,
  steps: Awaited<ReturnType<typeof stepsOf>>,
): Promise<readonly StepFinding[]> {
  const named = (index: number): Pick<StepFinding, "step" | "waits" | "writes" | "follows"> => {
    const step = steps[index];
    if (step === undefined) return {};
    const { name, waits, writes, follows } = step;
    return {
      step: name,
      ...(waits && { waits }),
      ...(writes && { writes }),
      ...(follows && { follows }),
    };
  };
  try {
    const looks = await lookAhead(scope, steps);
    return looks.map((what, index) => ({
      ...named(index),
      ...(what === undefined ? { found: "no change" } : { found: "change", what }),
    }));
  } catch (error) {
    return [{ ...named(0), ...unknown(scope, error, steps[0]) }];
  }
}

function unknown({ signal }: StepScope, error: unknown, step?: Step): StepFinding {
  signal.throwIfAborted();
  const said = sentenceOf(error);
  // It is told beside the name of the step.
  const prefix = step === undefined ? "" : `${step.name}: `;
  return { found: "unknown", what: said.startsWith(prefix) ? said.slice(prefix.length) : said };
}

/**
 * A run as spans and metrics of OpenTelemetry, whose API is to be installed beside Madeus.
 *
 * A run is a span; each try of an action is one within it, from its beginning to its end, with a link to the span of whatever it became due
 * by. So a trace shows not only what took how long, but why it began when it did. Nothing is read but the records, in which no secret is.
 */
import {
  type Attributes,
  type Context,
  type Counter,
  type Histogram,
  type Link,
  type Meter,
  type Span,
  type SpanContext,
  SpanStatusCode,
  type Tracer,
  type UpDownCounter,
  context,
  metrics,
  trace,
} from "@opentelemetry/api";
import { transitionName } from "../model/name.ts";
import type { Failure, JournalRecord } from "../store/journal.ts";

export interface TelemetryOptions {
  /** Default: that of the global provider. */
  readonly tracer?: Tracer;
  /** Default: that of the global provider. */
  readonly meter?: Meter;
  /** In which the run is a span. Default: the active one. */
  readonly parent?: Context;
}

/** Tells a run as it goes on, and resolves when it is over; it rejects where `run.result` does. */
export async function telemeter(
  run: AsyncIterable<JournalRecord>,
  options: TelemetryOptions = {},
): Promise<void> {
  const telemetry = new Telemetry(options);
  try {
    for await (const record of run) telemetry.add(record);
  } finally {
    telemetry.end();
  }
}

/** The same for one who has the records: `add` each in order, `end` after the last. Cost: O(1) for a record; it keeps a link for each end. */
export class Telemetry {
  readonly #tracer: Tracer;
  readonly #parent: Context;
  readonly #instruments: Instruments;
  #run: Span | undefined;
  #runBeganMs = 0;
  /** `instance.transition` → its try that goes on. */
  readonly #tries = new Map<string, Try>();
  /** seq → the span that ended with that record. */
  readonly #ended = new Map<number, SpanContext>();

  constructor({ tracer, meter, parent }: TelemetryOptions = {}) {
    this.#tracer = tracer ?? trace.getTracer("madeus");
    this.#instruments = instrumentsOf(meter ?? metrics.getMeter("madeus"));
    this.#parent = parent ?? context.active();
  }

  add(record: JournalRecord): void {
    switch (record.type) {
      case "run":
        return this.#beginRun(record);
      case "started":
        return this.#begin(record);
      case "ended":
        return this.#endTry(record, "well");
      case "failed":
      case "retrying":
        return this.#endTry(record, "badly");
      case "unknown":
        return this.#endTry(record, "unknown");
      case "result":
        return this.#endRun(record);
      case "declaration":
      case "process":
        return;
      default:
        this.#run?.addEvent(record.type, eventAttributes(record), record.atMs);
    }
  }

  /** That of a try that goes on, for what it starts to be seen within it. */
  spanOf(instance: string, transition: string): SpanContext | undefined {
    return this.#tries.get(transitionName({ instance, transition }))?.span.spanContext();
  }

  /** Ends what is open still: nobody wrote down how it ended. */
  end(): void {
    for (const { span } of this.#tries.values()) span.end();
    this.#tries.clear();
    this.#run?.end();
    this.#run = undefined;
  }

  #beginRun({ atMs, verb, assembly, run, state }: RecordOf<"run">): void {
    this.end();
    this.#runBeganMs = atMs;
    const attributes = withoutMissing({
      "madeus.run": run,
      "madeus.verb": verb,
      "madeus.assembly": assembly,
      "madeus.state": state,
    });
    const options = { startTime: atMs, attributes };
    this.#run = this.#tracer.startSpan(`${verb} ${assembly}`, options, this.#parent);
  }

  #begin(record: RecordOf<"started">): void {
    const { atMs, instance, transition, attempt, host, key, after } = record;
    const cause = after === undefined ? undefined : this.#ended.get(after);
    const links: Link[] =
      cause === undefined ? [] : [{ context: cause, attributes: { "madeus.link": "due by" } }];
    const attributes = {
      "madeus.instance": instance,
      "madeus.transition": transition,
      "madeus.host": host,
      "madeus.attempt": attempt,
      "madeus.key": key,
    };
    const parent = this.#run === undefined ? this.#parent : trace.setSpan(this.#parent, this.#run);
    const span = this.#tracer.startSpan(
      transitionName(record),
      { startTime: atMs, attributes, links },
      parent,
    );
    this.#tries.set(transitionName(record), { span, beganMs: atMs });
    this.#instruments.atWork.add(1);
  }

  #endTry(record: OfTransition, outcome: "well" | "badly" | "unknown"): void {
    const name = transitionName(record);
    const open = this.#tries.get(name);
    // One that is skipped, or was given up before it began.
    if (open === undefined) {
      this.#run?.addEvent(record.type, eventAttributes(record), record.atMs);
      return;
    }
    const { span, beganMs } = open;
    span.setAttribute("madeus.outcome", outcome);
    if (record.type === "ended") span.setStatus({ code: SpanStatusCode.OK });
    else if ("error" in record && record.error !== undefined)
      tellFailure(span, record.error, record.atMs);
    if ("changed" in record && record.changed !== undefined)
      span.setAttribute("madeus.changed", [...record.changed]);
    span.end(record.atMs);
    this.#tries.delete(name);
    this.#ended.set(record.seq, span.spanContext());
    const labels = { "madeus.transition": record.transition, "madeus.outcome": outcome };
    this.#instruments.atWork.add(-1);
    this.#instruments.actions.add(1, labels);
    this.#instruments.duration.record((record.atMs - beganMs) / 1000, labels);
  }

  #endRun({ outcome, atMs }: RecordOf<"result">): void {
    const run = this.#run;
    run?.setAttribute("madeus.outcome", outcome);
    run?.setStatus(
      outcome === "done"
        ? { code: SpanStatusCode.OK }
        : { code: SpanStatusCode.ERROR, message: outcome },
    );
    run?.end(atMs);
    this.#run = undefined;
    this.#instruments.run.record((atMs - this.#runBeganMs) / 1000, { "madeus.outcome": outcome });
  }
}

type RecordOf<Type extends JournalRecord["type"]> = Extract<JournalRecord, { readonly type: Type }>;
type OfTransition = Extract<JournalRecord, { readonly transition: string }>;

interface Try {
  readonly span: Span;
  readonly beganMs: number;
}

interface Instruments {
  readonly actions: Counter;
  readonly duration: Histogram;
  readonly atWork: UpDownCounter;
  readonly run: Histogram;
}

const instrumentsOf = (meter: Meter): Instruments => ({
  actions: meter.createCounter("madeus.actions", {
    description: "tries of actions that have come to an end",
  }),
  duration: meter.createHistogram("madeus.action.duration", {
    description: "how long a try took",
    unit: "s",
    advice: { explicitBucketBoundaries: boundariesS },
  }),
  atWork: meter.createUpDownCounter("madeus.actions.active", { description: "actions at work" }),
  run: meter.createHistogram("madeus.run.duration", {
    description: "how long a run took",
    unit: "s",
    advice: { explicitBucketBoundaries: boundariesS },
  }),
});

/** From what a look takes to what a rollout does. */
const boundariesS = [0.1, 0.3, 1, 3, 10, 30, 60, 120, 300, 600, 1800, 3600, 7200];

function tellFailure(span: Span, { code, message }: Failure, atMs: number): void {
  span.setStatus({ code: SpanStatusCode.ERROR, message });
  span.setAttribute("error.type", code);
  span.addEvent("exception", { "exception.type": code, "exception.message": message }, atMs);
}

/** What an event is about, of all that stands in its record. */
function eventAttributes(record: JournalRecord): Attributes {
  const fields: Readonly<Record<string, unknown>> = { ...record };
  const { instance, transition, place, name } = fields;
  return withoutMissing({
    "madeus.instance": textOf(instance),
    "madeus.transition": textOf(transition),
    "madeus.place": textOf(place),
    "madeus.program": textOf(name),
  });
}

const textOf = (value: unknown): string | undefined =>
  typeof value === "string" ? value : undefined;

const withoutMissing = (attributes: Attributes): Attributes =>
  Object.fromEntries(Object.entries(attributes).filter(([, value]) => value !== undefined));

/** Spans leave in batches, one after the other; none is lost but what the receiver does not take. */
import {
  type ReadableSpan,
  SamplingDecision,
  type SpanExporter,
  type SpanProcessor,
  TracerProvider,
} from "@opentelemetry/sdk-trace";
import { expect, test } from "vitest";
import { otelExport } from "../../src/command/otel-export.ts";
import { SpanQueue } from "../../src/command/span-queue.ts";
import { receiver } from "./web-receiver.ts";

/** Takes as many batches as it says, and never more than one at a time. */
function exporterOf(taken: readonly boolean[]) {
  const batches: (readonly ReadableSpan[])[] = [];
  let atOnce = 0;
  let most = 0;
  const exporter: SpanExporter = {
    export(spans, done) {
      most = Math.max(most, ++atOnce);
      const k = batches.push(spans) - 1;
      setImmediate(() => {
        atOnce--;
        done(taken[k] === false ? { code: 1, error: new Error(`batch ${k}`) } : { code: 0 });
      });
    },
    shutdown: () => Promise.resolve(),
  };
  return { exporter, batches, most: () => most };
}

/** Ends so many spans. */
function end(processor: SpanProcessor, count: number): void {
  const tracer = new TracerProvider({ spanProcessors: [processor] }).getTracer("test");
  for (let k = 0; k < count; k++) tracer.startSpan(`span ${k}`).end();
}

test("thousands of spans that end at once all arrive, in their order", async () => {
  const { exporter, batches, most } = exporterOf([]);
  const queue = new SpanQueue(exporter, () => undefined);
  end(queue, 5000);
  await queue.forceFlush();
  expect(batches.flat().map(({ name }) => name)).toEqual(
    Array.from({ length: 5000 }, (_, k) => `span ${k}`),
  );
  expect(most()).toBe(1);
  expect(queue.count).toEqual({ ended: 5000, lost: 0 });
});

test("what ends while others are under way follows them", async () => {
  const { exporter, batches } = exporterOf([]);
  const queue = new SpanQueue(exporter, () => undefined);
  end(queue, 600);
  const flushed = queue.forceFlush();
  end(queue, 1);
  await flushed;
  expect(batches.map(({ length }) => length)).toEqual([512, 89]);
});

test("a batch that is not taken is counted, and why is told; the next one is sent all the same", async () => {
  const faults: unknown[] = [];
  const { exporter, batches } = exporterOf([true, false, true]);
  const queue = new SpanQueue(exporter, (error) => faults.push(error));
  end(queue, 1100);
  await queue.shutdown();
  expect(batches).toHaveLength(3);
  expect(queue.count).toEqual({ ended: 1100, lost: 512 });
  expect(faults).toEqual([new Error("batch 1")]);
});

test("a span that is recorded and not sampled does not wait", () => {
  const { exporter } = exporterOf([]);
  const queue = new SpanQueue(exporter, () => undefined);
  const sampler = { shouldSample: () => ({ decision: SamplingDecision.RECORD }) };
  const provider = new TracerProvider({ spanProcessors: [queue], sampler });
  const span = provider.getTracer("test").startSpan("span");
  expect(span.isRecording()).toBe(true);
  span.end();
  expect(queue.count).toEqual({ ended: 0, lost: 0 });
});

test("a collector that takes its time is waited for until the time is over", async () => {
  const { url } = await receiver(() => 0);
  const follower = await otelExport(url, 50);
  follower.tell({
    seq: 1,
    run: 1,
    atMs: 1,
    type: "run",
    verb: "deploy",
    assembly: "site",
    file: "",
    export: "",
    declaration: "",
  });
  expect((await follower.close()).map(({ text }) => text)).toEqual([
    `1 of 1 spans and metrics did not reach ${url}: there was no answer in time.`,
  ]);
});

/**
 * Spans on their way out: in batches, one after the other, so that none is dropped because others are under way.
 *
 * OpenTelemetry's own queue holds two thousand and sends all of them at once when it is flushed, more than its exporter takes: a deployment
 * of thousands of instances would lose most of its spans.
 */
import type { ReadableSpan, SpanExporter, SpanProcessor } from "@opentelemetry/sdk-trace";

export class SpanQueue implements SpanProcessor {
  readonly #exporter: SpanExporter;
  readonly #failed: (error: unknown) => void;
  #waiting: ReadableSpan[] = [];
  #timer: NodeJS.Timeout | undefined;
  #sending: Promise<void> | undefined;
  #ended = 0;
  #taken = 0;

  /** @param failed  told why spans were not taken */
  constructor(exporter: SpanExporter, failed: (error: unknown) => void) {
    this.#exporter = exporter;
    this.#failed = failed;
  }

  /** How many have ended so far, and how many of them have not been taken. */
  get count(): { readonly ended: number; readonly lost: number } {
    return { ended: this.#ended, lost: this.#ended - this.#taken };
  }

  onStart(): void {}

  onEnd(span: ReadableSpan): void {
    if ((span.spanContext().traceFlags & 1) === 0) return;
    this.#ended++;
    // Where nobody takes them they must not fill the memory.
    if (this.#waiting.length >= waitingMax) return;
    this.#waiting.push(span);
    this.#timer ??= setTimeout(() => void this.forceFlush(), pauseMs).unref();
  }

  /** Never rejects. */
  async forceFlush(): Promise<void> {
    clearTimeout(this.#timer);
    this.#timer = undefined;
    this.#sending ??= this.#send().finally(() => (this.#sending = undefined));
    await this.#sending;
  }

  async shutdown(): Promise<void> {
    await this.forceFlush();
  }

  async #send(): Promise<void> {
    while (this.#waiting.length > 0) {
      const batch = this.#waiting.splice(0, batchMax);
      const { promise, resolve } = Promise.withResolvers<void>();
      this.#exporter.export(batch, ({ code, error }) => {
        if (code === success) this.#taken += batch.length;
        else this.#failed(error);
        resolve();
      });
      await promise;
    }
  }
}

const batchMax = 512;
const waitingMax = 100_000;
const pauseMs = 1000;
/** `ExportResultCode.SUCCESS` */
const success = 0;

/**
 * Exports runs by OpenTelemetry: spans and metrics, as OTLP over HTTP in JSON.
 *
 * The packages that do it are installed by whoever wants it, and loaded only then. A collector that cannot be reached is told of once, at
 * the end.
 */
import type { Context } from "@opentelemetry/api";
import type { PushMetricExporter } from "@opentelemetry/sdk-metrics";
import { MadeusError } from "../model/code.ts";
import { type Remark, warning } from "../model/finding.ts";
import type { Follower } from "./audience.ts";
import { type OtelWish, otelWish, parentIn, parentText } from "./otel-environment.ts";
import { SpanQueue } from "./span-queue.ts";
import { version } from "./version.ts";

/**
 * @param endpoint  empty: as the environment says
 * @param graceMs  how long what is under way is waited for at the end
 * @throws MadeusError  `MADEUS_OTEL_MISSING`, `MADEUS_USAGE`
 */
export async function otelExport(endpoint: string, graceMs: number = 5000): Promise<Follower> {
  const wish = otelWish(endpoint, process.env);
  const packages = await loaded();
  const { Telemetry } = packages;
  let fault: unknown;
  let isMetricsLost = false;
  const { queue, tracers, meters } = providers(packages, wish, {
    spansFailed: (error) => (fault ??= error),
    metricsFailed: (error) => {
      fault ??= error;
      isMetricsLost = true;
    },
  });
  const telemetry = new Telemetry({
    tracer: tracers.getTracer("madeus", version),
    meter: meters.getMeter("madeus", version),
    parent: parentOf(packages),
  });
  return {
    tell: (record) => telemetry.add(record),
    environment(instance, transition) {
      const span = telemetry.spanOf(instance, transition);
      const isKnown = span !== undefined && packages.api.isSpanContextValid(span);
      return isKnown ? { TRACEPARENT: parentText(span) } : {};
    },
    async close() {
      telemetry.end();
      const sent = Promise.all([queue.forceFlush(), meters.shutdown()]).then(() => true);
      const isOver = await within(sent, graceMs);
      return lossOf(wish, queue.count, { fault, isMetricsLost, isOver });
    },
  };
}

/** All or nothing: where one is missing the error has the command that brings all of them. */
async function loaded() {
  try {
    const [api, traces, metrics, resources, spanExporter, metricExporter, telemetry] =
      await Promise.all([
        import("@opentelemetry/api"),
        import("@opentelemetry/sdk-trace"),
        import("@opentelemetry/sdk-metrics"),
        import("@opentelemetry/resources"),
        import("@opentelemetry/exporter-trace-otlp-http"),
        import("@opentelemetry/exporter-metrics-otlp-http"),
        import("../show/telemetry.ts"),
      ]);
    const { OTLPTraceExporter } = spanExporter;
    const { OTLPMetricExporter } = metricExporter;
    const { Telemetry } = telemetry;
    return { api, traces, metrics, resources, OTLPTraceExporter, OTLPMetricExporter, Telemetry };
  } catch (cause) {
    const missing = /Cannot find package '([^']+)'/.exec(String(cause))?.[1];
    const what = missing === undefined ? "cannot be loaded" : `are not all installed: ${missing}`;
    throw new MadeusError("MADEUS_OTEL_MISSING", `The packages that --otel needs ${what}.`, {
      hint: `npm install ${packageNames.join(" ")}`,
      cause,
    });
  }
}
type Packages = Awaited<ReturnType<typeof loaded>>;

const packageNames = [
  "api",
  "sdk-trace",
  "sdk-metrics",
  "resources",
  "exporter-trace-otlp-http",
  "exporter-metrics-otlp-http",
].map((name) => `@opentelemetry/${name}`);

interface Failures {
  readonly spansFailed: (error: unknown) => void;
  readonly metricsFailed: (error: unknown) => void;
}

function providers(packages: Packages, wish: OtelWish, told: Failures) {
  const { traces, metrics, OTLPTraceExporter, OTLPMetricExporter } = packages;
  const { tracesUrl, metricsUrl, intervalMs } = wish;
  const resource = resourceOf(packages);
  const spans = new OTLPTraceExporter(tracesUrl === undefined ? {} : { url: tracesUrl });
  const queue = new SpanQueue(spans, told.spansFailed);
  const tracers = new traces.TracerProvider({
    resource,
    spanProcessors: wish.traces ? [queue] : [],
  });
  const exporter = watched(
    new OTLPMetricExporter(metricsUrl === undefined ? {} : { url: metricsUrl }),
    told.metricsFailed,
  );
  const reader = (): InstanceType<Packages["metrics"]["PeriodicExportingMetricReader"]> =>
    new metrics.PeriodicExportingMetricReader({ exporter, exportIntervalMillis: intervalMs });
  const meters = new metrics.MeterProvider({ resource, readers: wish.metrics ? [reader()] : [] });
  return { queue, tracers, meters };
}

/** Nothing of the process is in it: a command line may hold secrets. */
function resourceOf({ resources }: Packages) {
  const {
    defaultResource,
    detectResources,
    resourceAttributesEnvDetector,
    resourceFromAttributes,
    serviceNameEnvDetector,
  } = resources;
  const detectors = [resourceAttributesEnvDetector, serviceNameEnvDetector];
  return defaultResource()
    .merge(resourceFromAttributes({ "service.name": "madeus", "service.version": version }))
    .merge(detectResources({ detectors }));
}

function parentOf({ api }: Packages): Context {
  const { ROOT_CONTEXT, trace } = api;
  const parent = parentIn(process.env);
  return parent === undefined ? ROOT_CONTEXT : trace.setSpanContext(ROOT_CONTEXT, parent);
}

/** The same exporter; what it cannot bring there is told. */
function watched(
  exporter: PushMetricExporter,
  failed: (error: unknown) => void,
): PushMetricExporter {
  return {
    export: (all, done) =>
      exporter.export(all, (result) => {
        if (result.code !== 0) failed(result.error);
        done(result);
      }),
    forceFlush: () => exporter.forceFlush(),
    shutdown: () => exporter.shutdown(),
    selectAggregation: (kind) => exporter.selectAggregation?.(kind) ?? { type: 0 },
    selectAggregationTemporality: (kind) => exporter.selectAggregationTemporality?.(kind) ?? 1,
  };
}

/** False where it takes longer. */
async function within(work: Promise<boolean>, ms: number): Promise<boolean> {
  const { promise, resolve } = Promise.withResolvers<boolean>();
  const timer = setTimeout(() => resolve(false), ms);
  return Promise.race([work, promise]).finally(() => clearTimeout(timer));
}

interface Loss {
  readonly fault: unknown;
  readonly isMetricsLost: boolean;
  readonly isOver: boolean;
}

function lossOf(
  { name, metrics }: OtelWish,
  { ended, lost }: SpanQueue["count"],
  { fault, isMetricsLost, isOver }: Loss,
): readonly Remark[] {
  const isUnknown = metrics && (isMetricsLost || !isOver);
  if (lost === 0 && !isUnknown) return [];
  const what = [
    ...(lost > 0 ? [`${lost} of ${ended} spans`] : []),
    ...(isUnknown ? ["metrics"] : []),
  ];
  const why = fault === undefined ? "there was no answer in time" : faultText(fault);
  return [
    warning(
      "MADEUS_OTEL_LOST",
      `${what.join(" and ")} did not reach ${name}: ${why}.`,
      "The run is as it is told: nothing of it depends on telemetry.",
    ),
  ];
}

/** Messages may hold the address; codes do not. */
function faultText(fault: unknown): string {
  const { code, message } = fault as { readonly code?: unknown; readonly message?: unknown };
  if (typeof code === "number") return `the answer was ${code}`;
  if (typeof code === "string") return code;
  return /retryable/.test(String(message))
    ? "the answer was to come again later"
    : "there was no answer in time";
}

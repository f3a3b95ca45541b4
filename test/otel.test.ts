/** Runs as spans and metrics, taken in by OpenTelemetry's own SDK. */
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { ROOT_CONTEXT, SpanStatusCode, trace } from "@opentelemetry/api";
import {
  AggregationTemporality,
  InMemoryMetricExporter,
  MeterProvider,
  PeriodicExportingMetricReader,
} from "@opentelemetry/sdk-metrics";
import {
  TracerProvider,
  InMemorySpanExporter,
  type ReadableSpan,
  SimpleSpanProcessor,
} from "@opentelemetry/sdk-trace";
import { type Assembly, assembly, component, deploy, resume, service } from "madeus";
import { Telemetry, telemeter } from "madeus/otel";
import { expect, onTestFinished, test } from "vitest";

const Sql = service("sql");
let isBroken = false;
const database = component({
  name: "database",
  places: ["off", "installed", "on"],
  initial: "off",
  provides: { sql: { type: Sql, in: ["on"] } },
  behaviors: {
    deploy: {
      install: { from: "off", to: "installed", run: ({ changed }) => changed("a package") },
      start: { from: "installed", to: "on", run: () => {} },
    },
  },
});
const web = component({
  name: "web",
  places: ["off", "on"],
  initial: "off",
  uses: { sql: { type: Sql, in: ["start", "on"] } },
  behaviors: {
    deploy: {
      start: {
        from: "off",
        to: "on",
        retry: { attempts: 2, delayMs: 1 },
        run: () => {
          if (isBroken) throw new Error("it is broken");
        },
      },
    },
  },
});
const site: Assembly<string, any> = assembly({
  name: "site",
  components: { db: database, web },
  wires: { web: { sql: "db.sql" } },
});

/** What the SDK has taken in of some runs. */
async function told(
  work: (telemetry: Parameters<typeof telemeter>[1], state: string) => Promise<void>,
) {
  const state = mkdtempSync(join(tmpdir(), "madeus-otel-"));
  onTestFinished(() => rmSync(state, { recursive: true }));
  const spans = new InMemorySpanExporter();
  const tracers = new TracerProvider({
    spanProcessors: [new SimpleSpanProcessor({ exporter: spans })],
  });
  const measured = new InMemoryMetricExporter(AggregationTemporality.CUMULATIVE);
  const reader = new PeriodicExportingMetricReader({ exporter: measured });
  const meters = new MeterProvider({ readers: [reader] });
  await work({ tracer: tracers.getTracer("test"), meter: meters.getMeter("test") }, state);
  await reader.forceFlush();
  const metrics = measured.getMetrics().flatMap(({ scopeMetrics }) => scopeMetrics);
  return { spans: spans.getFinishedSpans(), metrics: metrics.flatMap((scope) => scope.metrics) };
}

const named = (spans: readonly ReadableSpan[], name: string): readonly ReadableSpan[] =>
  spans.filter((span) => span.name === name);

test("a run is a span, each try one within it, with a link to what it became due by", async () => {
  isBroken = false;
  const { spans } = await told((options, state) => telemeter(deploy(site, { state }), options));
  const [run, ...others] = named(spans, "deploy site");
  expect(others).toEqual([]);
  expect(run?.status.code).toBe(SpanStatusCode.OK);
  expect(run?.attributes).toMatchObject({
    "madeus.verb": "deploy",
    "madeus.assembly": "site",
    "madeus.outcome": "done",
  });
  const [install] = named(spans, "db.install");
  const [dbStart] = named(spans, "db.start");
  const [webStart] = named(spans, "web.start");
  for (const one of [install, dbStart, webStart])
    expect(one?.parentSpanContext?.spanId).toBe(run?.spanContext().spanId);
  expect(install?.attributes).toMatchObject({
    "madeus.host": "local",
    "madeus.attempt": 1,
    "madeus.outcome": "well",
    "madeus.changed": ["a package"],
  });
  expect(install?.links).toEqual([]);
  const causeOf = (span: ReadableSpan | undefined): readonly (string | undefined)[] =>
    span?.links.map(({ context }) => context.spanId) ?? [];
  expect(causeOf(dbStart)).toEqual([install?.spanContext().spanId]);
  expect(causeOf(webStart)).toEqual([dbStart?.spanContext().spanId]);
});

test("a failure is the status of its span and of the run; the next try links to the one before", async () => {
  isBroken = true;
  const { spans, metrics } = await told(async (options, state) => {
    await telemeter(deploy(site, { state }), options);
    isBroken = false;
    await telemeter(resume(site, { state }), options);
  });
  const [first, second, third] = named(spans, "web.start");
  expect(first?.status).toEqual({ code: SpanStatusCode.ERROR, message: "it is broken" });
  expect(first?.attributes["error.type"]).toBe("MADEUS_ACTION_FAILED");
  expect(first?.events.map(({ name }) => name)).toEqual(["exception"]);
  expect(second?.links.map(({ context }) => context.spanId)).toEqual([first?.spanContext().spanId]);
  expect(third?.status.code).toBe(SpanStatusCode.OK);
  const [deployed] = named(spans, "deploy site");
  expect(deployed?.status).toEqual({ code: SpanStatusCode.ERROR, message: "failed" });
  expect(named(spans, "resume site")[0]?.status.code).toBe(SpanStatusCode.OK);
  const tries = metrics.find(({ descriptor }) => descriptor.name === "madeus.actions");
  const byLabel = tries?.dataPoints.map(({ attributes, value }) => [
    attributes["madeus.transition"],
    attributes["madeus.outcome"],
    value,
  ]);
  expect(byLabel).toEqual(
    expect.arrayContaining([
      ["start", "badly", 2],
      ["install", "well", 1],
    ]),
  );
  const active = metrics.find(({ descriptor }) => descriptor.name === "madeus.actions.active");
  expect(active?.dataPoints.map(({ value }) => value)).toEqual([0]);
});

test("what was not ended is ended with the telling, and the run may be a part of something larger", async () => {
  const { spans } = await told(async (options = {}) => {
    const whole = options.tracer?.startSpan("pipeline");
    const parent = whole === undefined ? ROOT_CONTEXT : trace.setSpan(ROOT_CONTEXT, whole);
    const telemetry = new Telemetry({ ...options, parent });
    const stamp = { seq: 1, run: 1, atMs: 1_000 };
    telemetry.add({
      ...stamp,
      type: "run",
      verb: "deploy",
      assembly: "site",
      file: "",
      export: "",
      declaration: "",
    });
    telemetry.add({
      ...stamp,
      seq: 2,
      type: "started",
      instance: "db",
      transition: "start",
      attempt: 1,
      key: "k",
      host: "local",
    });
    telemetry.add({ ...stamp, seq: 3, type: "lost", instance: "db", place: "on" });
    telemetry.end();
    telemetry.end();
    whole?.end();
    return Promise.resolve();
  });
  expect(spans.map(({ name }) => name)).toEqual(["db.start", "deploy site", "pipeline"]);
  expect(spans[1]?.parentSpanContext?.spanId).toBe(spans[2]?.spanContext().spanId);
  expect(spans[1]?.events.map(({ name, attributes }) => [name, attributes])).toEqual([
    ["lost", { "madeus.instance": "db", "madeus.place": "on" }],
  ]);
});

/** What the environment says of telemetry, read as OpenTelemetry and the W3C have it. */
import { expect, test } from "vitest";
import { otelWish, parentIn, parentText } from "../../src/command/otel-environment.ts";

const [traceId, spanId] = ["0af7651916cd43dd8448eb211c80319c", "b7ad6b7169203331"];

test("a parent is read and written as it is", () => {
  for (const TRACEPARENT of [`00-${traceId}-${spanId}-01`, `00-${traceId}-${spanId}-00`]) {
    const parent = parentIn({ TRACEPARENT });
    expect(parent).toMatchObject({ traceId, spanId, isRemote: true });
    expect(parent && parentText(parent)).toBe(TRACEPARENT);
  }
});

test("a version to come may have more, and flags that are not known are left out", () => {
  const parent = parentIn({ TRACEPARENT: `01-${traceId}-${spanId}-03-more` });
  expect(parent && parentText(parent)).toBe(`00-${traceId}-${spanId}-01`);
});

test.each([
  "",
  "nonsense",
  `ff-${traceId}-${spanId}-01`,
  `00-${traceId}-${spanId}-01-more`,
  `00-${"0".repeat(32)}-${spanId}-01`,
  `00-${traceId}-${"0".repeat(16)}-01`,
  `00-${traceId.toUpperCase()}-${spanId}-01`,
])("%j is no parent", (TRACEPARENT) => {
  expect(parentIn({ TRACEPARENT })).toBeUndefined();
});

test("an address of the command line goes before the environment, for traces and metrics", () => {
  const environment = {
    OTEL_EXPORTER_OTLP_TRACES_ENDPOINT: "http://other:1/x",
    OTEL_EXPORTER_OTLP_PROTOCOL: "grpc",
  };
  expect(otelWish("https://ann:p@c.example.org/in/", environment)).toMatchObject({
    name: "https://c.example.org",
    tracesUrl: "https://ann:p@c.example.org/in/v1/traces",
    metricsUrl: "https://ann:p@c.example.org/in/v1/metrics",
  });
});

test("without one it is left to the exporters, and called by its origin", () => {
  expect(otelWish("", {})).toEqual({
    name: "http://localhost:4318",
    traces: true,
    metrics: true,
    intervalMs: 60_000,
  });
  const OTEL_EXPORTER_OTLP_ENDPOINT = "https://ann:p@c.example.org/token";
  expect(otelWish("", { OTEL_EXPORTER_OTLP_ENDPOINT }).name).toBe("https://c.example.org");
});

test("each signal may be switched off, and all at once", () => {
  const said = (environment: Readonly<Record<string, string>>): readonly boolean[] => {
    const { traces, metrics } = otelWish("", environment);
    return [traces, metrics];
  };
  expect(said({ OTEL_TRACES_EXPORTER: "none" })).toEqual([false, true]);
  expect(said({ OTEL_METRICS_EXPORTER: "none" })).toEqual([true, false]);
  expect(said({ OTEL_SDK_DISABLED: " TRUE" })).toEqual([false, false]);
  expect(otelWish("", { OTEL_METRIC_EXPORT_INTERVAL: "1000" }).intervalMs).toBe(1000);
  expect(otelWish("", { OTEL_METRIC_EXPORT_INTERVAL: "soon" }).intervalMs).toBe(60_000);
});

/**
 * What the environment says of telemetry, by the names that OpenTelemetry has for it
 * (https://opentelemetry.io/docs/specs/otel/configuration/sdk-environment-variables). Pure.
 *
 * The exporters read more of it themselves: headers, certificates, compression, how long they try.
 */
import type { SpanContext } from "@opentelemetry/api";
import { MadeusError } from "../model/code.ts";

type Environment = Readonly<Record<string, string | undefined>>;

export interface OtelWish {
  /** Where what is told goes, as it may be called in messages. */
  readonly name: string;
  /** Where traces and metrics are posted; missing: as the exporters find it in the environment. */
  readonly tracesUrl?: string;
  readonly metricsUrl?: string;
  readonly traces: boolean;
  readonly metrics: boolean;
  /** From one export of metrics to the next. */
  readonly intervalMs: number;
}

/**
 * @param endpoint  of the command line; empty: none. It is for traces and metrics, and goes before what the environment says
 * @throws MadeusError  `MADEUS_USAGE`
 */
export function otelWish(endpoint: string, environment: Environment): OtelWish {
  const isOff = environment["OTEL_SDK_DISABLED"]?.trim().toLowerCase() === "true";
  const has = (signal: string): boolean =>
    !isOff && environment[`OTEL_${signal}_EXPORTER`] !== "none";
  const intervalMs = Number(environment["OTEL_METRIC_EXPORT_INTERVAL"] ?? Number.NaN);
  const wish = {
    traces: has("TRACES"),
    metrics: has("METRICS"),
    intervalMs: intervalMs > 0 ? intervalMs : 60_000,
  };
  if (endpoint === "") return { ...wish, name: endpointIn(environment) };
  const base = originOf("--otel", endpoint) === "" ? "" : endpoint.replace(/\/+$/, "");
  return {
    ...wish,
    name: originOf("--otel", endpoint),
    tracesUrl: `${base}/v1/traces`,
    metricsUrl: `${base}/v1/metrics`,
  };
}

/** The address itself may hold a password, or a token in its path. */
function endpointIn(environment: Environment): string {
  const all = `${otlp}_ENDPOINT`;
  for (const signal of ["_TRACES", "_METRICS", ""]) {
    const name = `${otlp}${signal}_PROTOCOL`;
    if (environment[name] === "grpc")
      throw usage(`${name} is grpc, and traces are exported over HTTP only.`);
    const address = environment[`${otlp}${signal}_ENDPOINT`] ?? "";
    if (address !== "") originOf(`${otlp}${signal}_ENDPOINT`, address);
  }
  const address = environment[`${otlp}_TRACES_ENDPOINT`] ?? environment[all] ?? "";
  return address === "" ? "http://localhost:4318" : originOf(all, address);
}
const otlp = "OTEL_EXPORTER_OTLP";

function originOf(name: string, address: string): string {
  if (/^https?:\/\//i.test(address) && URL.canParse(address)) return new URL(address).origin;
  throw usage(`${name} is no address that begins with http:// or https://.`);
}

const usage = (message: string): MadeusError =>
  new MadeusError("MADEUS_USAGE", message, {
    hint: "Name where OTLP is taken over HTTP: --otel=http://localhost:4318",
  });

/** Whom we are a part of, as `TRACEPARENT` has it (https://www.w3.org/TR/trace-context); undefined where it is not well-formed. */
export function parentIn(environment: Environment): SpanContext | undefined {
  const found = /^([\da-f]{2})-([\da-f]{32})-([\da-f]{16})-([\da-f]{2})(-.*)?$/.exec(
    environment["TRACEPARENT"]?.trim() ?? "",
  );
  const [, version, traceId = "", spanId = "", flags = "", more] = found ?? [];
  if (found === null || version === "ff" || (version === "00" && more !== undefined))
    return undefined;
  if (/^0+$/.test(traceId) || /^0+$/.test(spanId)) return undefined;
  return { traceId, spanId, traceFlags: Number.parseInt(flags, 16) & 1, isRemote: true };
}

/** The same for what we start. */
export const parentText = ({ traceId, spanId, traceFlags }: SpanContext): string =>
  `00-${traceId}-${spanId}-0${traceFlags & 1}`;

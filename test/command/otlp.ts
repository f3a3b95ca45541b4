/** What a real receiver of OTLP over HTTP was sent, read from its JSON (https://opentelemetry.io/docs/specs/otlp). */
import type { Receiver } from "./web-receiver.ts";

type Json = Readonly<Record<string, any>>;

export interface SentSpan {
  readonly name: string;
  readonly traceId: string;
  readonly spanId: string;
  readonly parentSpanId: string | undefined;
  readonly attributes: Json;
  /** 1: well, 2: badly. */
  readonly status: number;
  /** Ids of spans. */
  readonly links: readonly string[];
  readonly tookNs: bigint;
}
export interface SentPoint {
  readonly metric: string;
  readonly attributes: Json;
  /** Of a sum its value, of a histogram how many. */
  readonly value: number;
}

export function spansAt({ received }: Pick<Receiver, "received">): readonly SentSpan[] {
  return received.flatMap(({ path, body }) => {
    if (!path.endsWith("/v1/traces")) return [];
    const resources = (JSON.parse(body) as Json)["resourceSpans"] as readonly Json[];
    return resources.flatMap(({ scopeSpans }) =>
      scopeSpans.flatMap(({ spans }: Json) => spans.map(span)),
    );
  });
}

export const resourceAt = ({ received }: Pick<Receiver, "received">): Json => {
  const [first] = received.filter(({ path }) => path.endsWith("/v1/traces"));
  const { resourceSpans } = JSON.parse(first?.body ?? "{}") as Json;
  return attributesOf(resourceSpans?.[0]?.resource.attributes ?? []);
};

/** Of the last that was sent of each metric. */
export function pointsAt({ received }: Pick<Receiver, "received">): readonly SentPoint[] {
  const last = received.findLast(({ path }) => path.endsWith("/v1/metrics"));
  const resources = ((JSON.parse(last?.body ?? "{}") as Json)["resourceMetrics"] ??
    []) as readonly Json[];
  return resources.flatMap(({ scopeMetrics }) =>
    scopeMetrics.flatMap(({ metrics }: Json) => metrics.flatMap(points)),
  );
}

function span(sent: Json): SentSpan {
  const { name, traceId, spanId, parentSpanId, status, links = [] } = sent;
  const [began, ended] = [sent["startTimeUnixNano"], sent["endTimeUnixNano"]].map(BigInt);
  return {
    name,
    traceId,
    spanId,
    parentSpanId: parentSpanId === "" ? undefined : parentSpanId,
    attributes: attributesOf(sent["attributes"]),
    status: status.code,
    links: links.map((link: Json) => link["spanId"]),
    tookNs: (ended ?? 0n) - (began ?? 0n),
  };
}

function points({ name, sum, histogram }: Json): readonly SentPoint[] {
  return ((sum ?? histogram).dataPoints as readonly Json[]).map((point) => ({
    metric: name,
    attributes: attributesOf(point["attributes"]),
    value: Number(point["count"] ?? point["asInt"] ?? point["asDouble"]),
  }));
}

const attributesOf = (sent: readonly Json[]): Json =>
  Object.fromEntries(sent.map(({ key, value }) => [key, valueOf(value)]));

function valueOf(value: Json): unknown {
  if (value["arrayValue"] !== undefined) return value["arrayValue"].values.map(valueOf);
  const [only] = Object.values(value);
  return only;
}

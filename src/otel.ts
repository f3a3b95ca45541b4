/** What `import … from "madeus/otel"` gives: a run as spans and metrics of OpenTelemetry, whose API is to be installed beside Madeus. */
export { Telemetry, type TelemetryOptions, telemeter } from "./show/telemetry.ts";

/** Any entry that a journal may hold, with names and values of every kind. */
import fc from "fast-check";
import type { Entry } from "../../src/store/journal.ts";

const name = fc.oneof(fc.string({ unit: "binary", minLength: 1 }), fc.constant("x".repeat(10_000)));
const place = { instance: name, transition: name };
const failure = fc.record(
  { code: fc.string(), message: fc.string({ unit: "binary" }), exitCode: fc.nat(255), tail: name },
  { requiredKeys: ["code", "message"] },
);

export const anyEntry: fc.Arbitrary<Entry> = fc.oneof(
  fc.record({
    type: fc.constant("started" as const),
    attempt: fc.nat(),
    key: fc.string(),
    host: name,
    ...place,
  }),
  fc.record(
    {
      type: fc.constant("ended" as const),
      station: name,
      values: fc.dictionary(name, fc.jsonValue()),
      skipped: fc.constant(true as const),
      ...place,
    },
    { requiredKeys: ["type", "instance", "transition"] },
  ),
  fc.record({ type: fc.constant("failed" as const), error: failure, ...place }),
  fc.record({ type: fc.constantFrom("unknown" as const, "refire" as const), ...place }),
  fc.record(
    { type: fc.constant("withdraw" as const), instance: name, behavior: name },
    { requiredKeys: ["type", "instance"] },
  ),
  fc.record({ type: fc.constantFrom("stop" as const, "go" as const) }),
  fc.record({ type: fc.constant("result" as const), outcome: name }),
);

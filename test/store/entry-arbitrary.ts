/** Any entry that a journal may hold, with names and values of every kind. */
import fc from "fast-check";
import type { Entry, InstructionEntry, Policy } from "../../src/store/journal.ts";

const name = fc.oneof(fc.string({ unit: "binary", minLength: 1 }), fc.constant("x".repeat(10_000)));
const place = { instance: name, transition: name };
const failure = fc.record(
  { code: fc.string(), message: fc.string({ unit: "binary" }), exitCode: fc.nat(255), tail: name },
  { requiredKeys: ["code", "message"] },
);

const policy = fc.constantFrom<Policy>("stop", "drain");
const run = fc.record(
  {
    type: fc.constant("run" as const),
    verb: name,
    assembly: name,
    file: fc.string(),
    export: fc.string(),
    declaration: fc.string(),
    state: fc.string(),
    settings: fc.dictionary(name, fc.oneof(fc.string(), fc.integer(), fc.boolean())),
    limits: fc.record(
      {
        total: fc.nat(),
        perHost: fc.nat(),
        perInstance: fc.nat(),
        named: fc.dictionary(name, fc.nat()),
      },
      { requiredKeys: [] },
    ),
    onError: policy,
    onErrorOf: fc.dictionary(name, policy),
  },
  { requiredKeys: ["type", "verb", "assembly", "file", "export", "declaration"] },
);
const instruction: fc.Arbitrary<InstructionEntry> = fc.oneof(
  fc.record(
    { op: fc.constant("add" as const), instance: name, component: name, on: name },
    { requiredKeys: ["op", "instance", "component"] },
  ),
  fc.record({ op: fc.constant("del" as const), instance: name }),
  fc.record({
    op: fc.constantFrom("connect" as const, "disconnect" as const),
    use: name,
    provide: name,
  }),
  fc.record({ op: fc.constant("changeBehavior" as const), instance: name, behavior: name }),
  fc.record({ op: fc.constant("wait" as const), instances: fc.array(name) }),
);

export const anyEntry: fc.Arbitrary<Entry> = fc.oneof(
  run,
  fc.record({
    type: fc.constant("program" as const),
    name,
    instructions: fc.array(instruction, { maxLength: 4 }),
  }),
  fc.record(
    {
      type: fc.constant("started" as const),
      attempt: fc.nat(),
      key: fc.string(),
      host: name,
      after: fc.nat(),
      ...place,
    },
    { requiredKeys: ["type", "attempt", "key", "host", "instance", "transition"] },
  ),
  fc.record(
    {
      type: fc.constant("ended" as const),
      station: name,
      values: fc.dictionary(name, fc.jsonValue()),
      skipped: fc.constant(true as const),
      changed: fc.array(fc.string({ unit: "binary" }), { maxLength: 3 }),
      changedMore: fc.nat(),
      unchanged: fc.nat(),
      ...place,
    },
    { requiredKeys: ["type", "instance", "transition"] },
  ),
  fc.record({
    type: fc.constant("process" as const),
    key: fc.string(),
    pid: fc.nat(),
    started: fc.string(),
    daemon: fc.boolean(),
    ...place,
  }),
  fc.record({
    type: fc.constant("retrying" as const),
    attempt: fc.nat(),
    delayMs: fc.nat(),
    error: failure,
    ...place,
  }),
  fc.record({ type: fc.constant("failed" as const), error: failure, ...place }),
  fc.record({ type: fc.constantFrom("unknown" as const, "refire" as const), ...place }),
  fc.record({ type: fc.constant("unknown" as const), error: failure, ...place }),
  fc.record(
    { type: fc.constant("withdraw" as const), instance: name, behavior: name },
    { requiredKeys: ["type", "instance"] },
  ),
  fc.record({
    type: fc.constantFrom("lost" as const, "found" as const),
    instance: name,
    place: name,
  }),
  fc.record({ type: fc.constantFrom("stop" as const, "go" as const, "abandon" as const) }),
  fc.record({
    type: fc.constant("taken" as const),
    commit: fc.string(),
    declaration: fc.string(),
    instances: fc.dictionary(
      name,
      fc.record(
        {
          component: name,
          version: fc.string(),
          host: name,
          places: fc.array(name),
          lost: fc.array(name),
          values: fc.dictionary(name, fc.record({ value: fc.jsonValue(), version: fc.nat() })),
        },
        { requiredKeys: ["component", "places"] },
      ),
    ),
    connections: fc.array(fc.record({ use: name, provide: name })),
  }),
  fc.record({
    type: fc.constant("result" as const),
    outcome: fc.constantFrom("done", "failed", "stuck", "cancelled", "timeout"),
  }),
);

/** `--otel`: real runs at a real receiver of OTLP; and what becomes of a run where it is not there, or is no use. */
import { mkdirSync, symlinkSync, unlinkSync } from "node:fs";
import { join } from "node:path";
import { expect, test } from "vitest";
import { pointsAt, resourceAt, spansAt } from "./otlp.ts";
import { lines, project } from "./project.ts";
import { receiver } from "./web-receiver.ts";

/** The server comes after what it needs; it fails while there is a file `broken`. */
const shop = `
const Sql = service("sql");
const database = component({
  name: "database",
  places: ["off", "installed", "on"],
  initial: "off",
  provides: { sql: { type: Sql, in: ["on"] } },
  behaviors: {
    deploy: {
      install: { from: "off", to: "installed", run: async ({ sh }) => { await sh\`echo "$TRACEPARENT" > install.parent\`; } },
      start: { from: "installed", to: "on", run: async ({ exec }) => { await exec("sh", ["-c", "echo \\"<$TRACEPARENT>\\" > daemon.parent; exec sleep 1"], { daemon: true }); } },
    },
    uninstall: { remove: { from: "on", to: "off" } },
  },
});
const reference = secret({ env: "PASSWORD" });
const web = component({
  name: "web",
  places: ["off", "on"],
  initial: "off",
  uses: { sql: { type: Sql, in: ["start", "on"] } },
  behaviors: { uninstall: { stop: { from: "on", to: "off" } }, deploy: { start: { from: "off", to: "on", run: async ({ sh, secret }) => {
    const password = await secret(reference);
    await sh\`if test -e broken; then echo no entry with \${password} >&2; exit 3; fi\`;
  } } } },
});
export const site = assembly({ name: "site", components: { db: database, web }, wires: { web: { sql: "db.sql" } } });
`;
const PASSWORD = "open-sesame";
const named = <T extends { readonly name: string }>(
  all: readonly T[],
  name: string,
): readonly T[] => all.filter((one) => one.name === name);

test("a run is a tree of spans with links to what each became due by, and metrics, told to the end", async () => {
  const collector = await receiver();
  const { madeus, has, read } = project(shop);
  const { code, stderr } = await madeus(`deploy --yes --otel=${collector.url}/base/`, {
    env: { PASSWORD },
  });
  expect(stderr).not.toContain("warning");
  expect(code).toBe(0);
  expect(new Set(collector.received.map((one) => one.path))).toEqual(
    new Set(["/base/v1/traces", "/base/v1/metrics"]),
  );
  const spans = spansAt(collector);
  expect(spans).toHaveLength(4);
  const [run] = named(spans, "deploy site");
  const [install] = named(spans, "db.install");
  const [dbStart] = named(spans, "db.start");
  const [webStart] = named(spans, "web.start");
  expect(run).toMatchObject({ parentSpanId: undefined, status: 1, links: [] });
  for (const one of [install, dbStart, webStart])
    expect(one).toMatchObject({ traceId: run?.traceId, parentSpanId: run?.spanId, status: 1 });
  expect([install?.links, dbStart?.links, webStart?.links]).toEqual([
    [],
    [install?.spanId],
    [dbStart?.spanId],
  ]);
  for (const { tookNs } of spans) expect(tookNs).toBeGreaterThanOrEqual(0n);
  expect(webStart?.attributes).toMatchObject({ "madeus.host": "local", "madeus.attempt": 1 });
  expect(resourceAt(collector)).toMatchObject({ "service.name": "madeus" });
  const done = pointsAt(collector).filter(({ metric }) => metric === "madeus.actions");
  expect(done.map(({ attributes, value }) => [attributes["madeus.transition"], value])).toEqual(
    expect.arrayContaining([
      ["install", 1],
      ["start", 2],
    ]),
  );
  // What an action starts is seen within its span; what outlives it is not.
  expect(read("install.parent")).toBe(`00-${run?.traceId}-${install?.spanId}-01\n`);
  await expect.poll(() => has("daemon.parent") && read("daemon.parent")).toBe("<>\n");
});

test("a failure is the status of its span; what is secret is blotted out", async () => {
  const collector = await receiver();
  const { madeus, write } = project(shop);
  const OTEL_EXPORTER_OTLP_ENDPOINT = collector.url;
  write("broken", "");
  const around = { env: { PASSWORD, OTEL_EXPORTER_OTLP_ENDPOINT } };
  const { code } = await madeus("deploy --otel assembly.ts --yes", around);
  expect(code).toBe(4);
  const spans = spansAt(collector);
  expect(named(spans, "web.start")[0]).toMatchObject({
    status: 2,
    attributes: { "error.type": "MADEUS_ACTION_FAILED", "madeus.outcome": "badly" },
  });
  expect(named(spans, "deploy site")[0]).toMatchObject({
    status: 2,
    attributes: { "madeus.outcome": "failed" },
  });
  const sent = collector.received.map(({ body }) => body).join("");
  expect(sent).toContain("[secret]");
  expect(sent).not.toContain(PASSWORD);
});

test("a run that goes back is two spans of one trace, within the one of who has called us", async () => {
  const collector = await receiver();
  const { madeus, write } = project(shop);
  write("broken", "");
  const [traceId, spanId] = ["0af7651916cd43dd8448eb211c80319c", "b7ad6b7169203331"];
  const { code } = await madeus(`deploy --yes --on-error rollback --otel ${collector.url}`, {
    env: { PASSWORD, TRACEPARENT: `00-${traceId}-${spanId}-01` },
  });
  expect(code).toBe(10);
  const runs = spansAt(collector).filter(({ attributes }) => "madeus.run" in attributes);
  expect(runs).toMatchObject([
    { name: "deploy site", traceId, parentSpanId: spanId, status: 2 },
    { name: "rollback site", traceId, parentSpanId: spanId, status: 1 },
  ]);
});

test("what the environment says by the names of OpenTelemetry holds", async () => {
  const collector = await receiver();
  const { madeus } = project(shop);
  const env = {
    PASSWORD,
    OTEL_EXPORTER_OTLP_ENDPOINT: `${collector.url}/all`,
    OTEL_EXPORTER_OTLP_HEADERS: "x-key=k3y",
    OTEL_SERVICE_NAME: "rollouts",
    OTEL_RESOURCE_ATTRIBUTES: "deployment.environment.name=test,service.name=other",
    OTEL_METRICS_EXPORTER: "none",
  };
  await madeus("deploy --yes --otel", { env });
  expect(resourceAt(collector)).toMatchObject({
    "service.name": "rollouts",
    "deployment.environment.name": "test",
  });
  expect(new Set(collector.received.map(({ path }) => path))).toEqual(new Set(["/all/v1/traces"]));
  for (const { headers } of collector.received) expect(headers["x-key"]).toBe("k3y");
  const before = collector.received.length;
  await madeus("down --yes --otel", { env: { ...env, OTEL_SDK_DISABLED: "true" } });
  expect(collector.received).toHaveLength(before);
});

test("a trace that is not sampled is not sent, and what actions start knows that", async () => {
  const collector = await receiver();
  const { madeus, read } = project(shop);
  const TRACEPARENT = "00-0af7651916cd43dd8448eb211c80319c-b7ad6b7169203331-00";
  const { stderr } = await madeus(`deploy --yes --otel ${collector.url}`, {
    env: { PASSWORD, TRACEPARENT },
  });
  expect(spansAt(collector)).toEqual([]);
  expect(stderr).not.toContain("warning");
  expect(read("install.parent")).toMatch(/^00-0af7651916cd43dd8448eb211c80319c-[\da-f]{16}-00\n$/);
});

test.each([
  ["answers 500", () => 500, "4 of 4 spans and metrics did not reach URL: the answer was 500."],
  [
    "is busy",
    () => 503,
    "spans and metrics did not reach URL: the answer was to come again later.",
  ],
  ["never answers", () => 0, "spans and metrics did not reach URL: there was no answer in time."],
])(
  "where the collector %s the run is as ever, and a warning says so once",
  async (_, answers, said) => {
    const collector = await receiver(answers);
    const { madeus } = project(shop);
    // A shorter patience than usual.
    const env = { PASSWORD, OTEL_EXPORTER_OTLP_TIMEOUT: "300" };
    const ran = await madeus(`deploy --yes --json --otel ${collector.url}`, { env });
    expect(ran.code).toBe(0);
    const findings = lines(ran).filter(({ type }) => type === "finding");
    expect(findings).toMatchObject([{ code: "MADEUS_OTEL_LOST", severity: "warning" }]);
    expect(findings[0]?.["text"]).toContain(said.replace("URL", collector.url));
    expect(lines(ran).at(-1)).toMatchObject({ type: "result", outcome: "done" });
  },
);

test("where nobody listens that is a warning, without what is secret in the address", async () => {
  const { madeus } = project(shop);
  const env = { PASSWORD, OTEL_EXPORTER_OTLP_TIMEOUT: "300" };
  const { code, stderr } = await madeus("deploy --yes --otel=http://ann:geheim@127.0.0.1:1/T0KEN", {
    env,
  });
  expect(code).toBe(0);
  expect(stderr.match(/warning/g)).toHaveLength(1);
  expect(stderr).toContain(
    "warning MADEUS_OTEL_LOST: 4 of 4 spans and metrics did not reach http://127.0.0.1:1: ECONNREFUSED.",
  );
  expect(stderr).not.toMatch(/geheim|T0KEN/);
});

test("where nothing is run nothing is sent, and nobody is missed", async () => {
  const { madeus } = project(shop);
  const { code, stderr } = await madeus("deploy --dry-run --otel=http://127.0.0.1:1");
  expect(code).toBe(0);
  expect(stderr).not.toContain("warning");
});

test("without the packages nothing begins, and the command that brings them is told", async () => {
  const { madeus, path, has, spawn } = project(shop);
  // The same program where none of the packages can be found.
  unlinkSync(path("node_modules/madeus"));
  mkdirSync(path("node_modules/madeus"));
  const root = join(import.meta.dirname, "../..");
  await spawn("cp", [
    "-r",
    join(root, "dist"),
    join(root, "package.json"),
    path("node_modules/madeus"),
  ]).ended;
  for (const name of [
    "commander",
    "@noble",
    "@standard-schema",
    "age-encryption",
    "yaml",
    "saxes",
    "@dagrejs",
  ])
    symlinkSync(join(root, "node_modules", name), path("node_modules", name));
  const own = path("node_modules/madeus/dist/cli.js");
  const { code, stderr } = await spawn(process.execPath, [own, "deploy", "--yes", "--otel"]).ended;
  expect(stderr).toMatch(
    /^error MADEUS_OTEL_MISSING: The packages that --otel needs are not all installed: @opentelemetry\/\S+\.$/m,
  );
  expect(stderr).toContain(
    "npm install @opentelemetry/api @opentelemetry/sdk-trace @opentelemetry/sdk-metrics @opentelemetry/resources @opentelemetry/exporter-trace-otlp-http @opentelemetry/exporter-metrics-otlp-http",
  );
  expect(code).toBe(2);
  expect(has(".madeus")).toBe(false);
  expect((await madeus("--version")).code).toBe(0);
});

test.each([
  ["--otel=ftp://ge:heim@host", {}, "--otel is no address that begins with http:// or https://."],
  [
    "--otel",
    { OTEL_EXPORTER_OTLP_ENDPOINT: "localhost:4318" },
    "OTEL_EXPORTER_OTLP_ENDPOINT is no",
  ],
  ["--otel", { OTEL_EXPORTER_OTLP_PROTOCOL: "grpc" }, "OTEL_EXPORTER_OTLP_PROTOCOL is grpc"],
])("%s with %j is refused before anything begins", async (flag, env, said) => {
  const { madeus, has } = project(shop);
  const { code, stderr } = await madeus(`deploy --yes ${flag}`, { env });
  expect(code).toBe(2);
  expect(stderr).toContain(said);
  expect(stderr).not.toContain("heim");
  expect(has(".madeus")).toBe(false);
});

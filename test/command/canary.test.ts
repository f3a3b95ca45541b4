/**
 * Nothing that Madeus writes or prints ever holds a secret: planted ones are looked for everywhere, after a whole life of a deployment
 * whose actions do with them what they should not.
 */
import { execFileSync } from "node:child_process";
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { DatabaseSync } from "node:sqlite";
import { deflateSync } from "node:zlib";
import { afterAll, beforeAll, expect, onTestFinished, test } from "vitest";
import { commandLine } from "../../src/command/main.ts";
import { eventsOf } from "../../src/store/serve/event-stream.ts";
import { testbed } from "../testbed/testbed.ts";
import { childrenIn } from "./canary/children.ts";
import { type Ground, askingUser, ground } from "./canary/ground.ts";
import { type Leg, afterServing, beforeServing, verbOf } from "./canary/journey.ts";
import { type Written, leaks, writtenBelow } from "./canary/search.ts";
import { cores, needlesOf, planted } from "./canary/secrets.ts";

const bed = await testbed(["far"]);
beforeAll(() => askingUser(bed));
afterAll(() => bed[Symbol.asyncDispose]());

/** Of every verb, those within a group too. */
const verbs = (await commandLine(() => undefined)).commands.flatMap((command) =>
  command.commands.length === 0
    ? [command.name()]
    : command.commands.map((within) => `${command.name()} ${within.name()}`),
);

test("the journey of a secret leads through every verb that there is", () => {
  const lines = [...beforeServing, ...afterServing].map(({ line }) => line);
  const walked = lines.map((line) => verbOf(line, verbs));
  expect(new Set([...walked, "serve", "ui"])).toEqual(new Set(verbs));
});

test("no secret is in anything that is printed, written, drawn, sent or started", async () => {
  const site = ground(bed);
  const printed: Written[] = [];
  const walk = async (legs: readonly Leg[]): Promise<void> => {
    for (const leg of legs) {
      const ran = await site.walk(leg);
      expect([ran.where, ran.code, String(ran.bytes)]).toEqual([
        ran.where,
        leg.code,
        expect.anything(),
      ]);
      printed.push(ran);
    }
  };
  await walk(beforeServing);
  printed.push(...(await served(site)), ...(await shownBy(site)));
  await walk(afterServing);
  const secrets = needlesOf([...cores, ...site.identities]);
  const all = [...printed, ...writtenBelow(site.directory, site.kept)];
  expect(leaks(all, secrets)).toEqual([]);
  // It was looked where they would be: there are the references, and what stands where a secret stood.
  const marked = all.filter(({ bytes }) => /CANARY_ENV|\[secret\]/.test(String(bytes)));
  for (const place of [
    "madeus logs",
    "object.data",
    "between.git",
    "HTTP objects",
    "site.bundle",
    ".log",
  ])
    expect([place, marked.some(({ where }) => where.includes(place))]).toEqual([place, true]);
  // The action has put it there.
  expect(await onHost()).toEqual(["/srv/careless"]);
  expect(leaks(startedBy(site), secrets)).toEqual([]);
  // What a daemon prints may be in its log alone, and is.
  const daemons = leaks(all, needlesOf([planted.daemon]));
  expect(daemons.filter((where) => !/daemon\.log|^madeus logs/.test(where))).toEqual([]);
  expect(daemons).not.toEqual([]);
}, 600_000);

/** What the server says of all that there is, while a run goes on. */
async function served(site: Ground): Promise<readonly Written[]> {
  site.write("token", "a-token-of-enough-letters\n");
  const serving = site.start("serve --listen 127.0.0.1:0 --token-file token", {
    env: site.env,
  });
  const [url = ""] = await serving.found(/http:\/\/[\d.:]+/);
  const headers = { authorization: "Bearer a-token-of-enough-letters" };
  const told: Written[] = [];
  const ask = async (what: string, body?: object): Promise<string> => {
    const init =
      body === undefined ? { headers } : { headers, method: "POST", body: JSON.stringify(body) };
    const answer = await fetch(`${url}/v1/${what}`, init);
    const bytes = Buffer.from(await answer.arrayBuffer());
    told.push({ where: `HTTP ${what} ${answer.status}`, bytes });
    return bytes.toString();
  };
  const { head } = JSON.parse(await ask("branches/main")) as { head: string };
  await ask("branches");
  await ask("history?at=main");
  await ask("list?at=main&path=configuration");
  await ask("value?at=main&path=configuration/db/values/login");
  await ask("objects", { want: [head], have: [] });
  await ask("commit", {
    branch: "sent",
    from: head,
    changes: [{ path: ["a"], value: 1 }],
    message: "x",
    by: { name: "a", email: "b" },
  });
  await ask("merge", { into: "sent", from: "try", by: { name: "a", email: "b" } });
  await ask("none");
  const events = await fetch(`${url}/v1/watch?branch=main&after=0`, { headers });
  const reader = events.body?.getReader();
  const first = await reader?.read();
  told.push({ where: "HTTP watch", bytes: Buffer.from(first?.value ?? []) });
  await reader?.cancel();
  // The state is in use: what is in its log ahead has not been written into the file itself.
  expect(site.has(".madeus/site/state.sqlite-wal")).toBe(true);
  const meanwhile = [...writtenBelow(site.directory, site.kept)];
  serving.signal("SIGINT");
  const { code, stdout, stderr } = await serving.ended;
  expect(code).toBe(0);
  return [...told, ...meanwhile, { where: "madeus serve", bytes: Buffer.from(stdout + stderr) }];
}

/** What the page of `madeus ui` is told. */
async function shownBy(site: Ground): Promise<readonly Written[]> {
  const showing = site.start("ui --no-open", { env: site.env });
  const [, url = "", token = ""] = await showing.found(/(http:\/\/[\d.:]+)\/#(\S+)/);
  const headers = { authorization: `Bearer ${token}` };
  const told: Written[] = [];
  const asked = ["commits", "difference?from=HEAD~1&to=HEAD", "expected?run=1"];
  for (const what of [...asked, "log?instance=db&transition=make"]) {
    const answer = await fetch(`${url}/v1/${what}`, { headers });
    expect([what, answer.status]).toEqual([what, 200]);
    told.push({ where: `page ${what}`, bytes: Buffer.from(await answer.arrayBuffer()) });
  }
  const stream = (await fetch(`${url}/v1/records`, { headers })).body;
  if (stream === null) throw new Error("there is a stream");
  for await (const { event, data } of eventsOf(stream)) {
    told.push({ where: `page ${event}`, bytes: Buffer.from(data) });
    if (event === "pulse") break;
  }
  showing.signal("SIGINT");
  const { code, stdout, stderr } = await showing.ended;
  expect(code).toBe(0);
  return [...told, { where: "madeus ui", bytes: Buffer.from(stdout + stderr) }];
}

/** New files on the host that hold one. */
async function onHost(): Promise<readonly string[]> {
  const script = `find /root /home /tmp /var /srv /etc /run -type f -newer /srv/password -exec grep -laF "$@" {} + || true`;
  const patterns = cores.flatMap((core) => ["-e", core]);
  return (await bed.inside("far", "sh", "-c", script, "sh", ...patterns)).trim().split("\n");
}

/**
 * Every program that was started, with its arguments and the environment that it was given; but what was planted in the environment of
 * Madeus itself, and what the actions have put there.
 */
const startedBy = (site: Ground): readonly Written[] =>
  childrenIn(site.env["CANARY_CHILDREN"] ?? "").map(({ args, env }) => ({
    where: `started: ${args[0]}`,
    bytes: Buffer.from(
      [
        ...(args.some((arg) => arg.includes("careless argument")) ? [] : args),
        ...env.filter((pair) => !/^(CANARY_\w+|TOKEN|KEY|MYSQL_PWD)=/.test(pair)),
      ].join("\0"),
    ),
  }));

test("what is searched for is found, wherever it is hidden", () => {
  const directory = mkdtempSync(join(tmpdir(), "madeus-search-"));
  onTestFinished(() => rmSync(directory, { recursive: true }));
  const [core = ""] = cores;
  const at = (name: string): string => join(directory, name);
  const text = Buffer.from(`before ${core} behind`);
  writeFileSync(at("raw"), text);
  writeFileSync(at("hex"), text.toString("hex"));
  for (const before of ["", "a", "ab"])
    writeFileSync(at(`base64${before}`), Buffer.from(`${before}${core}b`).toString("base64"));
  using database = new DatabaseSync(at("rows"));
  database.exec("CREATE TABLE object (data BLOB)");
  database.prepare("INSERT INTO object VALUES (?)").run(deflateSync(text));
  execFileSync("git", ["init", "-q", "--bare", at("objects.git")]);
  execFileSync("git", ["hash-object", "-w", "--stdin"], { cwd: at("objects.git"), input: text });
  const found = leaks(writtenBelow(directory, []), needlesOf(cores));
  const names = found.map((one) => one.slice(directory.length).split(": ")[0] ?? "");
  expect(new Set(names.map((name) => name.slice(name.lastIndexOf("/") + 1)))).toEqual(
    new Set(["base64", "base64a", "base64ab", "hex", "objects.git", "raw", "rows"]),
  );
});

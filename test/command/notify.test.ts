/** `--notify`: real webhooks and real commands are told of real runs, in order, and never in their way. */
import { existsSync, readFileSync } from "node:fs";
import { expect, test } from "vitest";
import { lines, project } from "./project.ts";
import { type Receiver, receiver } from "./web-receiver.ts";

const sites = `
export const site = lone({ start: async ({ sh }) => { await sh\`test -e broken && echo it is broken >&2 && exit 3 || true\`; } });
`;
/** Writes what it is told, with its arguments, to a file. */
const teller = `#!/bin/sh
{ echo "$# $1 $MADEUS_EVENT"; cat; } >> told
`;

const eventsAt = ({ received }: Receiver): readonly unknown[] =>
  received.map(({ body }) => (JSON.parse(body) as { readonly event: string }).event);

test("a webhook is told how a run ends, and of more where that is wanted", async () => {
  const hook = await receiver();
  const { madeus, write, remove } = project(sites);
  write("broken", "");
  const failed = await madeus(`deploy --yes --notify ${hook.url}/secret-path`);
  expect(failed.code).toBe(4);
  expect(JSON.parse(hook.received[0]?.body ?? "")).toMatchObject({
    type: "notice",
    event: "failed",
    outcome: "failed",
    verb: "deploy",
    assembly: "site",
    run: 1,
    failed: [{ instance: "one", transition: "start", error: { code: "MADEUS_ACTION_FAILED" } }],
  });
  remove("broken");
  const on = "--notify-on begun,action-failed,done";
  expect((await madeus(`resume --yes --notify ${hook.url}/p ${on}`)).code).toBe(0);
  expect(eventsAt(hook)).toEqual(["failed", "begun", "done"]);
  expect(failed.stderr).not.toContain("secret-path");
  const all = await madeus("state show --json");
  expect(all.stdout).not.toContain("secret-path");
});

test("a command reads each notice, without a shell between", async () => {
  const { madeus, spawn, write, path } = project(sites);
  write("tell", teller);
  await spawn("chmod", ["+x", path("tell")]).ended;
  const { code } = await madeus(
    "deploy --yes --notify '\"./tell\" $HOME;ls#x' --notify-on begun,done",
  );
  expect(code).toBe(0);
  const [first, notice = "", second, last = ""] = readFileSync(path("told"), "utf8").split("\n");
  expect([first, second]).toEqual(["1 $HOME;ls#x begun", "1 $HOME;ls#x done"]);
  expect(JSON.parse(notice)).toMatchObject({ event: "begun", run: 1 });
  expect(JSON.parse(last)).toMatchObject({ event: "done", outcome: "done" });
});

test("an address may be in the environment, and is printed nowhere", async () => {
  const hook = await receiver(() => 404);
  const { madeus } = project(sites);
  const secret = `${hook.url.replace("//", "//ann:geheim@")}/T0KEN?key=T0KEN`;
  const { code, stderr } = await madeus("deploy --yes --notify env:HOOK_URL", {
    env: { HOOK_URL: secret },
  });
  expect(code).toBe(0);
  expect(eventsAt(hook)).toEqual(["done"]);
  expect(stderr).toContain(
    "warning MADEUS_NOTICE_LOST: The notice did not reach env:HOOK_URL: it answered 404.",
  );
  for (const part of ["T0KEN", "geheim", hook.url]) expect(stderr).not.toContain(part);
});

test("what does not arrive fails nothing: it is a warning, and a finding for programs", async () => {
  const { madeus, spawn, write, path } = project(sites);
  write("fail", "#!/bin/sh\nexit 7\n");
  await spawn("chmod", ["+x", path("fail")]).ended;
  const ran = await madeus("deploy --yes --json --notify ./fail --notify-on begun,done");
  expect(ran.code).toBe(0);
  expect(lines(ran).filter(({ type }) => type === "finding")).toMatchObject([
    {
      code: "MADEUS_NOTICE_LOST",
      severity: "warning",
      text: "2 of 2 notices did not reach ./fail: it exited with code 7.",
    },
  ]);
  expect(lines(ran).at(-1)).toMatchObject({ type: "result", outcome: "done" });
});

test("a run in which nothing moves is told of once", async () => {
  const hook = await receiver();
  const { start, write } = project(`
export const site = lone({ start: ({ sh }) => sh\`until [ -e go ]; do sleep 0.05; done\` });
`);
  const run = start(`deploy --yes --notify ${hook.url} --notify-on waits-long=200ms,done`);
  await expect.poll(() => eventsAt(hook)).toEqual(["waits-long"]);
  write("go", "");
  expect((await run.ended).code).toBe(0);
  expect(eventsAt(hook)).toEqual(["waits-long", "done"]);
  expect(JSON.parse(hook.received[0]?.body ?? "")).toMatchObject({
    atWork: [{ instance: "one", transition: "start", host: "local" }],
  });
});

test.each([
  ["--notify ftp://host/x", "MADEUS_USAGE: --notify sends to https and http only."],
  ["--notify https://ge:heim@:99999/", "MADEUS_USAGE: --notify is given an address that cannot be"],
  ["--notify env:NOWHERE", 'no environment variable "NOWHERE", or it is empty.'],
  ["--notify ./tell.sh", 'MADEUS_FILE_MISSING: --notify: there is no program "./tell.sh".'],
  ["--notify '\"open'", "MADEUS_USAGE: --notify is given a command with an open quote."],
  ["--notify-on done", "MADEUS_USAGE: --notify-on is given, and nobody to tell."],
  ["--notify true --notify-on don", "It must be some of begun, done, failed,"],
  ["--notify true --notify-on done=3s", "It must be some of begun, done, failed,"],
  ["--notify true --notify-on waits-long=soon", "Write a time, e.g. waits-long=30m."],
])("%s is refused before anything begins", async (flags, said) => {
  const { madeus, path } = project(sites);
  const { code, stderr } = await madeus(`deploy --yes ${flags}`);
  expect(code).toBe(2);
  expect(stderr).toContain(said);
  expect(stderr).not.toContain("heim");
  expect(existsSync(path(".madeus"))).toBe(false);
});

/** Actions that misbehave: the run goes on with what does not need them, and says in one sentence what happened. */
import { readFileSync, statSync } from "node:fs";
import { expect, test } from "vitest";
import { hasStack, lines, project } from "./project.ts";

const bad = {
  error: [
    `() => { throw new Error("no disk\\nsecond line"); }`,
    /one\.error failed after .*: no disk\n/,
  ],
  text: [`() => { throw "no network"; }`, /one\.text failed after .*: .*no network/],
  nothing: [`() => { throw undefined; }`, /one\.nothing failed after .*: .*undefined/],
  rejects: [
    `async () => { await null; throw new TypeError("no luck"); }`,
    /one\.rejects failed .*no luck/,
  ],
  exits: [
    `({ sh }) => sh\`echo last words >&2; exit 3\``,
    /one\.exits failed .*exited with code 3: last words/,
  ],
  quits: [`() => process.exit(0)`, /one\.quits failed .*the action called process\.exit\(0\)/],
  later: [
    `async ({ sh }) => { setTimeout(() => process.exit(0)); await sh\`sleep 5\`; }`,
    /one\.later failed .*process\.exit/,
  ],
  hangs: [
    `{ run: () => new Promise(() => {}), timeoutMs: 100 }`,
    /one\.hangs failed .*did not end within 0\.1 s/,
  ],
} as const;

test("each fails alone, and is told in a sentence", async () => {
  const one = (name: string, action: string): string =>
    `one_${name}: chain("one", { ${name}: ${action}, then: () => {} })`;
  const parts = Object.entries(bad).map(([name, [action]]) => one(name, action));
  const site = project(`export const main = assembly({ name: "site", components: {
    ${parts.join(",\n")},
    well: chain("well", { first: ({ sh }) => sh\`true\`, then: () => {} }),
  } });`);
  const ran = await site.madeus("deploy");
  expect(ran.code).toBe(4);
  expect(hasStack(ran)).toBe(false);
  for (const [name, [, says]] of Object.entries(bad))
    expect(ran.stderr.replaceAll(`one_${name}.${name}`, `one.${name}`)).toMatch(says);
  expect(ran.stderr).toMatch(/well\.then is done/);
  expect(ran.stderr).not.toMatch(/one_\w+\.then starts/);
  const status = await site.madeus("status");
  expect(status.code).toBe(4);
  expect(status.stdout.match(/ failed \(/g)).toHaveLength(Object.keys(bad).length);
  expect((await site.madeus("logs one_error")).stdout).toMatch(/no disk/);
});

test("a run that takes too long is ended with what it runs", async () => {
  const site = project(
    `export const main = lone({ hang: ({ sh }) => sh\`echo $$ > pid; exec sleep 600\` });`,
  );
  const ran = await site.madeus("deploy --timeout 1.5 --json");
  expect(ran.code).toBe(124);
  expect(lines(ran).at(-1)).toMatchObject({ outcome: "timeout", exitCode: 124 });
  expect(ran.stderr).toMatch(/deploy of site ran out of time after /);
  expect(isAlive(site.read("pid"))).toBe(false);
  expect(await site.madeus("status")).toMatchObject({ code: 4 });
});

test("one that prints a gigabyte needs neither the memory nor the disk for it", async () => {
  const site = project(`
    const line = "x".repeat(1000);
    export const main = lone({ shout: ({ sh }) => sh\`yes \${line} | head -c \${String(2 ** 30)}\` });
  `);
  const started = site.start("deploy");
  const peak = (): number => Number(/^VmHWM:\s+(\d+) kB$/m.exec(status(started.pid))?.[1] ?? 0);
  let peakKb = 0;
  const look = setInterval(() => (peakKb = Math.max(peakKb, peak())), 20);
  const ran = await started.ended;
  clearInterval(look);
  expect(ran).toMatchObject({ code: 0 });
  expect(peakKb).toBeGreaterThan(0);
  expect(peakKb / 1024).toBeLessThan(400);
  const halves = ["one.shout.log", "one.shout.log.old"].map(
    (name) => statSync(site.path(".madeus/site/logs", name)).size,
  );
  expect(Math.max(...halves)).toBeLessThanOrEqual(65 * 1024 ** 2);
});

function status(pid: number): string {
  try {
    return readFileSync(`/proc/${pid}/status`, "utf8");
  } catch {
    return "";
  }
}

function isAlive(pid: string): boolean {
  try {
    process.kill(Number(pid), 0);
    return true;
  } catch {
    return false;
  }
}

/** The page beside a run of another process: from before its first record to its end, and of one that dies in its middle. */
import { spawnSync } from "node:child_process";
import type { Page } from "playwright-core";
import { describe, expect, onTestFinished, test } from "vitest";
import { pageAssets } from "../../src/command/page-asset.ts";
import { PageReader } from "../../src/command/page-reader.ts";
import { type PageServer, servePage } from "../../src/command/page-server.ts";
import { realClock } from "../../src/engine/clock-real.ts";
import { type Project, project } from "../command/project.ts";
import { addressOf, open, useBrowser } from "./browser.ts";
import { gated } from "./sites.ts";

useBrowser();

function site(): Project {
  const here = project(gated);
  for (const gate of ["install", "start", "open"]) spawnSync("mkfifo", [here.path(gate)]);
  return here;
}
/** Whoever waits at a gate goes on. */
const pass = ({ spawn, path }: Project, gate: string): Promise<unknown> =>
  spawn("sh", ["-c", `: > ${path(gate)}`]).ended;

const running = (page: Page, transition: string) =>
  page.locator(".pill-on.runs", { hasText: transition });
const fail = (error: unknown): void => {
  throw error;
};
const why = (page: Page): Promise<readonly string[]> =>
  page.locator(".detail .why li > :first-child").allInnerTexts();

describe("a run of another process", () => {
  test("is followed as it goes: tokens, reasons, log, and its end", async () => {
    const here = site();
    const page = await open(await addressOf(here.start("ui --no-open")));
    await page.getByRole("heading", { name: "Nothing is deployed yet" }).waitFor();
    const deploying = here.start("deploy");
    await running(page, "install").waitFor();
    expect(await page.getByRole("status").innerText()).toBe("live");
    expect(await page.locator(".outcome").innerText()).toBe("at work");

    await page.getByRole("button", { name: /^web: / }).click();
    await page.getByRole("heading", { name: "web" }).waitFor();
    expect(await why(page)).toEqual([
      "web.open waits for db.sql",
      "db.sql is not provided yet",
      "db.install is running",
      "web.open waits for db.address",
      "db.address is not provided yet",
    ]);
    await page.getByRole("button", { name: "db.install is running" }).click();
    await page.getByRole("log").getByText("waits at install").waitFor();

    await pass(here, "install");
    await running(page, "start").waitFor();
    expect(await running(page, "install").count()).toBe(0);
    await page.getByRole("log").getByText("waits at start").waitFor();
    await pass(here, "start");
    await running(page, "open").waitFor();
    await pass(here, "open");
    await page.locator(".outcome", { hasText: "done" }).waitFor();
    await page.getByRole("status").getByText("up to date").waitFor();
    expect((await deploying.ended).code).toBe(0);
    expect(await page.locator(".stages").innerText()).toMatch(/2 in place/);
  });

  test("is followed again, from the last record that came, after the server was away", async () => {
    const here = site();
    const deploying = here.start("deploy");
    await deploying.printed("db.install starts");
    const reader = new PageReader(here.path(".madeus", "site"));
    const serve = (port: number): Promise<PageServer> =>
      servePage(reader, pageAssets(), { token: "same", port, clock: realClock, failed: fail });
    const first = await serve(0);
    const page = await open(first.url);
    await running(page, "install").waitFor();
    await first.close();
    await page.getByRole("status").getByText("not connected").waitFor();
    await pass(here, "install");
    await deploying.printed("db.start starts");
    expect(await running(page, "install").count()).toBe(1);
    const again = await serve(Number(new URL(first.url).port));
    onTestFinished(async () => {
      await again.close();
      reader.close();
    });
    await running(page, "start").waitFor();
    await pass(here, "start");
    await pass(here, "open");
    await page.locator(".outcome", { hasText: "done" }).waitFor();
  });

  test("is not told to a page whose token was that of another server", async () => {
    const here = site();
    const first = here.start("ui --no-open");
    const address = await addressOf(first);
    const page = await open(address);
    const deploying = here.start("deploy");
    await running(page, "install").waitFor();
    await first.kill();
    await addressOf(here.start(`ui --no-open --port ${new URL(address).port}`));
    await page.getByRole("status").getByText("another token is needed").waitFor();
    await deploying.kill();
    expect(await page.locator(".outcome").innerText()).toBe("at work");
  });

  test("that was killed is told as cut off, and what it was at as unknown", async () => {
    const here = site();
    const page = await open(await addressOf(here.start("ui --no-open")));
    const deploying = here.start("deploy");
    await running(page, "install").waitFor();
    await deploying.kill();
    await page.locator(".outcome", { hasText: "cut off" }).waitFor();
    await page.locator(".pill-on.unknown", { hasText: "install" }).waitFor();
    expect(await page.locator(".stages").innerText()).toMatch(/1 cut off\s+1 waiting/);
    await page.getByRole("button", { name: /^db: / }).click();
    expect(await why(page)).toEqual(["whether db.install has ended is not known"]);
  });
});

test("who has no token is told what to do, and nothing else", async () => {
  const here = site();
  const address = await addressOf(here.start("ui --no-open"));
  const page = await open(address.replace(/#.*/, "#wrong"));
  await page.getByRole("heading", { name: "This page needs its token" }).waitFor();
  expect(await page.locator("button, input, svg").count()).toBe(0);
});

test("the token leaves the address, and a page that is loaded again still has it", async () => {
  const here = site();
  const address = await addressOf(here.start("ui --no-open"));
  const page = await open(address);
  await page.getByRole("heading", { name: "Nothing is deployed yet" }).waitFor();
  expect(page.url()).toBe(address.replace(/#.*/, ""));
  await page.reload();
  await page.getByRole("heading", { name: "Nothing is deployed yet" }).waitFor();
});

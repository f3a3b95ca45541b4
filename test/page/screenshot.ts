/**
 * The screenshots of the documents: `npm run screenshots` deploys OpenStack as it was measured, at one fiftieth of its time, and takes
 * them anew. They are looked at by people; what the page shows is tested elsewhere.
 */
import { spawnSync } from "node:child_process";
import { mkdirSync, mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import type { Page } from "playwright-core";
import { pageAssets } from "../../src/command/page-asset.ts";
import { PageReader } from "../../src/command/page-reader.ts";
import { servePage } from "../../src/command/page-server.ts";
import { realClock } from "../../src/engine/clock-real.ts";
import { launched } from "./chromium.ts";

const folder = "docs/screenshots";

/** File → what is done before it is taken. */
const shots: Readonly<Record<string, (page: Page) => Promise<void>>> = {
  "graph.png": async (page) => {
    await show(page, 0.45);
    await page.locator(".rows button", { hasText: "nova" }).first().click();
    await page.locator(".box.chosen").waitFor();
    await page.getByRole("button", { name: "fit" }).click();
  },
  "timeline.png": async (page) => {
    await show(page, 1);
    await page.getByRole("tab", { name: "Timeline" }).click();
    await page.locator(".line").first().waitFor();
  },
  "lifecycle.png": async (page) => {
    await page.getByRole("tab", { name: "Graph" }).click();
    await show(page, 0.6);
    await page.locator(".rows button", { hasText: "mariadb" }).first().click();
    await page.getByRole("button", { name: "focus" }).click();
    await page.locator(".hits").first().waitFor();
  },
};

async function show(page: Page, share: number): Promise<void> {
  const slider = page.getByRole("slider");
  const last = Number(await slider.getAttribute("max"));
  await slider.fill(String(Math.round(share * last)));
}

const directory = mkdtempSync(join(tmpdir(), "madeus-screenshot-"));
const reader = new PageReader(join(directory, "state"));
const browser = await launched();
try {
  const deploy = ["deploy", "assemblies/openstack-trace.ts", "--set", "scale=0.02"];
  const args = ["src/cli.ts", ...deploy, "--state", reader.directory, "--yes"];
  spawnSync(process.execPath, args, { stdio: "inherit" });
  const server = await servePage(reader, pageAssets(), {
    token: "t",
    port: 0,
    clock: realClock,
    failed: (error) => {
      throw error;
    },
  });
  mkdirSync(folder, { recursive: true });
  for (const colorScheme of ["light", "dark"] as const) {
    const page = await browser.newPage({
      viewport: { width: 1360, height: 820 },
      colorScheme,
      reducedMotion: "reduce",
    });
    await page.goto(server.url);
    await page.locator(".box").first().waitFor();
    for (const [name, prepare] of Object.entries(shots)) {
      await prepare(page);
      await page.waitForTimeout(400);
      const path = join(folder, name.replace(".png", `-${colorScheme}.png`));
      await page.screenshot({ path });
    }
  }
  await server.close();
} finally {
  await browser.close();
  reader.close();
  rmSync(directory, { recursive: true });
}

/** Chromium as it is on this machine: of the system, never one that a package brings. */
import { existsSync } from "node:fs";
import { type Browser, chromium } from "playwright-core";

const places = [
  "/usr/lib/chromium/chromium",
  "/usr/bin/chromium",
  "/usr/bin/chromium-browser",
  "/usr/bin/google-chrome",
];

/** @throws Error  with what to do where there is none */
export async function launched(): Promise<Browser> {
  const executablePath = process.env["CHROMIUM"] ?? places.find((path) => existsSync(path));
  if (executablePath === undefined)
    throw new Error("The tests of the page need Chromium: apt-get install chromium");
  return chromium.launch({ executablePath, args: ["--no-sandbox"] });
}

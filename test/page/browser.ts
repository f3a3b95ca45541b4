/**
 * Chromium as the tests of the page use it: one for each test file, a window for each test.
 *
 * Whatever the page says to its console, throws, or wants to fetch from elsewhere fails the test.
 */
import AxeBuilder from "axe-core";
import type { Browser, Page } from "playwright-core";
import { afterAll, beforeAll, expect, onTestFinished } from "vitest";
import type { Started } from "../command/project.ts";
import { launched } from "./chromium.ts";

let browser: Browser | undefined;

/** Starts it before the tests of the file, and ends it after them. */
export function useBrowser(): void {
  beforeAll(async () => {
    browser = await launched();
  });
  afterAll(() => browser?.close());
}

export interface Look {
  readonly width?: number;
  readonly height?: number;
  readonly isDark?: boolean;
  /** What the console is to say in this test. */
  readonly says?: RegExp;
  /** It has no network at all. */
  readonly isOffline?: boolean;
}

/** Opens an address in a window of its own; tokens do not glide. */
export async function open(url: string, look: Look = {}): Promise<Page> {
  const { width = 1280, height = 800, isDark = false, isOffline = false, says } = look;
  const context = await browser?.newContext({
    viewport: { width, height },
    colorScheme: isDark ? "dark" : "light",
    reducedMotion: "reduce",
    offline: isOffline,
  });
  if (context === undefined) throw new Error("call useBrowser() first");
  const page = await context.newPage();
  page.setDefaultTimeout(30_000);
  const complaints: string[] = [];
  page.on("pageerror", ({ message }) => complaints.push(message));
  page.on("dialog", (dialog) => {
    complaints.push(`a dialog: ${dialog.message()}`);
    void dialog.dismiss();
  });
  page.on("console", (said) => {
    // That the server has gone is what some tests are about.
    const text = said.text();
    if (says?.test(text) !== true && !/net::ERR_|status of 401/.test(text)) complaints.push(text);
  });
  const { origin } = new URL(url);
  page.on("request", (request) => {
    const to = request.url();
    if (!to.startsWith(origin) && !/^(file|blob|data):/.test(to)) complaints.push(`fetches ${to}`);
  });
  onTestFinished(async () => {
    await context.close();
    expect(complaints).toEqual([]);
  });
  await page.goto(url);
  return page;
}

/** Where `madeus ui` says that it is. */
export const addressOf = async (ui: Started): Promise<string> =>
  (await ui.found(/http:\/\/127\.0\.0\.1:\d+\/#\S+/))[0];

/** What axe finds to be in the way of people. */
export async function obstacles(page: Page): Promise<readonly string[]> {
  await page.evaluate(AxeBuilder.source);
  return page.evaluate(async () => {
    const { axe } = window as unknown as { axe: { run(): Promise<AxeResult> } };
    const { violations } = await axe.run();
    return violations.flatMap(({ id, nodes }) =>
      nodes.map(({ html, failureSummary }) => `${id}: ${html.slice(0, 200)} ${failureSummary}`),
    );
  });
}
interface AxeResult {
  readonly violations: readonly {
    readonly id: string;
    readonly nodes: readonly { readonly html: string; readonly failureSummary: string }[];
  }[];
}

/** Instance → the slots with a token as the picture has them. */
export const tokensOf = (page: Page): Promise<Readonly<Record<string, readonly number[]>>> =>
  page.evaluate(() =>
    Object.fromEntries(
      [...document.querySelectorAll<SVGGElement>("[data-box]")].map((box) => [
        box.dataset["box"] ?? "",
        [...box.querySelectorAll<SVGGElement>("[data-slot]")]
          .map((token) => Number(token.dataset["slot"]))
          .toSorted((a, b) => a - b),
      ]),
    ),
  );

/** Moves the slider to a record, as a hand would. */
export async function goTo(page: Page, seq: number): Promise<void> {
  await page.getByRole("slider").fill(String(seq));
  await page.waitForFunction(
    (wanted) => document.querySelector(".record .number")?.textContent?.startsWith(`${wanted} /`),
    seq,
  );
}

/** Box → where it is on the screen. */
export interface Place {
  readonly left: number;
  readonly top: number;
  readonly right: number;
  readonly bottom: number;
}
export const placesOf = (page: Page, selector: string): Promise<readonly Place[]> =>
  page.evaluate(
    (found) =>
      [...document.querySelectorAll(found)].map((element) => {
        const { left, top, right, bottom } = element.getBoundingClientRect();
        return { left, top, right, bottom };
      }),
    selector,
  );

export const overlap = (a: Place, b: Place): boolean =>
  a.left < b.right - 0.5 &&
  b.left < a.right - 0.5 &&
  a.top < b.bottom - 0.5 &&
  b.top < a.bottom - 0.5;

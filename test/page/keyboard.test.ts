/** The page without a mouse: every view, every instance and every moment can be reached by keys. */
import type { Page } from "playwright-core";
import { expect, test } from "vitest";
import { open, useBrowser } from "./browser.ts";
import { shop } from "./sites.ts";
import { failThenResume, useStage } from "./stage.ts";

useBrowser();
const site = useStage(shop, failThenResume);

/** What has the focus, by what a reader of screens would say of it. */
const focused = (page: Page): Promise<string> =>
  page.evaluate(() => {
    const { activeElement: at } = document;
    return at?.getAttribute("aria-label") ?? at?.textContent ?? "";
  });
const chosen = (page: Page): Promise<string | null> => page.locator(".detail h2").textContent();
const ready = async (): Promise<Page> => {
  const page = await open(site.url);
  await page.locator('[data-box="lb"]').waitFor();
  return page;
};

test("tabs are chosen by arrows, and every part of the page is come to by Tab", async () => {
  const page = await ready();
  await page.locator("#tab-graph").focus();
  for (const name of ["Timeline", "History", "Net", "Graph"]) {
    await page.keyboard.press("ArrowRight");
    expect(await focused(page)).toBe(name);
    expect(await page.locator(`[role=tab][aria-selected=true]`).innerText()).toBe(name);
  }
  await page.keyboard.press("ArrowLeft");
  expect(await focused(page)).toBe("Net");
  await page.keyboard.press("ArrowRight");
  const met: string[] = [];
  for (let k = 0; k < 40 && met.at(-1) !== "Record that is shown"; k++) {
    await page.keyboard.press("Tab");
    met.push(await focused(page));
  }
  expect(met).toEqual(
    expect.arrayContaining([
      "Search instances by name, component or host",
      expect.stringMatching(/^dbdatabase$/),
      expect.stringMatching(/^site: 4 instances/),
      expect.stringMatching(/^db: database, in place/),
      "Record that is shown",
    ]),
  );
});

test("a slash searches, Enter takes the first, Escape lets go", async () => {
  const page = await ready();
  await page.keyboard.press("/");
  expect(await focused(page)).toMatch(/^Search/);
  await page.keyboard.type("app");
  await expect.poll(() => page.locator(".rows li").count()).toBe(2);
  await page.keyboard.press("Enter");
  expect(await chosen(page)).toBe("app1");
  expect(await page.locator(".box.chosen").getAttribute("data-box")).toBe("app1");
  await page.keyboard.press("Escape");
  await expect.poll(() => page.locator(".rows li").count()).toBe(4);
  await page.keyboard.press("Escape");
  await page.locator(".box.chosen").waitFor({ state: "detached" });
});

test("arrows lead from box to box, Enter chooses, f draws one alone", async () => {
  const page = await ready();
  await page.locator('[data-box="db"] .frame').focus();
  await page.keyboard.press("Enter");
  expect(await chosen(page)).toBe("db");
  for (const [key, name] of [
    ["ArrowRight", /^app/],
    ["ArrowRight", /^lb/],
    ["ArrowLeft", /^app/],
    ["ArrowLeft", /^db/],
  ] as const) {
    await page.keyboard.press(key);
    await expect.poll(() => focused(page)).toMatch(name);
    expect(await chosen(page)).toMatch(name);
  }
  await page.keyboard.press("f");
  await page.locator('[data-box="lb"]').waitFor({ state: "detached" });
  await page.keyboard.press("Escape");
  await page.locator('[data-box="lb"]').waitFor();
});

test("what the picture shows can be asked beside it", async () => {
  const page = await ready();
  await page.locator(".instances").getByRole("button", { name: /db/ }).focus();
  await page.keyboard.press("Enter");
  await page
    .locator(".detail")
    .getByRole("button", { name: /^give.*sql/ })
    .focus();
  await page.keyboard.press("Enter");
  await page.getByRole("heading", { name: /^Why: provide sql/ }).waitFor();
  expect(await page.locator('[data-part="provide sql"].chosen').count()).toBe(1);
});

test("the picture is scaled and moved by keys", async () => {
  const page = await ready();
  const shown = page.locator(".canvas > g");
  const at = (): Promise<string | null> => shown.getAttribute("transform");
  const whole = await at();
  await page.locator(".canvas").focus();
  await page.keyboard.press("+");
  await expect.poll(at).not.toBe(whole);
  const larger = await at();
  await page.keyboard.press("ArrowLeft");
  await expect.poll(at).not.toBe(larger);
  await page.keyboard.press("0");
  await expect.poll(at).toBe(whole);
});

test("the slider goes from record to record, and its words say which", async () => {
  const page = await ready();
  const slider = page.getByRole("slider");
  await slider.focus();
  const last = Number(await slider.inputValue());
  await page.keyboard.press("ArrowLeft");
  await expect
    .poll(() => slider.getAttribute("aria-valuetext"))
    .toMatch(new RegExp(`^record ${last - 1} of ${last}: \\S`));
  await page.keyboard.press("Home");
  await expect.poll(() => slider.getAttribute("aria-valuetext")).toMatch(/^record 1 of .*pinned$/);
  await page.keyboard.press("End");
  await expect.poll(() => slider.inputValue()).toBe(String(last));
  expect(await page.getByRole("button", { name: "end" }).getAttribute("aria-pressed")).toBe("true");
});

/** Nothing in the page is in anybody's way, as far as axe can tell: every view, light and dark, with and without a selection. */
import { expect, test } from "vitest";
import { goTo, obstacles, open, useBrowser } from "./browser.ts";
import { shop } from "./sites.ts";
import { failThenResume, useStage } from "./stage.ts";

useBrowser();
const site = useStage(shop, failThenResume);

test.each([false, true])("in every view, dark: %s", async (isDark) => {
  const page = await open(site.url, { isDark });
  await page.locator('[data-box="lb"]').waitFor();
  const failed = site.records().findIndex(({ type }) => type === "failed") + 1;
  for (const name of ["Graph", "Timeline", "History", "Net"]) {
    await page.getByRole("tab", { name }).click();
    if (name === "History") await page.locator(".differences li").first().waitFor();
    expect({ [name]: await obstacles(page) }).toEqual({ [name]: [] });
  }
  await page.getByRole("tab", { name: "Graph" }).click();
  await goTo(page, failed);
  await page.locator(".instances").getByRole("button", { name: /lb/ }).click();
  await page.locator(".tail").waitFor();
  await page.getByText("Signs").click();
  expect(await obstacles(page)).toEqual([]);
  const collapse = page.getByRole("combobox", { name: "A box for" });
  for (const by of ["type", "host"]) {
    await collapse.selectOption(by);
    await page.locator(".lines, .tokens").first().waitFor();
    expect(await obstacles(page)).toEqual([]);
  }
});

test("in a page that has nothing to show", async () => {
  const page = await open(site.url.replace(/#.*/, "#wrong"));
  await page.getByRole("heading", { name: "This page needs its token" }).waitFor();
  expect(await obstacles(page)).toEqual([]);
});

/** The page of runs that are over: real clicks in every view, the marking at every record, and how it is all laid out. */
import type { Page } from "playwright-core";
import { describe, expect, test } from "vitest";
import { State, fold } from "../../src/engine/fold.ts";
import { goTo, open, overlap, placesOf, tokensOf, useBrowser } from "./browser.ts";
import { shop } from "./sites.ts";
import { failThenResume, useStage } from "./stage.ts";

useBrowser();

const site = useStage(shop, failThenResume);
const tab = (page: Page, name: string): Promise<void> => page.getByRole("tab", { name }).click();
const box = (page: Page, name: string) => page.locator(`[data-box="${name}"]`);

describe("the graph", () => {
  test("shows at every record the tokens that a fold of the journal gives", async () => {
    const page = await open(site.url);
    await box(page, "lb").waitFor();
    const state = new State();
    for (const record of site.records()) {
      fold(state, record);
      const c = state.configuration;
      if (c.numbers.size < 4) continue;
      await goTo(page, record.seq);
      const marked = [...c.all()].map((instance) => {
        const { slots } = c.life(instance);
        const own = Array.from({ length: slots }, (_, slot) => slot);
        return [c.names[instance], own.filter((slot) => c.mark(instance, slot) > 0)] as const;
      });
      expect(await tokensOf(page)).toEqual(Object.fromEntries(marked));
    }
  });

  test("stands providers to the left of their users, none upon another, all within sight", async () => {
    const page = await open(site.url);
    await box(page, "lb").waitFor();
    const places = await placesOf(page, ".box .edge");
    expect(places).toHaveLength(4);
    const [db, app1, app2, lb] = places;
    if (db === undefined || app1 === undefined || app2 === undefined || lb === undefined) return;
    expect(db.right).toBeLessThan(app1.left);
    expect(app1.right).toBeLessThan(lb.left);
    expect(app1.left).toBeCloseTo(app2.left, 0);
    expect(app1.bottom).toBeLessThan(app2.top);
    const [canvas] = await placesOf(page, ".canvas");
    for (const one of places)
      expect(
        canvas &&
          one.left > canvas.left &&
          one.right < canvas.right &&
          one.top > canvas.top &&
          one.bottom < canvas.bottom,
      ).toBe(true);
  });

  test("says of what is clicked why it is as it is: a box, a place, a transition, a port, a link", async () => {
    const page = await open(site.url);
    await box(page, "lb").waitFor();
    await page.getByRole("combobox", { name: "Run" }).selectOption({ label: "run 1 · deploy" });
    await page.locator(".outcome", { hasText: "failed" }).waitFor();
    const heading = page.locator(".detail h3").first();
    const reasons = page.locator(".detail section").first().locator(".why li > :first-child");
    await box(page, "lb").locator('[data-part="transition start"]').click();
    expect(await heading.innerText()).toMatch(/^Why: transition start/);
    expect(await reasons.allInnerTexts()).toEqual([
      expect.stringMatching(/^lb\.start failed: .*no certificate/),
    ]);
    expect(await page.locator(".tail").innerText()).toBe("no certificate");
    await box(page, "db").locator('[data-part="provide sql"]').click();
    expect(await heading.innerText()).toMatch(/^Why: provide sql/);
    await box(page, "app1").locator('[data-part="place running"]').click();
    expect(await heading.innerText()).toMatch(/^Why: place running/);
    await box(page, "app2")
      .locator(".frame")
      .click({ position: { x: 20, y: 12 } });
    await page.locator("h2", { hasText: "app2" }).waitFor();
    // In the middle of its way.
    const at = await page.evaluate(() => {
      const path = document.querySelector<SVGPathElement>("path.pick");
      const point = path?.getPointAtLength(path.getTotalLength() / 2);
      const { x = 0, y = 0 } = point?.matrixTransform(path?.getScreenCTM() ?? undefined) ?? {};
      return { x, y };
    });
    await page.mouse.click(at.x, at.y);
    await page.locator("h2", { hasText: "app1" }).waitFor();
    expect(await heading.innerText()).toMatch(/^Why: use database/);
  });

  test("is drawn by component, by host, as boxes, and of one instance with its neighbours", async () => {
    const page = await open(site.url);
    await box(page, "lb").waitFor();
    const drawn = page.getByRole("combobox", { name: "drawn as" });
    const collapse = page.getByRole("combobox", { name: "A box for" });
    await drawn.selectOption("boxes");
    await page.locator(".hits").first().waitFor({ state: "detached" });
    expect(await page.locator(".lines").allTextContents()).toEqual([
      "running",
      "running",
      "running",
      "running",
    ]);
    await collapse.selectOption("type");
    await box(page, "app").waitFor();
    expect(await page.locator(".box").count()).toBe(3);
    await collapse.selectOption("host");
    await box(page, "this machine").waitFor();
    await box(page, "this machine").locator(".frame").click();
    expect(await page.locator(".detail .parts li").count()).toBe(4);
    await collapse.selectOption("none");
    await box(page, "lb").locator(".frame").dblclick();
    await box(page, "db").waitFor({ state: "detached" });
    expect(await page.locator(".box").count()).toBe(3);
    expect(await page.locator(".hits").count()).toBe(1);
    await page.getByRole("button", { name: /show all/ }).click();
    await box(page, "db").waitFor();
  });

  test("shows the lifecycle within a box that is looked at closely", async () => {
    const page = await open(site.url);
    await box(page, "lb").waitFor();
    await page.getByRole("combobox", { name: "drawn as" }).selectOption("boxes");
    await page.locator(".lines").first().waitFor();
    for (let k = 0; k < 7; k++) await page.getByRole("button", { name: "Zoom in" }).click();
    await page.locator(".within .token").first().waitFor();
    await page.getByRole("button", { name: "fit" }).click();
    await page.locator(".within").first().waitFor({ state: "detached" });
    expect(await page.locator(".box").count()).toBe(4);
  });
});

describe("the timeline", () => {
  test("has a row for each instance, and says of a bar that is clicked what it was", async () => {
    const page = await open(site.url);
    await tab(page, "Timeline");
    await page.getByRole("combobox", { name: "Run" }).selectOption({ label: "run 1 · deploy" });
    await page.locator(".summary", { hasText: "7 actions" }).waitFor();
    expect((await page.locator(".line > button").allInnerTexts()).toSorted()).toEqual([
      "app1",
      "app2",
      "db",
      "lb",
    ]);
    expect(await page.locator(".summary").innerText()).toMatch(
      /3 on the critical path · 1 failed$/,
    );
    const lb = page.locator(".line", { hasText: "lb" });
    await lb.locator("[data-bar]", { has: page.locator(".bad") }).click();
    await page.getByRole("heading", { name: "Why: transition start" }).waitFor();
    expect(await page.locator(".tries tbody tr").allInnerTexts()).toEqual([
      expect.stringMatching(/^start\s.*failed$/s),
    ]);
    const bars = page.locator("[data-bar]");
    const all = await bars.count();
    await page.getByRole("button", { name: "critical path only" }).click();
    await expect.poll(() => bars.count()).toBe(3);
    expect(all).toBe(7);
  });

  test("is zoomed in time, and shows what is seen alone", async () => {
    const page = await open(site.url);
    await tab(page, "Timeline");
    await page.getByRole("combobox", { name: "Run" }).selectOption({ label: "run 1 · deploy" });
    await page.locator(".summary", { hasText: "7 actions" }).waitFor();
    for (let k = 0; k < 8; k++) await page.getByRole("button", { name: "Zoom in" }).click();
    for (let k = 0; k < 14; k++) await page.getByRole("button", { name: "Earlier" }).click();
    const bars = page.locator("[data-bar]");
    await expect.poll(() => bars.count()).toBeLessThan(7);
    await page.getByRole("button", { name: "all", exact: true }).click();
    await expect.poll(() => bars.count()).toBe(7);
  });

  test("leads to a moment by a click on its axis", async () => {
    const page = await open(site.url);
    await tab(page, "Timeline");
    await page.locator(".axis-line").click({ position: { x: 180, y: 10 } });
    await page.locator(".playhead").waitFor();
    expect(await page.getByRole("button", { name: "end" }).getAttribute("aria-pressed")).toBe(
      "false",
    );
    await page.getByRole("button", { name: "end" }).click();
    await page.locator(".playhead").waitFor({ state: "detached" });
  });
});

describe("the history", () => {
  test("tells what is different between two commits that are chosen, and shows how things stood", async () => {
    const page = await open(site.url);
    await tab(page, "History");
    const commits = page.locator(".commits tbody tr");
    await expect.poll(() => commits.count()).toBeGreaterThan(2);
    const differences = page.locator(".differences li");
    await differences.filter({ hasText: "lb goes from no place to running" }).waitFor();
    await page
      .getByRole("radio", { name: /^from / })
      .last()
      .check();
    await differences.filter({ hasText: "db goes from no place to running" }).waitFor();
    await page.getByRole("radio", { name: /^to / }).last().check();
    await page.getByText("It is the same commit.").waitFor();
    await page
      .getByRole("button", { name: /^Show how things stood/ })
      .last()
      .click();
    await page.locator(".pill-on.runs").first().waitFor();
    expect(await page.locator(".record .number").first().innerText()).not.toMatch(/^(\d+) \/ \1$/);
  });
});

describe("the net", () => {
  test("has a token where the deployment has one, of all instances and of one", async () => {
    const page = await open(site.url);
    await tab(page, "Net");
    const marked = page.locator(".net-place.marked");
    await expect.poll(() => marked.count()).toBe(4);
    await page.locator(".instances li").filter({ hasText: "lb" }).getByRole("button").click();
    await expect.poll(() => marked.count()).toBe(1);
    expect(await marked.textContent()).toMatch(/running/);
    await page.getByRole("button", { name: "with guards and program" }).click();
    await expect.poll(() => page.locator(".net-place").count()).toBeGreaterThan(6);
  });

  test("says of a node that is clicked what it is a part of, and why that is as it is", async () => {
    const page = await open(site.url);
    await tab(page, "Net");
    await page
      .locator(".net-transition", { hasText: /db\.start begins/ })
      .locator("rect")
      .click();
    await page.locator("h2", { hasText: /^db$/ }).waitFor();
    const chosen = page.locator('.detail .parts [aria-pressed="true"]');
    expect(await chosen.allInnerTexts()).toEqual([expect.stringContaining("start")]);
  });
});

describe("the page", () => {
  test.each([
    [1600, 1000],
    [1280, 800],
    [1000, 640],
    [600, 900],
  ])("fits a window of %i × %i: nothing overlaps, nothing is cut off", async (width, height) => {
    const page = await open(site.url, { width, height });
    await box(page, "lb").waitFor();
    for (const name of ["Graph", "Timeline", "History", "Net"]) {
      await tab(page, name);
      const parts = (await placesOf(page, ".head, .instances, .view, .detail, .time")).filter(
        (one) => one.right > one.left,
      );
      parts.forEach((one, k) => {
        expect(one.left >= 0 && one.right <= width + 0.5 && one.bottom <= height + 0.5).toBe(true);
        for (const other of parts.slice(k + 1)) expect(overlap(one, other)).toBe(false);
      });
      const scrolls = await page.evaluate(() => document.documentElement.scrollWidth > innerWidth);
      expect(scrolls).toBe(false);
    }
  });
});

/** A thousand instances: the page holds what is seen, finds what is sought, and stays at hand. */
import { expect, test } from "vitest";
import { goTo, obstacles, open, useBrowser } from "./browser.ts";
import { useStage } from "./stage.ts";

useBrowser();
const site = useStage(
  `
const Sql = service("sql");
const database = component({ name: "database", places: ["off", "on"], initial: "off",
  provides: { sql: { type: Sql, in: ["on"] } }, behaviors: { deploy: { start: { from: "off", to: "on" } } } });
const app = component({ name: "app", places: ["off", "fetched", "on"], initial: "off", uses: { sql: { type: Sql, in: ["start", "on"] } },
  behaviors: { deploy: { fetch: { from: "off", to: "fetched" }, start: { from: "fetched", to: "on" } } } });
const components: any = {}, wires: any = {}, on: any = {};
for (let k = 0; k < 20; k++) components["db" + k] = database;
for (let k = 0; k < 980; k++) { components["app" + k] = app; wires["app" + k] = { sql: "db" + (k % 20) + ".sql" }; on["app" + k] = "h" + (k % 7); }
const hosts = Object.fromEntries(Array.from({ length: 7 }, (_, k) => ["h" + k, local()]));
export const main = (assembly as any)({ name: "site", components, wires, hosts, on });
`,
  ({ madeus }) => void madeus("deploy"),
);

test("they are drawn by component, by host, and one by one; near at hand only what is seen", async () => {
  const page = await open(site.url);
  const boxes = page.locator(".box");
  await boxes.first().waitFor();
  expect(await boxes.count()).toBe(2);
  const collapse = page.getByRole("combobox", { name: "A box for" });
  await collapse.selectOption("host");
  await expect.poll(() => boxes.count()).toBe(8);
  await collapse.selectOption("none");
  await expect.poll(() => boxes.count()).toBe(1000);
  expect(await page.locator(".patch").count()).toBe(1000);
  // From afar no box has an inside.
  expect(await page.locator(".lines").count()).toBe(0);

  await page.getByRole("searchbox").fill("app77");
  await expect
    .poll(() => page.locator(".rows ul").evaluate((list) => list.clientHeight))
    .toBe(11 * 30);
  await page.getByRole("searchbox").press("Enter");
  await page.locator('.box.chosen[data-box="app77"]').waitFor();
  await page.locator(".patch").first().waitFor({ state: "detached" });
  const near = await boxes.count();
  expect(near).toBeGreaterThan(1);
  expect(near).toBeLessThan(100);
  expect(await page.locator(".links.crowded").count()).toBe(1);
  expect(await page.locator(".link.on").count()).toBe(1);
});

test("a small step of the wheel moves what is drawn, and a large one brings boxes a few at a time", async () => {
  const page = await open(site.url);
  await page.locator(".box").first().waitFor();
  await page.getByRole("combobox", { name: "A box for" }).selectOption("none");
  await expect.poll(() => page.locator(".box").count()).toBe(1000);
  const turned = await page.evaluate(async () => {
    const picture = document.querySelector(".canvas > g");
    const room = document.querySelector(".canvas")?.getBoundingClientRect() ?? new DOMRect();
    const frame = (): Promise<number> => new Promise(requestAnimationFrame);
    const turn = (deltaY: number): void => {
      const at = { clientX: room.x + room.width / 2, clientY: room.y + room.height / 2 };
      picture?.dispatchEvent(new WheelEvent("wheel", { deltaY, ...at, bubbles: true }));
    };
    const boxes = (): Element[] => [...document.querySelectorAll(".box")];
    const before = picture?.getAttribute("transform");
    const drawn = boxes();
    turn(-20);
    await frame();
    await frame();
    const isMoved = picture?.getAttribute("transform") !== before;
    const isKept = boxes().every((box, k) => box === drawn[k]);
    for (turn(-1000); boxes().length > 100; ) await frame();
    const most = { come: 0, there: boxes().length };
    for (turn(1200); most.there < 1000; ) {
      await frame();
      const there = boxes().length;
      most.come = Math.max(most.come, there - most.there);
      most.there = there;
    }
    return { isMoved, isKept, come: most.come };
  });
  expect(turned).toMatchObject({ isMoved: true, isKept: true });
  expect(turned.come).toBeGreaterThan(0);
  expect(turned.come).toBeLessThan(300);
});

test("their net is looked at instance by instance, each with its neighbours", async () => {
  const page = await open(site.url);
  await page.getByRole("tab", { name: "Net" }).click();
  const view = page.locator(".net");
  await view.getByText(/nodes are too many for one picture/).waitFor();
  expect(await obstacles(page)).toEqual([]);
  await view.getByRole("combobox", { name: "Of" }).fill("app7");
  await view.getByRole("combobox", { name: "Of" }).press("Enter");
  await page.locator("h2", { hasText: /^app7$/ }).waitFor();
  const places = page.locator(".net-place");
  await expect.poll(() => places.count()).toBeGreaterThan(2);
  const own = await places.count();
  await view.getByRole("button", { name: "with neighbours" }).click();
  await expect.poll(() => places.count()).toBeGreaterThan(own);
  expect(await page.locator(".net title", { hasText: "db7" }).count()).toBeGreaterThan(0);
});

test("they are listed, however many, in a few rows", async () => {
  const page = await open(site.url);
  await page.locator(".box").first().waitFor();
  const rows = page.locator(".rows li");
  expect(await rows.count()).toBeLessThan(60);
  const last = page.locator(".rows button", { hasText: /^app979/ });
  expect(await last.count()).toBe(0);
  await page.locator(".rows").evaluate((list) => list.scrollTo(0, list.scrollHeight));
  await last.waitFor();
  await last.click();
  await page.locator("h2", { hasText: "app979" }).waitFor();
});

test("the chart of their run holds the rows that are seen", async () => {
  const page = await open(site.url);
  await page.getByRole("tab", { name: "Timeline" }).click();
  const rows = page.locator(".line");
  await rows.first().waitFor();
  expect(await rows.count()).toBeLessThan(80);
  const first = await rows.first().innerText();
  await page.locator(".gantt").evaluate((chart) => chart.scrollTo(0, chart.scrollHeight));
  await expect.poll(() => rows.first().innerText()).not.toBe(first);
});

test("any moment of their run is a matter of the slider", async () => {
  const page = await open(site.url);
  await page.locator(".box").first().waitFor();
  await page.getByRole("combobox", { name: "A box for" }).selectOption("none");
  await expect.poll(() => page.locator(".box").count()).toBe(1000);
  const { length } = site.records();
  expect(length).toBeGreaterThan(3);
  await goTo(page, 3);
  await page.locator(".stages", { hasText: /1000|at work|waiting|in place/ }).waitFor();
  const counts = await page.locator(".stages button").allInnerTexts();
  const sum = counts.reduce((all, text) => all + Number(/\d+/.exec(text)?.[0]), 0);
  expect(sum).toBe(1000);
});

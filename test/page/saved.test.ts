/** The page as one file, opened without any network, of a deployment whose every word is hostile. */
import { join } from "node:path";
import { pathToFileURL } from "node:url";
import type { Page } from "playwright-core";
import { expect, test } from "vitest";
import { obstacles, open, useBrowser } from "./browser.ts";
import { useStage } from "./stage.ts";

useBrowser();
const image = "<img src=x onerror=alert(1)>";
const hostile = `</script><script>alert('pwned')</script>${image}"'&amp;`;
/** No name holds a slash or a dot; all else may be in one. */
const name = `"><b onmouseover='alert(1)'>${"&"}lt; ${"$"}{x} \`y\` \\u202e`;

const site = useStage(
  `
const text = ${JSON.stringify(hostile)}, name = ${JSON.stringify(name)};
const Value = data("value " + name, { text: String });
const one = component({ name: "giver " + name, places: ["off " + name, "on " + name], initial: "off " + name,
  provides: { ["out " + name]: { type: Value, in: ["on " + name] } },
  behaviors: { ["deploy"]: { ["go " + name]: { from: "off " + name, to: "on " + name,
    run: ({ give, log }: any) => { log(text); give("out " + name, { text }); } } } } } as any);
const two = component({ name: "taker " + name, places: ["off", "on"], initial: "off",
  uses: { ["in " + name]: { type: Value, in: ["go"] } },
  behaviors: { deploy: { go: { from: "off", to: "on", run: () => { throw new Error(text); } } } } } as any);
export const main = (assembly as any)({ name: "site", components: { ["one " + name]: one, ["two " + name]: two },
  wires: { ["two " + name]: { ["in " + name]: "one " + name + ".out " + name } } });
`,
  ({ madeus }) => {
    madeus("deploy");
    madeus("report", "--html", "run.html");
  },
);

const saved = (): string => pathToFileURL(join(site.directory, "run.html")).href;

/** Has anything that it was told become an element, or run? */
const traces = (page: Page): Promise<number> =>
  page.evaluate(
    () => document.querySelectorAll("img, b[onmouseover], [onerror], #app script").length,
  );

async function lookAround(page: Page): Promise<void> {
  await page.locator(".box").first().waitFor();
  for (const view of ["Timeline", "History", "Net", "Graph"]) {
    await page.getByRole("tab", { name: view }).click();
    if (view === "History") await page.locator(".differences li").first().waitFor();
    expect(await traces(page)).toBe(0);
  }
  await page.locator(".rows button").first().click();
  await page.getByRole("log").getByText("alert('pwned')").waitFor();
  expect(await page.locator("h2").textContent()).toBe(`one ${name}`);
  await page.locator(".rows button").nth(1).click();
  await page.locator(".failure", { hasText: "pwned" }).waitFor();
  await page.getByRole("searchbox").fill("<b ");
  expect(await page.locator(".rows li").count()).toBe(2);
  expect(await traces(page)).toBe(0);
}

test("it opens offline, and shows every view with what was saved", async () => {
  const page = await open(saved(), { isOffline: true });
  await lookAround(page);
  expect(await page.locator(".connection").innerText()).toBe("saved page");
  expect(await page.title()).toBe("site · Madeus");
  expect(await obstacles(page)).toEqual([]);
});

test("what is served is no more dangerous", async () => {
  const page = await open(site.url);
  await lookAround(page);
  expect(await page.locator(".connection").innerText()).toBe("up to date");
});

test("its policy lets no other script run, wherever one came from", async () => {
  const page = await open(saved(), { says: /violates the following Content Security Policy/ });
  await page.locator(".box").first().waitFor();
  const ran = await page.evaluate(async () => {
    const broken = new Promise((told) =>
      addEventListener("securitypolicyviolation", told, { once: true }),
    );
    const script = document.createElement("script");
    script.textContent = "window.ran = true";
    document.body.append(script);
    await broken;
    return "ran" in window;
  });
  expect(ran).toBe(false);
});

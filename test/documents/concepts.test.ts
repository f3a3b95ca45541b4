/** `docs/concepts.md` shows the assembly that its pictures are drawn from, and the film tells a whole run. */
import { readFileSync } from "node:fs";
import { expect, test } from "vitest";
import { blog } from "../../assemblies/blog.ts";
import { siteOfAssembly } from "../../src/show/site.ts";
import { blocksOf } from "./document.ts";
import { instantsOf } from "./token-run.ts";
import { Story } from "./token-story.ts";

const path = "docs/concepts.md";

test("the example is the assembly of the pictures", () => {
  const block = blocksOf({ path, text: readFileSync(path, "utf8") }).find(
    ({ note }) => note === "blog.ts",
  );
  const source = readFileSync("assemblies/blog.ts", "utf8");
  expect(source.slice(source.indexOf("import"))).toBe(block?.text);
});

test("the film tells what the run does, and ends as it ends", async () => {
  const site = siteOfAssembly(blog as never);
  const { captions, tokens, lights } = new Story(site, await instantsOf(blog as never));
  expect(captions.map(({ text }) => text)).toContain("web.open waits for db.sql");
  expect(captions.at(-1)).toMatchObject({ runS: 6, text: "all have come to the end of deploy" });
  const places = tokens
    .filter(({ endS }) => endS === Infinity)
    .map(({ instance, stops }) => site.instances[instance]?.life.places[stops.at(-1)?.slot ?? -1]);
  expect(new Set(places)).toEqual(new Set(["running", "serving"]));
  const actions = lights.filter(({ kind }) => kind === "transition");
  expect(actions).toHaveLength(5);
  expect(actions.filter(({ fromS, toS }) => toS <= fromS)).toEqual([]);
});

test("the film needs no script, and stands still for who wants that", () => {
  const film = readFileSync("docs/pictures/token.svg", "utf8");
  expect(film).toContain("@media(prefers-reduced-motion:reduce){.moves{animation:none}}");
  expect(film).not.toMatch(/<script|href=|url\((?!#)/);
});

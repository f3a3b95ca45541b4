/** Are the tests of the translator sharp? Each planted fault must be caught by what `planted-catcher.ts` compares, and the sources as they are must not. */
import { afterAll, beforeAll, expect, test } from "vitest";
import { type Plot, caught, missedFaults, plotOf, remove } from "../../planting.ts";
import { plantedFaults } from "./planted-faults.ts";

const ground = {
  folder: "src/net/translate",
  copied: ["src/model", "src/semantics", "src/net", "test/oracle", "test/semantics", "test/net"],
  catcher: "test/net/translate/planted-catcher.ts",
};
let plots: readonly [Plot, Plot];

beforeAll(async () => {
  plots = [await plotOf(ground), await plotOf(ground)];
});
afterAll(() => Promise.all(plots.map(remove)));

test("the sources as they are pass", { timeout: 120_000 }, async () => {
  expect(await caught(plots[0])).toBeUndefined();
});

test("every planted fault is caught", { timeout: 600_000 }, async () => {
  expect(await missedFaults(plots, plantedFaults)).toEqual([]);
});

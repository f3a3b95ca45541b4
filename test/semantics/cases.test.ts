/** The table of section 8 of the semantics, by every implementation that there is. */
import { describe, expect, test } from "vitest";
import { denseExplorer } from "../oracle/dense.ts";
import { type Explorer, naive } from "../oracle/explore.ts";
import { maude, maudeIsInstalled } from "../oracle/maude.ts";
import { cases } from "./cases.ts";

const explorers: readonly Explorer[] = [naive, denseExplorer, ...(maudeIsInstalled ? [maude] : [])];

describe.each(explorers)("$name", (explorer) => {
  test.each(cases)("$name", async ({ program, finals }) => {
    const [found = []] = await explorer.finals([program]);
    expect([...found].toSorted()).toEqual(finals);
  });
});

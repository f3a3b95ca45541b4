/** The pages show the figures that were kept, all of them and nothing else. */
import { describe, expect, test } from "vitest";
import { ratio } from "../../bench/contest.ts";
import { keptResults, newest } from "../../bench/kept.ts";
import { readFileSync } from "node:fs";
import { pageOf, pages, plotOf, plots, withFigures } from "../../bench/page.ts";
import { type Result, isKept, lineOf } from "../../bench/result.ts";
import { benches, costly, fullTable, shortLines, shortTable } from "../../bench/table.ts";

const kept = newest(keptResults());

describe("the pages", () => {
  test.each([...pages.keys()])("%s shows what the kept results give", (path) => {
    const { is, shouldBe } = pageOf(path);
    expect(is).toContain("<!-- figures -->");
    expect(is).toBe(shouldBe);
  });

  test.each([...plots.keys()])(
    "%s shows what the kept results give, each line to its end",
    (path) => {
      expect(readFileSync(path, "utf8")).toBe(plotOf(path));
      const ways = [...plotOf(path).matchAll(/class="b\d way" d="([^"]*)"/g)];
      expect(ways.map(([, way = ""]) => way.split("L").length)).toEqual(ways.map(() => 9));
      expect(ways).toHaveLength(8);
    },
  );

  test("have a figure of every bench, and one for every line of the front page", () => {
    const usual = (names: Iterable<string>): readonly string[] =>
      [...names].filter((name) => !costly.includes(name)).toSorted();
    expect(usual(new Set(kept.map(({ bench }) => bench)))).toEqual(usual(benches));
    const [, , ...rows] = shortTable(kept).split("\n");
    expect(rows).toHaveLength(shortLines);
  });

  test("say of every figure whether its bound was kept, as was found when it was measured", () => {
    expect(kept.map((result) => isKept(result))).toEqual(kept.map(({ ok }) => ok));
  });
});

const idle: Result = {
  bench: "idle",
  case: "1 action at work",
  figure: "processor time while waiting",
  value: 0.5,
  unit: "%",
  bound: { atMost: 0.2 },
  ok: false,
  date: "2026-01-02T03:04:05.678Z",
  commit: "0123456789abcdef",
  dirty: true,
  node: "v24.0.0",
  cpu: "a processor",
  cores: 2,
  load: 0.25,
  peers: { "p-graph": "1.0.0" },
};

describe("a table", () => {
  test("says which bounds were missed", () => {
    const row =
      "| 1 action at work | processor time while waiting | 0.5 % |  | ≤ 0.2 % **missed** |";
    expect(fullTable([idle])).toContain(row);
    expect(fullTable([{ ...idle, value: 0.2 }])).toContain("| ≤ 0.2 % |");
    expect(lineOf(idle)).toMatch(/0\.5 % +≤ 0\.2 % +MISSED$/);
  });

  test("says where and on what it was measured", () => {
    expect(fullTable([idle])).toContain(
      "on 2026-01-02 at commit 0123456 and changes not yet committed, Node v24.0.0, a processor, 2 cores, beside p-graph 1.0.0; load before it at most 0.25: idle.",
    );
  });

  test("of the front page gives the worst of several cases", () => {
    const well = { ...idle, case: "2 actions at work", value: 0.1 };
    expect(shortTable([idle, well])).toBe(shortTable([well, idle]));
    expect(shortTable([idle, well])).toContain("| 0.5 % | ≤ 0.2 % **missed** |");
  });

  test("stands between the comments of its page, whatever stood there", () => {
    const page = "before\n<!-- figures -->\nold\n\n<!-- /figures -->\nafter\n";
    const once = withFigures(page, "new $1");
    expect(once).toBe("before\n<!-- figures -->\n\nnew $1\n\n<!-- /figures -->\nafter\n");
    expect(withFigures(once, "new $1")).toBe(once);
  });
});

test("of each bench only what it said last counts", () => {
  const again = { ...idle, date: "2026-01-03T00:00:00.000Z", value: 0.1 };
  const other = { ...idle, bench: "trace" };
  expect(newest([idle, other, again])).toEqual([other, again]);
});

test("two are compared by their best rounds, and round by round", () => {
  expect(ratio([4, 2, 6], [1, 2, 2])).toEqual({ value: 2, median: 3 });
  expect(ratio([4, 2, 9], [1])).toEqual({ value: 2, median: 4 });
});

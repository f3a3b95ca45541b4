import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { gantt } from "../../src/show/gantt.ts";
import { anyChart, bar, crowd, small } from "./chart.ts";
import { type Element, parseXml, within } from "./xml.ts";

const textsIn = (svg: Element): readonly string[] =>
  [...within(svg)].filter(({ name }) => name === "text").map(({ text }) => text);
const tooltipsIn = (svg: Element): readonly string[] =>
  [...within(svg)].filter(({ name }) => name === "title").map(({ text }) => text);
const ofClass = (svg: Element, look: string): readonly Element[] =>
  [...within(svg)].filter(({ attributes }) => attributes["class"] === look);
const sizeMax = 2_000_000;

describe("a chart", () => {
  const svg = parseXml(gantt(small));

  test("has a row for each instance, and bars that are told apart", () => {
    expect(textsIn(svg)).toEqual(
      expect.arrayContaining(["site", "db", "web", "install", "0", "12.0s"]),
    );
    // One of each is in the legend.
    const counts = ["busy", "calm", "bad", "warn", "hatch", "slack"].map(
      (look) => ofClass(svg, look).length - 1,
    );
    expect(counts).toEqual([2, 2, 1, 1, 1, 2]);
    expect(ofClass(svg, "planned open")).toHaveLength(3 + 1);
  });

  test("tells every figure of a bar", () => {
    expect(tooltipsIn(svg)).toEqual(
      expect.arrayContaining([
        "db.install on here, on the critical path\n0ms to 8.0s: 8.0s, ended well\nplanned: 0ms to 6.0s: 6.0s",
        "web.pull on here\n2.0s to 4.0s: 2.0s, failed\nwaited 2.0s for total\nplanned: 0ms to 2.0s: 2.0s",
        "web.pull, try 2 on here\n5.0s to 9.0s: 4.0s, ended well\ncould have taken 3.0s longer",
        "web.check, on here: not begun\nplanned: 9.0s to 10.0s: 1.0s",
      ]),
    );
  });

  test("groups rows by host where there are several", () => {
    const chart = { ...small, bars: [bar("a.go", 0, 1), bar("b.go", 0, 1, { host: "other" })] };
    expect(textsIn(parseXml(gantt(chart)))).toEqual(expect.arrayContaining(["here", "other"]));
    expect(textsIn(svg)).not.toContain("here");
  });

  test("shows beneath its rows from when to when services were away", () => {
    const interruptions = [
      { instance: "db", port: "sql", fromS: 1, toS: 3 },
      { instance: "web", port: "http", fromS: 2 },
      { instance: "db", port: "sql", fromS: 5, toS: 5.5 },
      { instance: "old", port: "http", fromS: 4, gone: true as const },
    ];
    const away = parseXml(gantt({ ...small, interruptions }));
    const names = textsIn(away).filter((text) => /^[a-z]+\.[a-z]+$/.test(text));
    expect(names).toEqual(["db.sql", "web.http", "old.http"]);
    expect(tooltipsIn(away)).toEqual(
      expect.arrayContaining([
        "db.sql is away from 1.0s to 3.0s: 2.0s",
        "db.sql is away from 5.0s to 5.5s: 500ms",
        "web.http is away from 2.0s, and not back",
        "old.http is away from 4.0s, for good",
      ]),
    );
    const widths = ofClass(away, "away").map(({ attributes }) => Number(attributes["width"]));
    // Of the legend, and two windows on an axis of 900 for 12 seconds.
    expect(widths.toSorted((a, b) => a - b)).toEqual([26, 37.5, 150]);
    expect(ofClass(away, "away open")).toHaveLength(2);
    expect(textsIn(svg)).not.toContain("services that are away");
  });

  test("says how many services that were away it leaves out", () => {
    const interruptions = Array.from({ length: 45 }, (_, k) => ({
      instance: `web${k}`,
      port: "http",
      fromS: 1,
      toS: 2,
    }));
    const texts = textsIn(parseXml(gantt({ ...small, interruptions })));
    expect(texts).toContain("5 more services are away for some time.");
    expect(texts).not.toContain("web40.http");
  });

  test("is as it was", async () => {
    await expect(gantt(small)).toMatchFileSnapshot("golden/gantt.svg");
  });
});

test("whatever times and names it is given, a chart is well-formed and its bars are on the axis", () => {
  fc.assert(
    fc.property(anyChart, (chart) => {
      const svg = parseXml(gantt(chart));
      const [, , width = 0, height = 0] = (svg.attributes["viewBox"] ?? "").split(" ").map(Number);
      expect(svg.attributes["viewBox"]).not.toMatch(/NaN|Infinity/);
      for (const { name, attributes } of within(svg)) {
        if (name !== "rect" || attributes["class"] === "planned open") continue;
        const [x = 0, y = 0, w = 0, h = 0] = ["x", "y", "width", "height"].map((key) =>
          Number(attributes[key] ?? 0),
        );
        expect(w).toBeGreaterThanOrEqual(0);
        expect(x + w).toBeLessThanOrEqual(width);
        expect(y + h).toBeLessThanOrEqual(height);
      }
    }),
    { numRuns: 100 },
  );
});

test("bars of one lane do not lie upon each other", () => {
  const bars = Array.from({ length: 60 }, (_, k) =>
    bar(`one.t${k}`, (k * 7) % 20, ((k * 7) % 20) + 1 + (k % 4)),
  );
  const rects = ofClass(
    parseXml(gantt({ title: "", makespanS: 24, bars, criticalPath: [] })),
    "calm",
  ).slice(0, -1);
  const lanes = Map.groupBy(rects, ({ attributes }) => attributes["y"]);
  expect(rects.length).toBe(60);
  for (const lane of lanes.values()) {
    const spans = lane
      .map(({ attributes }) => [Number(attributes["x"]), Number(attributes["width"])] as const)
      .toSorted(([a], [b]) => a - b);
    spans.slice(1).forEach(([x], k) => {
      const [before = 0, width = 0] = spans[k] ?? [];
      expect(x).toBeGreaterThanOrEqual(before + width - 0.11);
    });
  }
});

describe("a chart of too much", () => {
  test("merges more than 300 instances by component, and says so", () => {
    const texts = textsIn(parseXml(gantt(crowd(10_000, 50))));
    expect(texts).toEqual(
      expect.arrayContaining([
        "component0 × 1,000",
        "10,000 instances are merged into 10 rows by their component.",
        "10,000 of 10,000 bars are not shown one by one: a band is the higher, the more of them run at once.",
      ]),
    );
  });

  test("merges them by host where no components are known", () => {
    const { components: _, ...chart } = crowd(1000, 500);
    const texts = textsIn(parseXml(gantt(chart)));
    expect(texts).toContain("1,000 instances are merged into 300 rows by their host.");
    expect(texts.some((text) => text.startsWith("201 more hosts"))).toBe(true);
  });

  test("shows 100,000 bars of one instance as a band", () => {
    const svg = parseXml(gantt(crowd(3, 1, 100_000)));
    expect(tooltipsIn(svg).some((text) => text.startsWith("i0\n100001 bars"))).toBe(true);
    expect(textsIn(svg)).toContain("i1");
  });

  test("shows what failed in a band", () => {
    const svg = parseXml(gantt(crowd(10_000, 50)));
    expect(tooltipsIn(svg).filter((text) => text.endsWith("10 failed or cut off"))).toHaveLength(1);
  });

  test.each<readonly [string, () => ReturnType<typeof crowd>]>([
    [
      "300 instances of 20 bars",
      () => ({
        ...crowd(6000, 1),
        bars: crowd(6000, 1).bars.map((one, k) => ({ ...one, instance: `i${k % 300}` })),
      }),
    ],
    ["a million instances, and 100,000 bars of one", () => crowd(1_000_000, 1000, 100_000)],
    [
      "names that are all signs",
      () => ({
        ...crowd(300, 2),
        bars: crowd(1500, 2).bars.map((one, k) => ({
          ...one,
          instance: `${"&".repeat(199)}${k % 300}`,
          transition: "'".repeat(200),
        })),
      }),
    ],
  ])("is not larger than 2 MB: %s", (_, make) => {
    const text = gantt(make());
    expect(text.length).toBeLessThanOrEqual(sizeMax);
    expect(parseXml(text).name).toBe("svg");
  });
});

/** OpenStack's published timings, replayed: the table in `docs/openstack.md` is what this finds. */
import { readFileSync } from "node:fs";
import { describe, expect, test } from "vitest";
import { type Mode, simulate } from "madeus/testing";
import { coarse } from "../../assemblies/openstack-trace/coarse.ts";
import { fine } from "../../assemblies/openstack-trace/fine.ts";
import { replay } from "../../assemblies/openstack-trace/replay.ts";

const folder = new URL("../../assemblies/openstack-trace/", import.meta.url);
const read = (name: string): Record<string, number[]> =>
  JSON.parse(readFileSync(new URL(name, folder), "utf8")) as Record<string, number[]>;
const published = read("published.json");
const mean = (name: string): number => {
  const values = published[name] ?? [];
  return values.reduce((sum, value) => sum + value, 0) / values.length;
};

const images = ["cached", "local", "remote"] as const;
const kinds = {
  seq_1t: { mode: "sequential", transitions: 11 },
  seq_nt4: { mode: "sequential", transitions: 31 },
  dag_2t: { mode: "aeolus", transitions: 16 },
  dag_nt4: { mode: "madeus", transitions: 31 },
} as const satisfies Record<string, { mode: Mode; transitions: number }>;
type Kind = keyof typeof kinds;

/** The form that was measured in this mode, with the medians measured in it, and how long it takes in another. */
async function makespanS(image: string, kind: Kind, mode: Mode = kinds[kind].mode) {
  const took = replay(read(`durations/${image}-${kind}.json`), 1);
  const form = kind.endsWith("nt4") ? fine(took) : coarse(took, { pulls: kind === "dag_2t" });
  const report = await simulate(form, { mode });
  expect(report.outcome).toBe("done");
  expect(report.transitions).toHaveLength(kinds[kind].transitions);
  return report.makespanS;
}

const configurations = images.flatMap((image) =>
  (Object.keys(kinds) as Kind[]).map((kind) => [image, kind] as const),
);

test.each(configurations)("%s images, %s: within 2 % of the measured mean", async (image, kind) => {
  const ratio = (await makespanS(image, kind)) / mean(`${image}-${kind}`);
  expect(Math.abs(ratio - 1)).toBeLessThan(0.02);
});

describe("the documented table", () => {
  const document = readFileSync(new URL("../../docs/openstack.md", import.meta.url), "utf8");
  const percent = (ratio: number): string =>
    `${ratio < 1 ? "−" : "+"}${Math.abs((ratio - 1) * 100).toFixed(1)} %`;

  test("sets all twelve configurations beside the published ones", async () => {
    for (const [image, kind] of configurations) {
      const [ours, theirs] = [await makespanS(image, kind), mean(`${image}-${kind}`)];
      const { mode, transitions } = kinds[kind];
      const row = `| ${image} | ${kind} | ${transitions} | ${mode} | ${theirs.toFixed(1)} | ${ours.toFixed(1)} | ${percent(ours / theirs)} |`;
      expect(document).toContain(row);
    }
  });

  test("says how much sooner each image mode ends than in the other tools' ways", async () => {
    for (const image of images) {
      const ratios = await Promise.all(
        (["seq_1t", "dag_2t"] as const).map(async (kind) => {
          const [ours, other] = [await makespanS(image, "dag_nt4"), await makespanS(image, kind)];
          const measured = mean(`${image}-dag_nt4`) / mean(`${image}-${kind}`);
          return [percent(measured), percent(ours / other)];
        }),
      );
      expect(document).toContain(`| ${image} | ${ratios.flat().join(" | ")} |`);
    }
  });

  test("says how long the same 31 transitions take in each mode", async () => {
    for (const image of images) {
      const all = await Promise.all(
        (["sequential", "aeolus", "madeus"] as const).map(async (mode) =>
          (await makespanS(image, "dag_nt4", mode)).toFixed(1),
        ),
      );
      expect(document).toContain(`| ${image} | ${all.join(" | ")} |`);
    }
  });
});

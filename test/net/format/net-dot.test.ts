/** Graphviz reads the drawing of a net, and finds its places, transitions and arcs in it. */
import { spawnSync } from "node:child_process";
import fc from "fast-check";
import { describe, expect, test } from "vitest";
import type { Net } from "../../../src/net/net.ts";
import { netDot } from "../../../src/net/format/net-dot.ts";
import { placeId, transitionId } from "../../../src/net/format/identifier.ts";
import { type Picture, anyName, anyNet, pictureOf } from "./random-net.ts";

const graphvizIsInstalled = spawnSync("dot", ["-V"]).status === 0;

/** What `dot -Tdot_json` gives of a graph. */
interface Graph {
  readonly name: string;
  readonly objects?: readonly {
    readonly name: string;
    readonly label: string;
    readonly shape: string;
    readonly peripheries?: string;
  }[];
  readonly edges?: readonly {
    readonly tail: number;
    readonly head: number;
    readonly label?: string;
    readonly style?: string;
  }[];
}

const dotOf = (net: Net): string =>
  [
    ...netDot({
      net,
      goal: net.placeCount > 0 ? [0] : [],
      rangeOf: () => undefined,
      properties: [],
    }),
  ].join("");

/** Several graphs at once: starting a process is dear. */
function graphsIn(text: string): readonly Graph[] {
  const { stdout, stderr, status } = spawnSync("dot", ["-Tdot_json"], {
    input: text,
    encoding: "utf8",
    maxBuffer: 2 ** 28,
  });
  if (status !== 0 || stderr !== "") throw new Error(`Graphviz refuses it: ${stderr}`);
  return stdout
    .split(/^(?=\{)/m)
    .filter((one) => one.trim() !== "")
    .map((one) => JSON.parse(one) as Graph);
}

function pictureIn({ objects = [], edges = [] }: Graph): Picture {
  const isPlace = objects.map(({ shape }) => shape === "ellipse");
  const rows = objects.map(() => ({
    consumed: [] as string[],
    read: [] as string[],
    produced: [] as string[],
  }));
  for (const { tail, head, label, style } of edges) {
    const way = style === "dashed" ? "read" : isPlace[tail] === true ? "consumed" : "produced";
    const [place, transition] = way === "produced" ? [head, tail] : [tail, head];
    const name = objects[place]?.name ?? "";
    rows[transition]?.[way].push(...Array<string>(Number(label || "1")).fill(name));
  }
  const tokens = ({ label }: { readonly label: string }): number => {
    const many = /^(\d+) ●$/.exec(label.split("\\n").at(-1) ?? "")?.[1];
    return many === undefined ? (/(?<=\\n)●+$/.exec(label)?.[0].length ?? 0) : Number(many);
  };
  return {
    places: Object.fromEntries(
      objects.filter((_, k) => isPlace[k]).map((one) => [one.name, tokens(one)]),
    ),
    transitions: Object.fromEntries(
      objects.flatMap(({ name }, k) => {
        const { consumed = [], read = [], produced = [] } = rows[k] ?? {};
        return isPlace[k] === true
          ? []
          : [
              [
                name,
                {
                  consumed: consumed.toSorted(),
                  read: read.toSorted(),
                  produced: produced.toSorted(),
                },
              ],
            ];
      }),
    ),
  };
}

test("Graphviz takes part on the machines that decide", () => {
  expect(graphvizIsInstalled || process.env["CI"] === undefined).toBe(true);
});

describe.runIf(graphvizIsInstalled)("Graphviz", () => {
  test("finds the same net in its drawing", () => {
    const nets = fc.sample(anyNet(anyName, "weighted"), { numRuns: 100, seed: 7 });
    const graphs = graphsIn(nets.map(dotOf).join(""));
    expect(graphs.map(pictureIn)).toEqual(nets.map((net) => pictureOf(net, placeId, transitionId)));
  });

  test("finds what the tokens are on and where the goal is, under plain names", () => {
    const [net] = fc.sample(
      anyNet(fc.constantFrom(`a"b\\`, "<&lt;>"), "safe").filter(
        ({ placeCount, initial }) => placeCount === 2 && initial.every((tokens) => tokens === 1),
      ),
      1,
    );
    const [graph] = graphsIn(net === undefined ? "" : dotOf(net));
    const [first, second] = graph?.objects ?? [];
    expect(new Set([first?.label, second?.label])).toEqual(
      new Set(["<&amp;lt;>\\n●", `a"b\\\\\\n●`]),
    );
    expect([first?.peripheries, second?.peripheries]).toEqual(["2", undefined]);
  });
});

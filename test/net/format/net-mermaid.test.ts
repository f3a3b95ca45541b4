import fc from "fast-check";
import { expect, test } from "vitest";
import { placeId, transitionId } from "../../../src/net/format/identifier.ts";
import type { Net } from "../../../src/net/net.ts";
import { netMermaid } from "../../../src/net/format/net-mermaid.ts";
import { type Picture, anyName, anyNet, pictureOf } from "./random-net.ts";

const mermaidOf = (net: Net): string =>
  [
    ...netMermaid({
      net,
      goal: net.placeCount > 0 ? [0] : [],
      rangeOf: () => undefined,
      properties: [],
    }),
  ].join("");

/** Line by line: a node, or an edge; anything else is refused. */
function pictureIn(text: string): Picture {
  const lines = text.trimEnd().split("\n");
  expect(lines.slice(0, 1).concat(lines.slice(2, 4))).toEqual(["---", "---", "flowchart LR"]);
  const places: Record<string, number> = {};
  const rows: Record<string, Record<"consumed" | "read" | "produced", string[]>> = {};
  const plainText = String.raw`(?:[\p{L}\p{M}\p{N} .,:_×→·-]|#\d+;)*`;
  const place = new RegExp(
    String.raw`^ {2}(p_\w*)\({2,3}"${plainText}(<br>(?:(\d+) )?(●+))?"\){2,3}$`,
    "u",
  );
  const transition = new RegExp(String.raw`^ {2}(t_\w*)\["${plainText}"\]$`, "u");
  const arc = /^ {2}(\w+) (-->|-\.-)(?:\|"(\d+)"\|)? (\w+)$/;
  for (const line of lines.slice(4)) {
    const [, p, , many, dots] = place.exec(line) ?? [];
    const [, t] = transition.exec(line) ?? [];
    const [, from = "", sign, weight = "1", to = ""] = arc.exec(line) ?? [];
    if (p !== undefined) places[p] = Number(many ?? dots?.length ?? 0);
    else if (t !== undefined) rows[t] = { consumed: [], read: [], produced: [] };
    else {
      const way = sign === "-.-" ? "read" : from.startsWith("p_") ? "consumed" : "produced";
      const [name, row] = way === "produced" ? [to, rows[from]] : [from, rows[to]];
      if (row === undefined || places[name] === undefined) throw new Error(`no such line: ${line}`);
      row[way].push(...Array<string>(Number(weight)).fill(name));
    }
  }
  for (const row of Object.values(rows)) for (const names of Object.values(row)) names.sort();
  return { places, transitions: rows };
}

test("the drawing of a net in Mermaid holds the same net, whatever its names", () => {
  fc.assert(
    fc.property(anyNet(anyName, "weighted"), (net) => {
      expect(pictureIn(mermaidOf(net))).toEqual(pictureOf(net, placeId, transitionId));
    }),
  );
});

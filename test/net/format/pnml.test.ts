import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { type Net, netOf } from "../../../src/net/net.ts";
import { readPnml } from "../../../src/net/format/pnml-read.ts";
import { pnml } from "../../../src/net/format/pnml.ts";
import { rowsOf } from "../../../src/net/rows.ts";
import { anyName, anyNet, pictureOf } from "./random-net.ts";

const written = (net: Net): string =>
  [...pnml({ net, goal: [], rangeOf: () => undefined, properties: [] })].join("");

describe("a net that is written as PNML and read back", () => {
  test("is the same net under the same names", () => {
    fc.assert(
      fc.property(anyNet(anyName, "weighted"), (net) => {
        const back = readPnml("/net.pnml", written(net));
        expect(back.name).toBe(net.name);
        expect(pictureOf(back)).toEqual(pictureOf(net));
      }),
    );
  });

  test("is the same wherever the text is cut into pieces", () => {
    fc.assert(
      fc.property(anyNet(anyName, "weighted"), fc.integer({ min: 1, max: 40 }), (net, length) => {
        const text = written(net);
        const pieces = Array.from({ length: Math.ceil(text.length / length) }, (_, k) =>
          text.slice(k * length, (k + 1) * length),
        );
        expect(pictureOf(readPnml("/net.pnml", pieces))).toEqual(pictureOf(net));
      }),
    );
  });

  test("takes a token once from a place that is read and taken, and puts back one that is read", () => {
    const net = netOf({
      name: "overlapping",
      placeCount: 2,
      transitionCount: 1,
      consumed: rowsOf([[0]]),
      read: rowsOf([[0, 1, 1]]),
      produced: rowsOf([[1]]),
      initial: Uint8Array.of(1, 1),
      placeName: (place) => "pq"[place] ?? "",
      transitionName: () => "t",
      apart: () => false,
    });
    expect(pictureOf(readPnml("/net.pnml", written(net))).transitions["t"]).toEqual({
      consumed: ["p", "q"],
      read: [],
      produced: ["q", "q"],
    });
  });

  test("has ids in place of names that XML cannot hold", () => {
    const [net] = fc.sample(
      anyNet(fc.constantFrom("a\u0000", "a\u0001", "b"), "safe").filter(
        ({ placeCount }) => placeCount === 3,
      ),
      1,
    );
    const back = pictureOf(readPnml("/net.pnml", net === undefined ? "" : written(net)));
    expect(Object.keys(back.places).toSorted()).toEqual(["p_a_x0_", "p_a_x1_", "p_b"]);
  });
});

test("every id of the PNML is different, and a name of XML", () => {
  fc.assert(
    fc.property(anyNet(anyName, "safe"), (net) => {
      const ids = [...written(net).matchAll(/ id="([^"]*)"/g)].map(([, id]) => id);
      expect(new Set(ids).size).toBe(ids.length);
      expect(ids.filter((id) => !/^[A-Za-z_][\w.-]*$/.test(id ?? ""))).toEqual([]);
    }),
  );
});

import { describe, expect, test } from "vitest";
import { readPnml } from "../../../src/net/format/pnml-read.ts";
import { golden } from "../explore/golden.ts";
import { pictureOf } from "./random-net.ts";

const inNet = (inner: string): string =>
  `<?xml version="1.0" encoding="UTF-8"?>
<pnml xmlns="http://www.pnml.org/version-2009/grammar/pnml">
<net id="n" type="http://www.pnml.org/version-2009/grammar/ptnet">${inner}</net></pnml>`;
const read = (inner: string) => readPnml("/n.pnml", inNet(inner));
const picture = (inner: string) => pictureOf(read(inner));

describe("reading PNML", () => {
  test("takes nodes and arcs from all pages, in any order", () => {
    const inner = `<page id="a"><arc id="x" source="t" target="q"/><place id="p"/>
      <page id="b"><place id="q"><initialMarking><text> 3 </text></initialMarking></place></page></page>
      <page id="c"><transition id="t"/><arc id="y" source="p" target="t"/></page>`;
    expect(picture(inner)).toEqual({
      places: { p: 0, q: 3 },
      transitions: { t: { consumed: ["p"], read: [], produced: ["q"] } },
    });
  });

  test("follows references to references", () => {
    const inner = `<page id="a"><place id="p"/><transition id="t"/></page>
      <page id="b"><referencePlace id="r" ref="s"/><referencePlace id="s" ref="p"/>
      <referenceTransition id="u" ref="t"/><arc id="x" source="r" target="u"/></page>`;
    expect(picture(inner).transitions["t"]?.consumed).toEqual(["p"]);
  });

  test("makes a read arc of two opposite arcs of weight 1, and of no others", () => {
    const both = (id: string, there: number, back: number): string =>
      `<place id="${id}"/>
       <arc id="${id}1" source="${id}" target="t"><inscription><text>${there}</text></inscription></arc>
       <arc id="${id}2" source="t" target="${id}"><inscription><text>${back}</text></inscription></arc>`;
    expect(
      picture(`<transition id="t"/>${both("p", 1, 1)}${both("q", 2, 2)}${both("r", 1, 2)}`),
    ).toEqual({
      places: { p: 0, q: 0, r: 0 },
      transitions: {
        t: { consumed: ["q", "q", "r"], read: ["p"], produced: ["q", "q", "r", "r"] },
      },
    });
  });

  test("adds up parallel arcs", () => {
    const arc = `<arc id="a" source="p" target="t"/>`;
    expect(
      picture(`<place id="p"/><transition id="t"/>${arc}${arc}`).transitions["t"]?.consumed,
    ).toEqual(["p", "p"]);
  });

  test("names a net by its name and not by that of a page", () => {
    const label = (text: string): string => `<name><text>${text}</text></name>`;
    expect(read(`<page id="a">${label("page")}</page>`).name).toBe("n");
    expect(read(`<place id="p"/><referencePlace id="r" ref="p"/>${label("late")}`).name).toBe(
      "late",
    );
    expect(read(`${label("my <![CDATA[<net>]]>")}<page id="a">${label("page")}</page>`).name).toBe(
      "my <net>",
    );
  });

  test("takes ids where two names are the same or one has none", () => {
    const place = (id: string, name: string): string =>
      `<place id="${id}"><name><text>${name}</text></name></place>`;
    expect(Object.keys(picture(place("p", "first") + place("q", "second")).places)).toEqual([
      "first",
      "second",
    ]);
    expect(Object.keys(picture(place("p", "q") + place("q", "q")).places)).toEqual(["p", "q"]);
    expect(Object.keys(picture(place("p", "first") + place("q", " ")).places)).toEqual(["p", "q"]);
  });

  test("passes over what belongs to tools, to drawings and to other namespaces", () => {
    const inner = `<toolspecific tool="x" version="1"><place id="no"/></toolspecific>
      <place id="p"><graphics><position x="1" y="2"/></graphics>
        <f:initialMarking xmlns:f="urn:foreign"><f:text>9</f:text></f:initialMarking>
        <initialMarking><graphics/><text>1</text><toolspecific><text>2</text></toolspecific></initialMarking></place>
      <f:place xmlns:f="urn:foreign" id="foreign"/><place xmlns="urn:foreign" id="too"/>`;
    expect(picture(inner).places).toEqual({ p: 1 });
  });

  test("knows its elements under any prefix, and without a namespace", () => {
    const prefixed = `<q:pnml xmlns:q="http://www.pnml.org/version-2009/grammar/pnml"><q:net id="n"
      type="http://www.pnml.org/version-2009/grammar/ptnet"><q:place id="p"/></q:net></q:pnml>`;
    const bare = `<pnml><net id="n" type="http://www.pnml.org/version-2009/grammar/ptnet"><place id="p"/></net></pnml>`;
    for (const text of [prefixed, bare])
      expect(pictureOf(readPnml("/n.pnml", text)).places).toEqual({ p: 0 });
  });

  test("takes the labels of a net that says it has none, as some tools write it", () => {
    const text = `<pnml><net id="n" type="http://www.pnml.org/version-2009/grammar/pnmlcoremodel"><page id="a">
      <place id="p"><initialMarking><text>1</text></initialMarking></place><transition id="t"/>
      <arc id="x" source="p" target="t"><inscription><text>1</text></inscription>
      <arctype><text>normal</text></arctype></arc></page><finalmarkings><marking/></finalmarkings></net></pnml>`;
    expect(pictureOf(readPnml("/n.pnml", text))).toEqual({
      places: { p: 1 },
      transitions: { t: { consumed: ["p"], read: [], produced: [] } },
    });
  });

  test("gives arcs from both ends", () => {
    const net = golden("ring-3-2");
    expect([net.name, net.placeCount, net.transitionCount]).toEqual(["madeus", 51, 42]);
    expect(net.consumers.items.length).toBe(net.consumed.items.length);
    expect(net.readers.items.length).toBe(3);
  });
});

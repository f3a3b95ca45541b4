import { expect, test } from "vitest";
import { type Collapse, fittingCollapse, graphOf } from "../../src/show/graph.ts";
import { partOfSite, siteOfAssembly } from "../../src/show/site.ts";
import { farm, lamp } from "./sample.ts";

const site = siteOfAssembly(farm(50));

test("without collapsing there is a box for each instance and a link for each connection", () => {
  const { boxes, links } = graphOf(siteOfAssembly(lamp), "none");
  expect(boxes.map(({ name, count }) => [name, count])).toEqual([
    ["linux", 1],
    ["db", 1],
    ["web", 1],
  ]);
  expect(
    links.map(({ provider, provide, user, use, kind }) => [provider, provide, user, use, kind]),
  ).toEqual([
    [0, "up", 1, "os", "service"],
    [1, "sql", 2, "sql", "service"],
    [1, "at", 2, "at", "data"],
  ]);
});

test("by type there is a box for each component, and links say how many connections they stand for", () => {
  const { boxes, links } = graphOf(site, "type");
  expect(boxes.map(({ name, count, host }) => [name, count, host])).toEqual([
    ["front", 1, undefined],
    ["linux", 50, "3 hosts"],
    ["database", 50, "3 hosts"],
  ]);
  expect(links.map(({ use, count }) => [use, count])).toEqual([
    ["backends", 50],
    ["os", 50],
  ]);
});

test("by host there is a box for each machine, and what stays on it is counted within", () => {
  const { boxes, links } = graphOf(site, "host");
  expect(boxes.map(({ name, about, within }) => [name, about, within])).toEqual([
    ["this machine", ["front"], 0],
    ["host0", ["linux × 17", "database × 17"], 17],
    ["host1", ["linux × 17", "database × 17"], 17],
    ["host2", ["linux × 16", "database × 16"], 16],
  ]);
  expect(links.map(({ count }) => count)).toEqual([17, 17, 16]);
});

test.each<Collapse>(["none", "type", "host"])(
  "collapsed by %s no instance and no connection is lost",
  (collapse) => {
    const { boxes, links, instances, connections } = graphOf(site, collapse);
    const within = boxes.reduce((sum, box) => sum + box.within, 0);
    expect(boxes.reduce((sum, { count }) => sum + count, 0)).toBe(instances);
    expect(links.reduce((sum, { count }) => sum + count, within)).toBe(connections);
  },
);

test("more than 40 instances are collapsed by type, if nothing is said", () => {
  expect(fittingCollapse(siteOfAssembly(lamp))).toBe("none");
  expect(fittingCollapse(site)).toBe("type");
});

test("a part keeps what connects it", () => {
  const part = partOfSite(siteOfAssembly(lamp), new Set(["web", "db"]));
  expect(part.instances.map(({ name }) => name)).toEqual(["db", "web"]);
  expect(graphOf(part, "none").links.map(({ provide }) => provide)).toEqual(["sql", "at"]);
});

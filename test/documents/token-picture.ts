/**
 * Tokens on their way through lifecycles, as a film in one SVG for the documents: the steps of a simulated deployment of
 * `assemblies/blog.ts`, upon its picture. It needs no script.
 *
 *     node test/documents/token-picture.ts FILE
 */
import { writeFileSync } from "node:fs";
import { blog } from "../../assemblies/blog.ts";
import { type Graph, graphOf } from "../../src/show/graph.ts";
import { arrange } from "../../src/show/layout.ts";
import { lifecyclePanel } from "../../src/show/lifecycle-panel.ts";
import type { Panel } from "../../src/show/panel.ts";
import { arrowsOf, linkDrawn, sceneSpacing, waysOf } from "../../src/show/scene.ts";
import { type Site, siteOfAssembly } from "../../src/show/site.ts";
import { colours } from "../../src/show/theme.ts";
import { type Point, element, label, svgDocument } from "../../src/show/svg.ts";
import { Film, type Frame } from "./film.ts";
import { instantsOf } from "./token-run.ts";
import { type Caption, type Light, Story, type Token, beatS } from "./token-story.ts";

const margin = 18;
const headHeight = 60;

export async function tokenPicture(): Promise<string> {
  const site = siteOfAssembly(blog as never);
  const scene = sceneOf(graphOf(site, "none"));
  const story = new Story(site, await instantsOf(blog as never));
  const film = new Film(story.lengthS, story.stillS);
  const moving = [
    ...story.tokens.map((token) => tokenDrawn(film, token, site, scene)),
    ...story.lights.map((light) => lightDrawn(film, light, site, scene)),
  ];
  const captions = story.captions.map((one, k) =>
    captionDrawn(film, one, story.captions[k + 1]?.atS ?? Infinity),
  );
  const below = `translate(${margin} ${headHeight})`;
  return svgDocument({
    title: "Tokens on their way through two lifecycles",
    description: story.captions.map(({ runS, text }) => `${runS} s: ${text}.`).join("\n"),
    width: scene.width + 2 * margin,
    height: scene.height + headHeight + margin,
    body: [
      element("style", {}, film.style() + ringStyle),
      ...captions,
      element("g", { transform: below }, "\n", [...scene.body, ...moving].join("\n"), "\n"),
    ],
  });
}

const [ringOnLight, ringOnDark] = colours.good;
const ringStyle = `.lit{fill:none;stroke:${ringOnLight}}@media(prefers-color-scheme:dark){.lit{stroke:${ringOnDark}}}`;

interface Scene {
  readonly panels: readonly Panel[];
  readonly corners: readonly Point[];
  readonly width: number;
  readonly height: number;
  readonly body: readonly string[];
}

function sceneOf(graph: Graph): Scene {
  const behaviors = ["deploy", "uninstall"];
  const panels = graph.boxes.flatMap((box) =>
    box.life === undefined
      ? []
      : [lifecyclePanel(box, box.life, (name) => behaviors.indexOf(name))],
  );
  const layout = arrange(panels, arrowsOf(graph), sceneSpacing);
  const ways = waysOf(graph, panels, layout);
  const body = [
    ...graph.links.map((link, k) => linkDrawn(graph, link, ways[k] ?? [])),
    ...panels.map((panel, k) => {
      const { x = 0, y = 0 } = layout.corners[k] ?? {};
      return element("g", { transform: `translate(${x} ${y})` }, ...panel.body);
    }),
  ];
  return { panels, corners: layout.corners, width: layout.width, height: layout.height, body };
}

/** Where the tokens of a slot are drawn. */
function spotAt({ panels, corners }: Scene, instance: number, slot: number): Point {
  const spot = panels[instance]?.spots?.get(slot) ?? { x: 0, y: 0 };
  const { x = 0, y = 0 } = corners[instance] ?? {};
  return { x: x + spot.x, y: y + spot.y };
}

function tokenDrawn(
  film: Film,
  { instance, stops, endS }: Token,
  site: Site,
  scene: Scene,
): string {
  const life = site.instances[instance]?.life;
  const at = (slot: number, isSeen = true): string => {
    const { x, y } = spotAt(scene, instance, slot);
    const isPlace = slot < (life?.places.length ?? 0);
    const size = isPlace ? 1 : 0.65;
    return `transform:translate(${x.toFixed(1)}px,${y.toFixed(1)}px) scale(${size});opacity:${isSeen ? 1 : 0}`;
  };
  const frames = stops.flatMap(({ atS, slot }, k): readonly Frame[] => {
    const before = stops[k - 1];
    if (before === undefined) return bornAt(atS, (isSeen) => at(slot, isSeen));
    return [
      { atS, css: at(before.slot) },
      { atS: atS + beatS * 0.8, css: at(slot) },
    ];
  });
  const last = stops.at(-1)?.slot ?? -1;
  const end = endS === Infinity ? [] : [{ atS: endS, css: at(last, false) }];
  return element("circle", { class: `good ${film.classOf([...frames, ...end])}`, r: 7 });
}

/** A token that is not there from the beginning is where it will be, unseen. */
const bornAt = (atS: number, css: (isSeen: boolean) => string): readonly Frame[] =>
  atS === 0
    ? [{ atS, css: css(true) }]
    : [
        { atS: 0, css: css(false) },
        { atS: atS - 0.01, css: css(false) },
      ];

/** A transition in which an action runs is filled; a port that is there has a ring. */
function lightDrawn(
  film: Film,
  { instance, kind, element: number, fromS, toS }: Light,
  site: Site,
  scene: Scene,
): string {
  const life = site.instances[instance]?.life;
  const look = film.seen(fromS, toS);
  if (kind === "transition") {
    const { name = "", on = -1 } = life?.transitions[number] ?? {};
    const { x, y } = spotAt(scene, instance, on);
    const { before = 0, after = 0 } = scene.panels[instance]?.spots?.get(on) ?? {};
    const pill = { x: x - before, y: y - 9, width: before + after, height: 18, rx: 9 };
    const text = label({ text: name, x, y, size: 11, look: "onbar", anchor: "middle" });
    return element("g", { class: look }, element("rect", { ...pill, class: "warn" }), text);
  }
  const panel = scene.panels[instance];
  const { x = 0, y = 0 } = scene.corners[instance] ?? {};
  const port = panel?.provides.get(life?.ports[number]?.name ?? "") ?? 0;
  const ring = { cx: x + (panel?.width ?? 0), cy: y + port, r: 8.5, "stroke-width": 2.5 };
  return element("circle", { ...ring, class: `lit ${look}` });
}

function captionDrawn(film: Film, { atS, runS, text }: Caption, untilS: number): string {
  const time = label({ text: `${runS} s`, x: margin, y: 24, size: 15, look: "soft" });
  const words = label({ text, x: margin + 44, y: 24, size: 15, look: "ink name" });
  return element("g", { class: film.seen(atS, untilS) }, time, words);
}

if (import.meta.main) writeFileSync(process.argv[2] ?? "/dev/stdout", await tokenPicture());

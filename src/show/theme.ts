/**
 * The colours of all pictures, light and dark.
 *
 * They are written out for each class instead of as variables: what turns SVG into PDF for a paper knows classes, but seldom variables.
 * Every text is told from what it stands on by a contrast of at least 4.5 : 1.
 */

export type Role =
  | "paper"
  | "panel"
  | "ink"
  | "soft"
  | "line"
  | "faint"
  | "service"
  | "data"
  | "good"
  | "bad"
  | "warn"
  | "odd"
  | "calm"
  | "b0"
  | "b1"
  | "b2"
  | "b3"
  | "b4"
  | "b5";
/** role → its colour on light and on dark paper. */
export const colours: Readonly<Record<Role, readonly [light: string, dark: string]>> = {
  paper: ["#ffffff", "#0d1117"],
  panel: ["#f6f8fa", "#161b22"],
  ink: ["#1f2328", "#e6edf3"],
  soft: ["#57606a", "#9da7b3"],
  line: ["#8c959f", "#6e7681"],
  faint: ["#d0d7de", "#30363d"],
  service: ["#424a53", "#afb8c1"],
  data: ["#0969da", "#58a6ff"],
  good: ["#116329", "#56d364"],
  bad: ["#b62324", "#ff8f87"],
  warn: ["#7d4e00", "#e3b341"],
  odd: ["#8250df", "#d2a8ff"],
  calm: ["#c2dbf7", "#1f4468"],
  b0: ["#0550ae", "#79c0ff"],
  b1: ["#953800", "#ffa657"],
  b2: ["#6639ba", "#d2a8ff"],
  b3: ["#0a6470", "#76e3ea"],
  b4: ["#99286e", "#ff9bce"],
  b5: ["#4d5b00", "#c5d96a"],
};

/** The colour of the n-th behavior. */
export const behaviorLook = (n: number): string => `b${n % behaviorColours}`;
const behaviorColours = 6;

/** class → property → role. */
const looks: Readonly<Record<string, Readonly<Partial<Record<"fill" | "stroke", Role>>>>> = {
  paper: { fill: "paper" },
  panel: { fill: "panel", stroke: "line" },
  host: { fill: "paper", stroke: "line" },
  pill: { fill: "paper" },
  place: { fill: "paper", stroke: "ink" },
  dock: { fill: "paper", stroke: "ink" },
  bar: { fill: "ink" },
  grid: { stroke: "faint" },
  row: { fill: "panel" },
  axis: { stroke: "line" },
  ink: { fill: "ink" },
  soft: { fill: "soft" },
  good: { fill: "good" },
  bad: { fill: "bad" },
  warn: { fill: "warn" },
  odd: { fill: "odd" },
  onbar: { fill: "paper" },
  calm: { fill: "calm" },
  service: { fill: "service", stroke: "service" },
  data: { fill: "data", stroke: "data" },
  "to-service": { stroke: "service" },
  "to-data": { stroke: "data" },
  binding: { stroke: "line" },
  planned: { stroke: "soft" },
  waiting: { stroke: "warn" },
  slack: { stroke: "line" },
  busy: { fill: "b0" },
  away: { fill: "bad", stroke: "bad" },
};

/** Of shapes whose colour is that of a behavior: `b0 way` is a line, `b0 tip` an arrow's head, `b0` a text. */
const behaviorRules = (side: 0 | 1): string =>
  Array.from({ length: behaviorColours }, (_, n) => {
    const colour = colours[`b${n}` as Role][side];
    return `.b${n}{fill:${colour}}.b${n}.way{fill:none;stroke:${colour}}.b${n}.pill{fill:${colours.paper[side]};stroke:${colour}}`;
  }).join("");

const rules = (side: 0 | 1): string =>
  Object.entries(looks)
    .map(([look, properties]) => {
      const written = Object.entries(properties).map(
        ([key, role]) => `${key}:${colours[role][side]}`,
      );
      return `.${look}{${written.join(";")}}`;
    })
    .join("") +
  `.data.hollow{fill:${colours.paper[side]}}` +
  behaviorRules(side);

/** The style sheet of a picture. What holds for both themes is more specific, so that no colour overrules it. */
export const style: string = [
  `.madeus{font-family:ui-sans-serif,system-ui,"Segoe UI",Helvetica,Arial,"DejaVu Sans",sans-serif}`,
  ".madeus text{unicode-bidi:isolate;white-space:pre}.madeus .name{font-weight:600}.madeus .open{fill:none}",
  ".madeus .way{stroke-width:1.4}.madeus .link{fill:none}.madeus .crossing,.madeus .crowded{stroke-opacity:.5}",
  ".madeus .binding{fill:none;stroke-dasharray:1.5 2.5}.madeus .dashed{stroke-dasharray:5 3}",
  `.madeus .hatch{fill:url(#madeus-hatch)}.madeus .planned{stroke-dasharray:3 2}`,
  rules(0),
  `@media (prefers-color-scheme:dark){${rules(1)}}`,
].join("");

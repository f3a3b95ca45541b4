/**
 * The live view as a picture for the documents: a frame of a simulated deployment of OpenStack, some seconds after its beginning, in
 * the form that a terminal gets it, drawn sign by sign.
 *
 *     node test/documents/live-picture.ts FILE
 */
import { writeFileSync } from "node:fs";
import { openstack } from "../../assemblies/openstack-trace.ts";
import { deployment } from "../../src/model/program.ts";
import { cellsOf } from "../../src/show/live/cell.ts";
import { frame } from "../../src/show/live/frame.ts";
import { unicode } from "../../src/show/live/sign.ts";
import { coloured, printable } from "../../src/show/paint.ts";
import { element, escaped, svgDocument } from "../../src/show/svg.ts";
import { played } from "../show/live/played.ts";

const columns = 100;
const rows = 20;
const afterS = 26;
/** One signature of a clock for all time zones. */
const timeOfDay = (atMs: number): string =>
  new Date(Date.UTC(2026, 0, 1, 14, 30) + atMs).toISOString().slice(11, 19);
const heading = {
  title: "deploy of openstack",
  limits: "",
  goOn: "madeus resume openstack.ts",
  logs: "madeus logs openstack.ts",
  timeOfDay,
};
const said: readonly (readonly [string, string, string])[] = [
  ["mariadb", "bootstrap", "mysqld: ready for connections, wsrep_ready ON"],
  ["haproxy", "deploy", "waiting for the virtual address to come up"],
];
/** Takes longer than the trace says; and fails at first. */
const late = "haproxy.deploy";
const failing = "openvswitch";

/** The lines of the frame, with colours. */
async function lines(): Promise<readonly string[]> {
  let shown: readonly string[] = [];
  await played({
    program: deployment(openstack as never),
    durationMs: ({ instance, transition }) =>
      `${instance}.${transition}` === late ? 60_000 : undefined,
    becomes: ({ instance, attempt }) =>
      instance === failing && attempt === 1
        ? {
            kind: "failed",
            error: { code: "MADEUS_ACTION_FAILED", message: "br-ex: no such device" },
          }
        : undefined,
    looks: {
      [afterS * 1000](activity, nowMs) {
        for (const line of said) activity.heard(...line);
        shown = frame(activity, heading, nowMs, { columns, rows, signs: unicode, paint: coloured });
      },
    },
  });
  return shown;
}

const cell = { width: 7.8, height: 18 };
const margin = 16;
const looks: Readonly<Record<string, string>> = {
  1: "name",
  2: "soft",
  31: "bad",
  32: "good",
  33: "warn",
};

// oxlint-disable-next-line no-control-regex
const codes = /\u001b\[(\d+)m/;

/** A line as pieces of one colour, each as wide as its cells, whatever the font. */
function drawn(line: string, y: number): string {
  let x = margin;
  let look = "";
  return line
    .split(codes)
    .map((part, k) => {
      if (k % 2 === 1) {
        look = looks[part] ?? "";
        return "";
      }
      const width = cellsOf(part) * cell.width;
      const at = x;
      x += width;
      return part.trim() === "" ? "" : piece(part, { x: at, y, width, look });
    })
    .join("");
}

interface Place {
  readonly x: number;
  readonly y: number;
  readonly width: number;
  readonly look: string;
}
function piece(text: string, { x, y, width, look }: Place): string {
  if (/^[━─]+$/.test(text)) {
    const height = text.startsWith("━") ? 4 : 1.5;
    return element("rect", { x, y: y - 4 - height / 2, width, height, class: look });
  }
  const fits = { textLength: width, lengthAdjust: "spacingAndGlyphs", "xml:space": "preserve" };
  return element("text", { x, y, ...fits, class: `ink ${look}`.trim() }, escaped(text));
}

export async function livePicture(): Promise<string> {
  const all = await lines();
  const [width, height] = [
    columns * cell.width + 2 * margin,
    all.length * cell.height + 2 * margin,
  ];
  return svgDocument({
    title: "The live view of a deployment of OpenStack",
    description: all.map((line) => printable(line, false)).join("\n"),
    width,
    height,
    body: [
      element(
        "style",
        {},
        '.madeus text{font-size:13px;font-family:ui-monospace,Menlo,Consolas,"DejaVu Sans Mono",monospace}',
      ),
      element("rect", { x: 1, y: 1, width: width - 2, height: height - 2, rx: 8, class: "panel" }),
      ...all.map((line, k) => drawn(line, margin + (k + 0.75) * cell.height)),
    ],
  });
}

if (import.meta.main) writeFileSync(process.argv[2] ?? "/dev/stdout", await livePicture());

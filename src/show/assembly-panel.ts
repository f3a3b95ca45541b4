/** A box of an assembly in a panel: its name, its ports, and where its tokens are. */
import type { Port } from "../semantics/lifecycle.ts";
import { portRings } from "./blocked.ts";
import type { Box } from "./graph.ts";
import {
  type Panel,
  frame,
  headingHeight,
  headingOf,
  headingWidth,
  headingWidthMax,
  portDrawn,
  portsWidth,
} from "./panel.ts";
import { label, textWidth } from "./svg.ts";
import { stateLines, tokenLooks } from "./token.ts";

/** @param linesMin  of where its tokens are: so many have room at least */
export function assemblyPanel(box: Box, linesMin = 0): Panel {
  const ports = box.life?.ports ?? [];
  const uses = ports.filter(({ side }) => side === "use");
  const provides = ports.filter(({ side }) => side === "provide");
  const heading = headingOf(box);
  const states = stateLines(box);
  const across = portsWidth(uses) + portsWidth(provides) + (uses.length > 0 ? 18 : 6);
  const stateWidth = Math.max(0, ...states.map(({ text }) => textWidth(text, 11)));
  const width =
    Math.max(90, across, headingWidth(heading), Math.min(stateWidth, headingWidthMax)) + 16;
  const first = headingHeight(heading) + 4;
  const rows = Math.max(uses.length, provides.length);
  const below = first + rows * rowHeight;
  const lines = Math.max(states.length, linesMin);
  const height = below + lines * 15 + (rows + lines === 0 ? 0 : 4);
  const at = (k: number): number => first + k * rowHeight + rowHeight / 2 - 2;
  const drawn = (port: Port, k: number): string =>
    portDrawn(port, port.side === "use" ? 0 : width, at(k));
  return {
    width,
    height,
    body: [
      ...frame(box, { width, height }),
      ...uses.map(drawn),
      ...provides.map(drawn),
      ...portRings(box.blocked, [
        ...uses.map((port, k) => ({ port, x: 0, y: at(k) })),
        ...provides.map((port, k) => ({ port, x: width, y: at(k) })),
      ]),
      ...states.map(({ text, token }, k) =>
        label({
          text,
          x: width / 2,
          y: below + k * 15 + 5,
          size: 11,
          look: tokenLooks[token],
          anchor: "middle",
          widthMax: width - 12,
        }),
      ),
    ],
    uses: new Map(uses.map(({ name }, k) => [name, at(k)])),
    provides: new Map(provides.map(({ name }, k) => [name, at(k)])),
  };
}
const rowHeight = 17;

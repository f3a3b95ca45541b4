/** Colour, where it is wanted; and text from outside made harmless for a terminal. */

export interface Paint {
  readonly bold: (text: string) => string;
  readonly dim: (text: string) => string;
  readonly red: (text: string) => string;
  readonly green: (text: string) => string;
  readonly yellow: (text: string) => string;
}

const as =
  (on: number, off: number) =>
  (text: string): string =>
    `\u001b[${on}m${text}\u001b[${off}m`;
export const coloured: Paint = {
  bold: as(1, 22),
  dim: as(2, 22),
  red: as(31, 39),
  green: as(32, 39),
  yellow: as(33, 39),
};

const same = (text: string): string => text;
export const plain: Paint = { bold: same, dim: same, red: same, green: same, yellow: same };

/** Is colour wanted by one who reads here? NO_COLOR and FORCE_COLOR decide; else it is for terminals that know colours. */
export function wantsColour(
  env: Readonly<Record<string, string | undefined>>,
  isTerminal: boolean,
): boolean {
  const { NO_COLOR = "", FORCE_COLOR, CI = "", TERM } = env;
  if (NO_COLOR !== "") return false;
  if (FORCE_COLOR !== undefined) return FORCE_COLOR !== "0" && FORCE_COLOR !== "false";
  return isTerminal && CI === "" && TERM !== "dumb";
}

/** A line as it is printed: with the colours of `coloured` or without, and with nothing else that a terminal would obey. */
export function printable(line: string, colour: boolean): string {
  const parts = line.split(ownColours);
  const text = parts.map((part, k) => (k % 2 === 0 ? harmless(part) : colour ? part : "")).join("");
  // What came from outside may have begun a colour; it ends with its line.
  return colour && parts.length > 1 ? `${text}\u001b[0m` : text;
}
// oxlint-disable-next-line no-control-regex
const ownColours = /(\u001b\[(?:1|2|22|31|32|33|39)m)/;

/** Control characters, but for line breaks and tabs, could move a terminal's cursor or forge a line. */
const harmless = (text: string): string =>
  // oxlint-disable-next-line no-control-regex
  text.replaceAll(/[\u0000-\u0008\u000b-\u001f\u007f-\u009f]/g, "\ufffd");

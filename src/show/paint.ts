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
export const coloured: Paint = { bold: as(1, 22), dim: as(2, 22), red: as(31, 39), green: as(32, 39), yellow: as(33, 39) };

const same = (text: string): string => text;
export const plain: Paint = { bold: same, dim: same, red: same, green: same, yellow: same };

/** Control characters, but for line breaks and tabs, could move a terminal's cursor or forge a line. */
export const harmless = (text: string): string =>
  // oxlint-disable-next-line no-control-regex
  text.replaceAll(/[\u0000-\u0008\u000b-\u001f\u007f-\u009f]/g, "\ufffd");

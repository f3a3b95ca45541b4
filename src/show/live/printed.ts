/**
 * What somebody prints while a view is shown, as it comes: cut into whole lines that can stand above the view, and the rest that has no
 * newline yet. Colours stay; what would move the cursor, or do something else to the terminal, does not.
 */
import { withoutCodes } from "./code.ts";

export class Printed {
  #rest = "";

  /** What came after the last newline. */
  get rest(): string {
    return harmlessText(this.#rest);
  }

  /** Takes the next text, and gives the lines that are whole by now, each with its newline. */
  add(text: string): string {
    const all = this.#rest + text;
    const end = all.lastIndexOf("\n") + 1;
    this.#rest = all.slice(end).slice(-restLengthMax);
    return end === 0 ? "" : all.slice(0, end).split("\n").map(harmlessText).join("\n");
  }

  /** Gives the rest, with a newline if there is any. */
  end(): string {
    const { rest } = this;
    this.#rest = "";
    return rest === "" ? "" : `${rest}\n`;
  }
}

const restLengthMax = 64 * 1024;

/** Of what was overwritten in a line (`\r`) the last is left. */
function harmlessText(line: string): string {
  const whole = line.endsWith("\r") ? line.slice(0, -1) : line;
  const shown = whole.slice(whole.lastIndexOf("\r") + 1);
  return shown
    .split(colour)
    .map((part, k) => (k % 2 === 1 ? part : plainText(part)))
    .join("");
}

// oxlint-disable-next-line no-control-regex
const colour = /(\u001b\[[\d;:]*m)/;

const plainText = (text: string): string =>
  // oxlint-disable-next-line no-control-regex
  withoutCodes(text).replaceAll(/[\u0000-\u0008\u000b-\u001f\u007f-\u009f]/g, "");

/**
 * From one frame on a terminal to the next, in one piece of text; and what others print goes above the frame.
 *
 * The cursor stands below the frame, at the beginning of a line, whenever nothing is being painted: whatever ends the process then,
 * the next prompt is where it belongs. Within a painting the cursor is hidden and lines are not wrapped; both end with it.
 */
import { cellsOf } from "./cell.ts";

/** How large a terminal is, in cells. */
export interface Size {
  readonly columns: number;
  readonly rows: number;
}
/** What a terminal shows of a frame: its lines, and how large the terminal was when they were painted. */
export interface Painted extends Size {
  readonly lines: readonly string[];
}
export const unpainted: Painted = { lines: [], columns: 0, rows: 0 };

/**
 * What is to be written so that `next` stands where `before` stood, or below `above`. Only lines that differ are written; all of them
 * where the terminal has another size since.
 *
 * @param above  whole lines, each with its newline, that are to stand above the frame for good
 */
export function repaint(before: Painted, next: Painted, above = ""): string {
  if (before.lines.length + next.lines.length + above.length === 0) return "";
  const isMoved = before.columns !== next.columns || before.rows !== next.rows;
  const { lines } = next;
  if (above !== "" || isMoved) {
    const rows = rowsOf(before, next.columns);
    return painted(up(rows) + erased(rows) + wrapped(above) + lines.map(written).join(""));
  }
  const changed = lines.map((line, k) => line !== before.lines[k]);
  const fewer = before.lines.length - lines.length;
  if (fewer === 0 && !changed.includes(true)) return "";
  let text = up(before.lines.length);
  let skipped = 0;
  for (const [k, line] of lines.entries()) {
    if (changed[k] === true) text += down(skipped) + written(line);
    skipped = changed[k] === true ? 0 : skipped + 1;
  }
  return painted(text + down(skipped) + erased(Math.max(0, fewer)));
}

/** Rows that it takes on a terminal of another width: those that know how to do so wrap what was longer. */
function rowsOf({ lines, columns }: Painted, columnsNow: number): number {
  if (columnsNow >= columns) return lines.length;
  return lines.reduce(
    (sum, line) => sum + Math.max(1, Math.ceil(cellsOf(bare(line)) / columnsNow)),
    0,
  );
}

/** Without the codes of colours. */
// oxlint-disable-next-line no-control-regex
const bare = (line: string): string => line.replaceAll(/\u001b\[\d*m/g, "");

/** The rest of the line is erased after it: the last cell of a line is never written, so the cursor is behind it. */
const written = (line: string): string => `${line}\u001b[K\n`;
const up = (rows: number): string => (rows === 0 ? "\r" : `\r\u001b[${rows}A`);
const down = (rows: number): string => (rows === 0 ? "" : `\u001b[${rows}B`);

/**
 * So many lines from here, and the one below them, where a key may have left a trace. Line by line: to erase the whole screen at once
 * makes some terminals keep what was on it.
 */
const erased = (rows: number): string =>
  rows === 0 ? "\u001b[K" : `${"\u001b[K\u001b[B".repeat(rows)}\u001b[K\u001b[${rows}A`;

/** Of what stands above nothing is lost, however long its lines are. */
const wrapped = (text: string): string => (text === "" ? "" : `\u001b[?7h${text}\u001b[?7l`);

/**
 * At once, where the terminal can (mode 2026, others pass over it); the cursor hidden, lines not wrapped, in no colour that somebody
 * else has left on.
 */
const painted = (text: string): string =>
  `\u001b[?2026h\u001b[?25l\u001b[?7l\u001b[0m${text}\u001b[?7h\u001b[?25h\u001b[?2026l`;

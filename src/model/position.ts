/** Where in the user's files something was declared. */

export interface Position {
  /** An absolute path. */
  readonly file: string;
  readonly line: number;
  readonly column: number;
}

/** The place in the user's file that called `declare`, or undefined where the stack does not say. */
export function callerPosition(declare: Function): Position | undefined {
  const limit = Error.stackTraceLimit;
  Error.stackTraceLimit = 1;
  const trace: { stack?: string } = {};
  Error.captureStackTrace(trace, declare);
  Error.stackTraceLimit = limit;
  return framePosition(trace.stack?.split("\n").at(-1) ?? "");
}

/** Reads one line of a stack trace: `at name (file:line:column)`, or without the name; paths may hold spaces and parentheses. */
export function framePosition(frame: string): Position | undefined {
  const found = frameForm.exec(frame);
  if (found === null) return undefined;
  const [, file = "", line, column] = found;
  return { file: filePath(file), line: Number(line), column: Number(column) };
}
const frameForm =
  /^\s*at (?:async )?(?:.*? \()?((?:file:\/\/|\/|[A-Za-z]:\\).*?):(\d+):(\d+)\)?\s*$/;

function filePath(text: string): string {
  if (!text.startsWith("file://")) return text;
  // A module may be loaded again under a query; the file is the same.
  const path = decodeURIComponent(text.slice("file://".length).replace(/[?#].*$/, ""));
  return /^\/[A-Za-z]:\//.test(path) ? path.slice(1) : path;
}

export const isPosition = (value: unknown): value is Position =>
  typeof value === "object" &&
  value !== null &&
  "file" in value &&
  typeof value.file === "string" &&
  "line" in value &&
  typeof value.line === "number" &&
  "column" in value &&
  typeof value.column === "number";

export const formatPosition = (at: Position): string => `${at.file}:${at.line}:${at.column}`;

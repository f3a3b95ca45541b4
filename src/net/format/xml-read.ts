/**
 * XML, element by element, of which nothing is kept.
 *
 * A document type is refused altogether: only with one can a small file grow without bound, or make its reader open other files. The depth
 * of the elements is bounded. Every fault says where it is.
 */
import { SaxesParser } from "saxes";
import { MadeusError } from "../../model/code.ts";
import type { Position } from "../../model/position.ts";

export interface XmlElement {
  /** Without its prefix. */
  readonly name: string;
  /** Where its names are declared; empty where it is in none. */
  readonly namespace: string;
  /** The value of an attribute that has no prefix. */
  readonly attribute: (name: string) => string | undefined;
}

/** Told of a document from its beginning to its end. */
export interface XmlReader {
  open(element: XmlElement): void;
  text(text: string): void;
  close(): void;
}

/** Where the element that was opened last begins. */
export type Here = () => Position;

/** The text of a file, in one piece or in several. */
export type XmlSource = string | Iterable<string>;

/**
 * Reads a document. O(length of the source).
 *
 * @param file  the absolute path that faults name
 * @throws MadeusError  MADEUS_FILE_FORMAT where it is not well-formed, has a document type or is too deep; and what the reader throws
 */
export function readXml(
  file: string,
  source: XmlSource,
  readerFor: (here: Here) => XmlReader,
): void {
  const parser = new SaxesParser({ xmlns: true, position: false });
  const now = (): Position => ({ file, line: parser.line, column: parser.column + 1 });
  let line = 1;
  let column = 1;
  let depth = 0;
  const reader = readerFor(() => ({ file, line, column }));
  // Six handlers at most: with a seventh V8 keeps the parser as a dictionary, and everything takes four times as long.
  parser.on("error", ({ message }) => {
    throw fileFault(now(), `the file is not well-formed XML: ${message.replace(/\.$/, "")}`);
  });
  parser.on("doctype", () => {
    throw fileFault(
      now(),
      "the file has a document type, which can make a small file grow without bound",
      "take the `<!DOCTYPE …>` out: a net needs none",
    );
  });
  parser.on("opentag", ({ local, uri, attributes }) => {
    if (++depth > depthMax)
      throw fileFault(now(), `elements stand ${depth} deep in each other`, depthHint);
    reader.open({ name: local, namespace: uri, attribute: (name) => attributes[name]?.value });
    line = parser.line;
    column = parser.column + 1;
  });
  parser.on("text", (text) => {
    reader.text(text);
    // The bracket of the tag that ends the text has been read.
    line = parser.line;
    column = parser.column;
  });
  parser.on("cdata", (text) => reader.text(text));
  parser.on("closetag", () => {
    depth -= 1;
    reader.close();
    line = parser.line;
    column = parser.column + 1;
  });
  for (const piece of typeof source === "string" ? [source] : source) parser.write(piece);
  parser.close();
}
const depthMax = 200;
const depthHint = `at most ${depthMax} are read`;

/** What is wrong in a file, and where. */
export const fileFault = (at: Position, text: string, hint?: string): MadeusError =>
  new MadeusError("MADEUS_FILE_FORMAT", text, { at, hint });

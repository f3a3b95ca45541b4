/** The form that adds an entry, as a browser sends it: read with bounds, and only then believed. */
import type { IncomingMessage } from "node:http";

export interface Form {
  readonly author: string;
  readonly message: string;
}

/** The sender's fault: `status` is what HTTP calls it. */
export class FormError extends Error {
  readonly status: number;
  constructor(status: number, message: string) {
    super(message);
    this.status = status;
  }
}

export const authorLengthMax = 80;
export const messageLengthMax = 2_000;
const bytesMax = 32 * 1024;

/** Reads the form. Throws a `FormError` saying what is wrong with it. */
export async function readForm(request: IncomingMessage): Promise<Form> {
  const [type = ""] = (request.headers["content-type"] ?? "").split(";", 1);
  if (type.trim().toLowerCase() !== "application/x-www-form-urlencoded")
    throw new FormError(415, "Entries are sent as a form.");
  const fields = new URLSearchParams(await readBody(request));
  return {
    author: field(fields, "author", "name", authorLengthMax),
    message: field(fields, "message", "message", messageLengthMax),
  };
}

/** A body that is too large is read to its end and thrown away: only then does its sender look at the answer. */
async function readBody(request: IncomingMessage): Promise<string> {
  const chunks: Buffer[] = [];
  let bytes = 0;
  for await (const chunk of request as AsyncIterable<Buffer>) {
    bytes += chunk.length;
    if (bytes <= bytesMax) chunks.push(chunk);
  }
  if (bytes > bytesMax) throw new FormError(413, "The entry is too long.");
  return Buffer.concat(chunks).toString("utf8");
}

function field(fields: URLSearchParams, name: string, label: string, lengthMax: number): string {
  const value = (fields.get(name) ?? "").replaceAll("\r\n", "\n").trim();
  if (value === "") throw new FormError(400, `Please fill in the ${label}.`);
  if (value.length > lengthMax)
    throw new FormError(400, `The ${label} may have ${lengthMax} characters at most.`);
  // PostgreSQL holds any text but this one character.
  if (value.includes("\0"))
    throw new FormError(400, `The ${label} holds a character that is not text.`);
  return value;
}

/** The line to a store that is served: requests by `fetch`, and answers that hold no more than they may. */
import { type Code, MadeusError, codes } from "../../model/code.ts";
import { quote } from "../../model/name.ts";
import { joined } from "../pack/pack.ts";
import { piecesOf } from "./piece.ts";

export interface LineOptions {
  /** As `madeus serve` says it: `http://127.0.0.1:7070` */
  readonly url: string;
  readonly token: string;
  readonly fetch?: typeof fetch;
  /** How much may come at once. Default: 512 MiB. */
  readonly bytesMax?: number;
}

/** All that reaches throws `MADEUS_REMOTE_FAILED` where it does not, and what the server says otherwise. */
export class Line {
  readonly #url: string;
  readonly #token: string;
  readonly #fetch: typeof fetch;
  readonly #bytesMax: number;

  constructor({ url, token, fetch: own = fetch, bytesMax = 2 ** 29 }: LineOptions) {
    this.#url = url.replace(/\/$/, "");
    this.#token = token;
    this.#fetch = own;
    this.#bytesMax = bytesMax;
  }

  failed(why: string, cause?: unknown): MadeusError {
    return new MadeusError(
      "MADEUS_REMOTE_FAILED",
      `The store at ${quote(this.#url)} gives nothing: ${why}`,
      {
        hint: "See whether madeus serve runs there, and whether this is its address and its token.",
        cause,
      },
    );
  }

  /** @param expected  answers that are no success, and still no error */
  async json(what: string, body?: object, expected: readonly number[] = []): Promise<object> {
    const response = await this.ask(what, body, { expected });
    const text = new TextDecoder().decode(await this.bytesOf(response));
    try {
      return Object(JSON.parse(text)) as object;
    } catch (error) {
      throw this.failed("it answers with what is no JSON", error);
    }
  }

  /** All that it holds, if that may be. */
  async bytesOf({ body }: Response): Promise<Uint8Array> {
    const pieces: Uint8Array[] = [];
    let length = 0;
    try {
      for await (const piece of body === null ? [] : piecesOf(body)) {
        length += piece.length;
        if (length > this.#bytesMax) break;
        pieces.push(piece);
      }
    } catch (error) {
      throw this.failed("it has gone in the middle of its answer", error);
    }
    if (length > this.#bytesMax) throw this.failed(`it sends more than ${this.#bytesMax} bytes`);
    return joined(pieces);
  }

  async ask(
    what: string,
    body?: object,
    {
      expected = [],
      signal,
    }: { readonly expected?: readonly number[]; readonly signal?: AbortSignal | undefined } = {},
  ): Promise<Response> {
    const response = await this.#reach(what, {
      method: body === undefined ? "GET" : "POST",
      headers: { authorization: `Bearer ${this.#token}` },
      ...(body !== undefined && { body: JSON.stringify(body) }),
      ...(signal !== undefined && { signal }),
    });
    if (response.ok || expected.includes(response.status)) return response;
    throw this.refusal(await this.#saidIn(response), response.status);
  }

  /** What a server says went wrong, as if it had gone wrong here. */
  refusal(said: object, status?: number): MadeusError {
    const { code, message, hint } = said as Readonly<Record<string, unknown>>;
    const text =
      typeof message === "string" ? message : `it answered with ${status ?? "what is no answer"}`;
    if (isCode(code)) return new MadeusError(code, text, typeof hint === "string" ? { hint } : {});
    return this.failed(text);
  }

  /** What is no JSON says nothing. */
  async #saidIn(response: Response): Promise<object> {
    try {
      return JSON.parse(new TextDecoder().decode(await this.bytesOf(response))) as object;
    } catch {
      return {};
    }
  }

  async #reach(what: string, init: RequestInit): Promise<Response> {
    try {
      return await this.#fetch(`${this.#url}/v1/${what}`, init);
    } catch (error) {
      if (init.signal?.aborted === true) throw error;
      throw this.failed("it cannot be reached", error);
    }
  }
}

const isCode = (text: unknown): text is Code =>
  typeof text === "string" && Object.hasOwn(codes, text);

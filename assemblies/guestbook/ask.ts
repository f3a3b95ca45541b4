/** One short question over HTTP. */

export interface Question {
  readonly method?: "GET" | "PUT" | "DELETE";
  /** Sent as a bearer token. */
  readonly token?: string;
  /** Sent as JSON. */
  readonly body?: unknown;
  readonly signal?: AbortSignal;
}
export interface Answer {
  readonly status: number;
  readonly text: string;
}

const answerMs = 10_000;

/** Asks; undefined where nobody answers there within ten seconds. */
export async function ask(url: string, question: Question = {}): Promise<Answer | undefined> {
  const { method = "GET", token, body, signal } = question;
  const late = AbortSignal.timeout(answerMs);
  try {
    const response = await fetch(url, {
      method,
      redirect: "error",
      headers: {
        connection: "close",
        ...(token === undefined ? {} : { authorization: `Bearer ${token}` }),
      },
      body: body === undefined ? null : JSON.stringify(body),
      signal: signal === undefined ? late : AbortSignal.any([late, signal]),
    });
    return { status: response.status, text: await response.text() };
  } catch {
    signal?.throwIfAborted();
    return undefined;
  }
}

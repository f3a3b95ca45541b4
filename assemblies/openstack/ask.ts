/**
 * Asks the HTTP interfaces of OpenStack, by curl on the instance's own host: the machine that Madeus runs on need not reach them.
 *
 * Bodies and tokens go by standard input, and what comes back is not logged.
 */
import { setTimeout as pause } from "node:timers/promises";
import type { StepScope } from "madeus";

export interface Demand {
  readonly method?: "GET" | "POST" | "PUT" | "DELETE";
  readonly url: string;
  /** Sent as JSON. */
  readonly body?: unknown;
  /** A file on the host, sent as it is. */
  readonly upload?: string;
}
export interface Answer {
  readonly status: number;
  /** Undefined where it is no JSON. */
  readonly body: unknown;
  /** What keystone has given with it. */
  readonly token: string;
}

const seconds = 60;
const mark = "told by curl";

/**
 * One demand after the other, in one process and as far as possible over one connection.
 *
 * @throws  where one gets no answer, or where the answer's status is neither of those between 200 and 299 nor in `expected`
 */
export async function ask(
  scope: StepScope,
  token: string | undefined,
  demands: readonly Demand[],
  expected: readonly number[] = [],
): Promise<readonly Answer[]> {
  const stdin = demands.map((demand) => configuration(demand, token)).join("next\n");
  const text = await scope.exec("curl", ["--config", "-"], { stdin, quiet: true });
  const parts = text.split(new RegExp(`\n(\\d{3}) (.*) ${mark}\n?`));
  return demands.map(({ method = "GET", url }, index) => {
    const [said = "", code, given = ""] = parts.slice(3 * index);
    const status = Number(code);
    if ((status < 200 || status > 299) && !expected.includes(status))
      throw new Error(`${method} ${url} is answered by ${status}: ${said.trim().slice(0, 500)}`);
    return { status, body: parsed(said), token: given };
  });
}

/** Asks every half second until `good` gives something, at most until the action must end. */
export async function askUntil<T>(
  scope: StepScope,
  token: string | undefined,
  demand: Demand,
  good: (body: unknown) => T | undefined,
): Promise<T> {
  for (;;) {
    const [answer] = await ask(scope, token, [demand]);
    const found = good(answer?.body);
    if (found !== undefined) return found;
    await pause(500, undefined, { signal: scope.signal });
  }
}

/** What curl is to read from its standard input for one demand. */
function configuration({ method = "GET", url, body, upload }: Demand, token?: string): string {
  const lines = [
    "silent",
    "show-error",
    `max-time = ${seconds}`,
    `url = ${quoted(url)}`,
    `write-out = "\\n%{http_code} %header{x-subject-token} ${mark}\\n"`,
    upload === undefined ? `request = ${method}` : `upload-file = ${quoted(upload)}`,
    ...(token === undefined ? [] : [`header = ${quoted(`X-Auth-Token: ${token}`)}`]),
    ...(upload === undefined ? [] : ['header = "Content-Type: application/octet-stream"']),
    ...(body === undefined
      ? []
      : ['header = "Content-Type: application/json"', `data = ${quoted(JSON.stringify(body))}`]),
  ];
  return `${lines.join("\n")}\n`;
}

const quoted = (text: string): string => `"${text.replaceAll(/["\\]/g, "\\$&")}"`;

function parsed(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}

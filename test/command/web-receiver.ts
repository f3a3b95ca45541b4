/** A real server on this machine that keeps what it is sent, and answers as a test wants. */
import { once } from "node:events";
import {
  type IncomingHttpHeaders,
  type RequestListener,
  type Server,
  createServer,
} from "node:http";
import { type ServerOptions, createServer as createSecureServer } from "node:https";
import { onTestFinished } from "vitest";

export interface Received {
  readonly path: string;
  readonly headers: IncomingHttpHeaders;
  readonly body: string;
}
export interface Receiver {
  /** Without a path, without a slash at its end. */
  readonly url: string;
  readonly received: readonly Received[];
}
/** The status of the k-th answer, from 0 up; 0: it never comes. */
export type Answers = (k: number) => number | { readonly status: number; readonly headers: object };

/** @param secure  a key and a certificate: then by TLS */
export async function receiver(
  answers: Answers = () => 200,
  secure?: ServerOptions,
): Promise<Receiver> {
  const received: Received[] = [];
  const listener: RequestListener = (request, response) => {
    let body = "";
    request.setEncoding("utf8").on("data", (text: string) => (body += text));
    request.on("end", () => {
      received.push({ path: request.url ?? "", headers: request.headers, body });
      const answer = answers(received.length - 1);
      if (answer === 0) return;
      const { status, headers } =
        typeof answer === "number" ? { status: answer, headers: {} } : answer;
      response.writeHead(status, { ...headers }).end("{}");
    });
  };
  const server: Server =
    secure === undefined ? createServer(listener) : createSecureServer(secure, listener);
  server.listen(0, "127.0.0.1");
  await once(server, "listening");
  onTestFinished(() => {
    server.closeAllConnections();
    server.close();
  });
  const address = server.address();
  const port = typeof address === "object" ? address?.port : undefined;
  return { url: `${secure === undefined ? "http" : "https"}://127.0.0.1:${port}`, received };
}

/** Somebody who looks at the guestbook with a browser, or with worse intentions. */
import { connect } from "node:net";

export interface Site {
  readonly url: string;
}

/** Signs the guestbook as a browser does. */
export const sign = ({ url }: Site, author: string, message: string): Promise<Response> =>
  fetch(url, {
    method: "POST",
    body: new URLSearchParams({ author, message }),
    redirect: "manual",
    headers: { connection: "close" },
  });

/** The page, or what stands in its place. */
export async function look({
  url,
}: Site): Promise<{ readonly status: number; readonly html: string }> {
  const response = await fetch(url, { headers: { connection: "close" } });
  return { status: response.status, html: await response.text() };
}

/** Which replica served a page. */
export const servedBy = (html: string): string | undefined => /served by (\w+)/.exec(html)?.[1];

/** Sends bytes as they are; gives all that comes back until the connection is closed. */
export function send({ url }: Site, bytes: string | Buffer): Promise<string> {
  return new Promise((resolve) => {
    const socket = connect(Number(new URL(url).port), "127.0.0.1");
    let received = "";
    socket.setEncoding("utf8");
    socket.on("data", (chunk: string) => (received += chunk));
    socket.on("error", () => {});
    socket.on("close", () => resolve(received));
    socket.write(bytes);
  });
}

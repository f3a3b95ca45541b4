/**
 * Where a program listens: on this machine only, on the ports it had before, or on any free ones.
 *
 * The program itself picks the port, so that no other can take it between the choice and the use. What it got stands in a file; the
 * pid beside it tells whose word it is.
 */
import { readFile, rename, writeFile } from "node:fs/promises";
import type { Server } from "node:http";
import type { AddressInfo } from "node:net";

export interface Listening {
  readonly pid: number;
  /** Port numbers by the names of the servers. */
  readonly ports: Readonly<Record<string, number>>;
}

/** Makes every server listen, then writes the file. */
export async function listen(
  servers: Readonly<Record<string, Server>>,
  file: string,
): Promise<void> {
  const before = await listeningIn(file);
  const ports: Record<string, number> = {};
  for (const [name, server] of Object.entries(servers))
    ports[name] = await open(server, before?.ports[name] ?? 0);
  const listening: Listening = { pid: process.pid, ports };
  await writeFile(`${file}.new`, JSON.stringify(listening));
  await rename(`${file}.new`, file);
}

/** What the file says, or undefined where there is none. */
export async function listeningIn(file: string): Promise<Listening | undefined> {
  try {
    return JSON.parse(await readFile(file, "utf8")) as Listening;
  } catch {
    return undefined;
  }
}

function open(server: Server, port: number): Promise<number> {
  return new Promise((resolve, reject) => {
    const refused = (error: NodeJS.ErrnoException): void => {
      if (error.code === "EADDRINUSE" && port !== 0) resolve(open(server, 0));
      else reject(error);
    };
    server.once("error", refused);
    server.listen(port, "127.0.0.1", () => {
      server.off("error", refused);
      resolve((server.address() as AddressInfo).port);
    });
  });
}

/**
 * Connections by the program `ssh`: one of its processes holds the connection, one more speaks for each channel.
 *
 * The first one runs a command that waits for the end of its input, so that it ends when this process does, however that ends. Its
 * socket lies in a directory of ours alone. Host keys are checked by `ssh` itself; what it would ask a user is a refusal.
 */
import { type ChildProcessWithoutNullStreams, spawn } from "node:child_process";
import { existsSync, mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { delimiter, join } from "node:path";
import type { Readable } from "node:stream";
import type { MadeusError } from "../model/code.ts";
import type { SshHost } from "../model/host.ts";
import { withoutIdentity } from "../model/secret.ts";
import { opensshFault, silent } from "./openssh-fault.ts";
import type { SshChannel, SshConnect, SshConnection } from "./ssh-channel.ts";

const connectDefaultS = 15;
/** Signs of life that may fail to come. */
const silencesMax = 3;
/** One of the ten that most hosts allow is our own. */
const channelsMax = 9;
const greeting = "madeus-connected";
const saidBytesMax = 8192;

/** @param program  `ssh`, or where it is */
export function openssh(host: SshHost, program = "ssh"): SshConnect {
  return async (signal, alone) => {
    signal.throwIfAborted();
    if (alone) return lone(host, program, signal);
    const directory = mkdtempSync(join(socketRoot(), "mds-"));
    directories.add(directory);
    const socket = join(directory, "s");
    const flags = [...loginFlags(host), "-M", "-S", socket, "-o", "ControlPersist=no"];
    const master = start(program, [...flags, "--", host.host, waiting]);
    const clear = (): void => remove(directory);
    const close = (): void => {
      master.kill();
      clear();
    };
    const lost = loss(host, master).finally(clear);
    signal.addEventListener("abort", close, { once: true });
    try {
      await entry(host, master, lost);
    } catch (error) {
      close();
      throw error;
    }
    const client = [...clientFlags(socket), "--", host.host];
    return {
      channelsMax,
      lost,
      open: (command) => channel(start(program, [...client, command])),
      close,
    };
  };
}

/** Of sockets: removed at the latest when this process ends. */
const directories = new Set<string>();
process.once("exit", () => directories.forEach(remove));

function remove(directory: string): void {
  rmSync(directory, { recursive: true, force: true });
  directories.delete(directory);
}

/** A host that takes one channel on a connection has none for that which waits: the process of the connection speaks for it. */
function lone(host: SshHost, program: string, signal: AbortSignal): SshConnection {
  const lost = Promise.withResolvers<MadeusError>();
  let close = (): void => {};
  signal.addEventListener("abort", () => close(), { once: true });
  return {
    channelsMax: 1,
    lost: lost.promise,
    open(command) {
      const only = start(program, [...loginFlags(host), "-S", "none", "--", host.host, command]);
      lost.resolve(loss(host, only));
      const opened = channel(only);
      close = opened.close;
      return opened;
    },
    close: () => close(),
  };
}

/** Is there the program on the PATH? */
export const hasOpenssh = (): boolean =>
  (process.env["PATH"] ?? "").split(delimiter).some((one) => existsSync(join(one, "ssh")));

/** Resolves when the first process has ended, with what it said. */
async function loss(host: SshHost, master: Process): Promise<MadeusError> {
  const said = tailOf(master.stdout, master.stderr);
  const error = await new Promise<Error | undefined>((resolve) => {
    master.once("error", resolve);
    master.once("close", () => resolve(undefined));
  });
  return opensshFault(host, said(), { code: master.exitCode, error });
}

/** `ssh` notices most of what takes too long by itself, and says what it was: it gets the first word. */
const saidLaterMs = 2_000;

/** Waits until the host has let us in. */
async function entry(host: SshHost, master: Process, lost: Promise<MadeusError>): Promise<void> {
  const timer = Promise.withResolvers<never>();
  const timeout = setTimeout(
    () => timer.reject(opensshFault(host, silent, { code: 255, error: undefined })),
    (host.connectS ?? connectDefaultS) * 1000 + saidLaterMs,
  );
  const refused = lost.then((error) => Promise.reject(error));
  try {
    await Promise.race([connected(master.stdout), refused, timer.promise]);
  } finally {
    clearTimeout(timeout);
    refused.catch(() => {});
  }
}

const waiting = `exec /bin/sh -c 'echo ${greeting};read x'`;

/** Whatever the login files say before. */
const connected = (stdout: Readable): Promise<void> =>
  new Promise((resolve) => {
    let said = "";
    stdout.on("data", (chunk: Buffer) => {
      if (said.includes(greeting)) return;
      said = (said + chunk.toString("latin1")).slice(-saidBytesMax);
      if (said.includes(greeting)) resolve();
    });
  });

function loginFlags(host: SshHost): readonly string[] {
  const { port, user, jump, configFile, identityFile, knownHostsFile, keepAliveS = 15 } = host;
  const connectS = host.connectS ?? connectDefaultS;
  const interval = Math.max(1, Math.round(keepAliveS / silencesMax));
  return [
    ...(configFile === undefined ? [] : ["-F", configFile]),
    "-T",
    ...(port === undefined ? [] : ["-p", String(port)]),
    ...(user === undefined ? [] : ["-l", user]),
    ...(jump === undefined ? [] : ["-J", jump]),
    ...(identityFile === undefined ? [] : ["-i", identityFile, "-o", "IdentitiesOnly=yes"]),
    ...options({
      BatchMode: "yes",
      StrictHostKeyChecking: "yes",
      ClearAllForwardings: "yes",
      RemoteCommand: "none",
      ConnectTimeout: String(connectS),
      ServerAliveInterval: String(interval),
      ServerAliveCountMax: String(silencesMax),
      ...(knownHostsFile === undefined ? {} : { UserKnownHostsFile: knownHostsFile }),
    }),
  ];
}

/** What is refused by the first process is not tried by a connection of its own. */
const clientFlags = (socket: string): readonly string[] => [
  "-T",
  "-F",
  "/dev/null",
  "-S",
  socket,
  ...options({ BatchMode: "yes", LogLevel: "ERROR", ProxyCommand: "false" }),
];

const options = (all: Readonly<Record<string, string>>): readonly string[] =>
  Object.entries(all).flatMap(([name, value]) => ["-o", `${name}=${value}`]);

/** In a group of its own: an interrupt typed at the terminal is for us to heed. */
const start = (program: string, args: readonly string[]): Process =>
  spawn(program, args, { detached: true, stdio: "pipe", env: withoutIdentity(process.env) });
type Process = ChildProcessWithoutNullStreams;

function channel(client: Process): SshChannel {
  const said = tailOf(client.stderr);
  const { stdin, stdout, stderr } = client;
  const closed = new Promise<"ended" | "full">((resolve) => {
    client.once("error", () => resolve("ended"));
    client.once("close", () => resolve(/session request failed/.test(said()) ? "full" : "ended"));
  });
  return {
    stdin,
    stdout,
    stderr,
    closed,
    close() {
      for (const stream of client.stdio) stream?.destroy();
      client.kill();
    },
  };
}

/** The last that was said on these streams. */
function tailOf(...streams: readonly Readable[]): () => string {
  let said = "";
  for (const stream of streams)
    stream.on("data", (chunk: Buffer) => {
      said = (said + chunk.toString()).slice(-saidBytesMax);
    });
  return () => said;
}

/** The path of a socket may have a hundred bytes, a third of which `ssh` takes for itself. */
const socketRoot = (): string => (tmpdir().length <= 40 ? tmpdir() : "/tmp");

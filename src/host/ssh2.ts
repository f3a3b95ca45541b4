/**
 * Connections by the package `ssh2`, where there is no program `ssh`. It is loaded when the first of them is made.
 *
 * Host keys are always checked, by `known-hosts`. Of what `~/.ssh/config` says, of jumps through other hosts and of certificates it
 * knows nothing: these are for OpenSSH.
 */
import { PassThrough } from "node:stream";
import type { Client, ClientChannel } from "ssh2";
import { MadeusError } from "../model/code.ts";
import type { SshHost } from "../model/host.ts";
import type { Judgement } from "./known-hosts.ts";
import type { SshChannel, SshConnect } from "./ssh-channel.ts";
import { keyFault, ssh2Fault } from "./ssh2-fault.ts";
import { type Credentials, loginOf } from "./ssh2-login.ts";

const silencesMax = 3;
const channelsMax = 10;

export function ssh2(host: SshHost, credentials: Credentials): SshConnect {
  return async (signal) => {
    const [{ Client }, login] = await Promise.all([loaded(), loginOf(host, credentials)]);
    signal.throwIfAborted();
    const client = new Client();
    let judgement: Judgement = "known";
    let fault: Error | undefined;
    // Each channel listens for its end.
    client.setMaxListeners(0);
    // Attached for good: an error may come at any time, and one that nobody hears ends this process.
    client.on("error", (error) => (fault ??= error));
    const lost = new Promise<MadeusError>((resolve) => {
      client.once("close", () =>
        resolve(judgement === "known" ? ssh2Fault(host, fault) : keyFault(host, judgement)),
      );
    });
    const { connectS = 15, keepAliveS = 15 } = host;
    const { answers, judge, ...config } = login;
    client.on("keyboard-interactive", (_name, _text, _language, questions, finish) =>
      finish(questions.map(() => answers)),
    );
    const ready = new Promise<void>((resolve) => client.once("ready", resolve));
    const close = (): void => void client.destroy();
    signal.addEventListener("abort", close, { once: true });
    client.connect({
      ...config,
      readyTimeout: connectS * 1000,
      keepaliveInterval: Math.max(200, Math.round((keepAliveS * 1000) / silencesMax)),
      keepaliveCountMax: silencesMax,
      hostVerifier: (key: Buffer) => (judgement = judge(key)) === "known",
    });
    await Promise.race([ready, lost.then((error) => Promise.reject(error))]);
    // Each command is a few small packets that wait for each other.
    client.setNoDelay();
    return { channelsMax, lost, open: (command) => channel(client, command), close };
  };
}

/** Only whole modules that are there are loaded: users who have OpenSSH need not install it. */
async function loaded(): Promise<{ readonly Client: new () => Client }> {
  try {
    const { default: module } = await import("ssh2");
    return module;
  } catch (cause) {
    throw new MadeusError("MADEUS_SSH_MISSING", "the package ssh2 is not installed", {
      cause,
      hint: "npm install ssh2, or install OpenSSH",
    });
  }
}

/** The channel is there at once; what is written to it waits until the host has opened it. */
function channel(client: Client, command: string): SshChannel {
  const [stdin, stdout, stderr] = [new PassThrough(), new PassThrough(), new PassThrough()];
  let how: "ended" | "full" = "ended";
  let open: ClientChannel | undefined;
  let isClosed = false;
  const opened = (error: Error | undefined, stream: ClientChannel): void => {
    if (error !== undefined) {
      how = "full";
      return destroy();
    }
    open = stream;
    stream.on("error", () => {});
    stream.stderr.on("error", () => {});
    if (isClosed) return stream.close();
    stdin.pipe(stream);
    stream.pipe(stdout);
    stream.stderr.pipe(stderr);
    // What came before is still to be read.
    stream.once("close", () => {
      stdin.destroy();
      stdout.end();
      stderr.end();
    });
  };
  const destroy = (): void => {
    isClosed = true;
    for (const stream of [stdin, stdout, stderr]) stream.destroy();
  };
  const closed = Promise.all([gone(stdout), gone(stderr)]).then(() => {
    client.off("close", destroy);
    return how;
  });
  client.once("close", destroy);
  try {
    client.exec(command, opened);
  } catch {
    destroy();
  }
  const close = (): void => {
    open?.close();
    destroy();
  };
  return { stdin, stdout, stderr, closed, close };
}

const gone = (stream: PassThrough): Promise<void> =>
  new Promise((resolve) => stream.once("close", resolve));

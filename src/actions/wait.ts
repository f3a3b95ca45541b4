/**
 * Steps that wait until something answers, as seen from the host. They change nothing, and are never told as changes.
 *
 * What can be asked depends on what the host has; each says what it needs where it finds none of it.
 */
import type { Step } from "../model/step.ts";
import { badStep, run, script, step, stepFailed } from "./step.ts";

export interface Patience {
  /** Default: 60. */
  readonly timeoutS?: number;
}
export interface WaitOptions extends Patience {
  /** What is waited for, e.g. `the cluster`. */
  readonly name: string;
  /** Shell text that ends well when it is there; `script` quotes the values in it. What it prints last is told where it never does. */
  readonly until: string;
  /** Between two tries. Default: 0.5. */
  readonly everyS?: number;
}
/** Of shell text: the host has nothing to ask by. */
export const unable = 77;

/** Waits until shell text ends well. One try is not cut off: let it have a limit of its own. */
export function waitFor({
  name,
  until,
  everyS = 0.5,
  timeoutS = timeoutDefaultS,
}: WaitOptions): Step {
  if (!(everyS > 0) || !(timeoutS >= 0)) throw badStep(`the wait for ${name} has no times above 0`);
  const attempt = `attempt() { (${until}\n) < /dev/null 2>&1; }\n`;
  return step(name, {
    waits: true,
    look: {
      text: `${attempt}if said=$(attempt); then echo there; else echo "$?"; printf %s "$said" | tail -n 1; fi`,
      judge(answer) {
        const [code, said] = answer.split("\n");
        if (code === String(unable)) throw stepFailed(`it cannot be waited for: ${said}`);
        return code === "there" ? undefined : "wait";
      },
    },
    act: async (scope) => {
      const text = script`
        left=${Math.ceil(timeoutS)}
        end=$(( $(date +%s) + left ))
        until said=$(attempt); do
          [ "$(date +%s)" -lt "$end" ] || { printf 'late: %s' "$said" | tail -n 1; exit; }
          sleep ${everyS}
        done`;
      const late = await run(scope, attempt + text);
      if (late === "") return;
      const [, said = ""] = /^late: (.*)$/.exec(late) ?? [undefined, late];
      const why = said === "" ? "" : `: ${said}`;
      throw stepFailed(`it did not come within ${timeoutS} s${why}`);
    },
  });
}
const timeoutDefaultS = 60;

export interface WaitForPortOptions extends Patience {
  readonly port: number;
  /** A name or an address, as seen from the host. Default: the host itself. */
  readonly host?: string;
}

/** Waits until a TCP port accepts connections. The host needs bash, nc, python3 or perl. */
export function waitForPort(options: number | WaitForPortOptions): Step {
  const {
    port,
    host = "127.0.0.1",
    ...patience
  } = typeof options === "number" ? { port: options } : options;
  if (!Number.isInteger(port) || port < 1 || port > 65_535) throw badStep(`${port} is no port`);
  if (!/^[\w:.-]+$/.test(host) || host.startsWith("-"))
    throw badStep(`${JSON.stringify(host)} is no name and no address of a host`);
  const name = `port ${host === "127.0.0.1" ? "" : `${host}:`}${port}`;
  return waitFor({ name, everyS: 0.2, until: portText(host, port), ...patience });
}

const portText = (host: string, port: number): string => script`
  host=${host} port=${port}
  within() { if command -v timeout > /dev/null; then timeout 5 "$@"; else "$@"; fi; }
  if command -v bash > /dev/null; then within bash -c 'exec 3<> "/dev/tcp/$0/$1"' "$host" "$port"
  elif command -v nc > /dev/null; then within nc -z "$host" "$port"
  elif command -v python3 > /dev/null; then
    within python3 -c 'import socket, sys; socket.create_connection(sys.argv[1:3], 5)' "$host" "$port"
  elif command -v perl > /dev/null; then
    within perl -MIO::Socket::INET -e 'exit !IO::Socket::INET->new(PeerAddr => $ARGV[0], PeerPort => $ARGV[1])' "$host" "$port"
  else echo "the host has no bash, nc, python3 or perl"; exit ${unable}; fi`;

/** Waits until a page of the web answers, as seen from the host: by curl, python3, or what bash can do. */
import type { Step } from "../model/step.ts";
import { badStep, script } from "./step.ts";
import { type Patience, unable, waitFor } from "./wait.ts";

export interface WaitForHttpOptions extends Patience {
  /** `http:` or `https:`, without a password in it. */
  readonly url: string;
  /** Which answer is meant; redirections are not followed. Default: any from 200 to 299. */
  readonly status?: number;
  /** What must stand in the page. */
  readonly text?: string;
  /** Takes any certificate. */
  readonly insecure?: boolean;
}

/** Waits until a page answers with a status, and holds a text. The host needs curl or python3; for `http:` bash is enough. */
export function waitForHttp(options: string | WaitForHttpOptions): Step {
  const {
    url,
    status,
    text = "",
    insecure = false,
    ...patience
  } = typeof options === "string" ? { url: options } : options;
  const { protocol, hostname, port, pathname, search, username, password, href } = urlOf(url);
  if (username !== "" || password !== "")
    throw badStep("the address of a page holds a login, which every user of the host could see");
  const isPlain = protocol === "http:";
  const asked = script`
    url=${href} host=${hostname.replaceAll(/[[\]]/g, "")} port=${port || (isPlain ? 80 : 443)} path=${pathname + search}
    wanted=${status ?? "2??"} text=${text} scheme=${protocol} insecure=${insecure ? "yes" : ""}`;
  return waitFor({ name: `page ${href}`, until: `${asked}\n${fetching}`, ...patience });
}

function urlOf(url: string): URL {
  const parsed = URL.canParse(url) ? new URL(url) : undefined;
  if (parsed === undefined || !/^https?:$/.test(parsed.protocol))
    throw badStep(
      `${JSON.stringify(url)} is no address of a page`,
      "it begins with http:// or https://",
    );
  return parsed;
}

/** Each way prints the page and, on a last line of its own, the status. */
const fetching = `
if command -v curl > /dev/null; then
  got=$(curl -s -m 10 \${insecure:+-k} -w '\\n%{http_code}' -- "$url") || { echo "no answer from $url"; exit 1; }
elif command -v python3 > /dev/null; then
  got=$(python3 - "$url" "$insecure" << 'END'
import ssl, sys, urllib.error, urllib.request
class Stay(urllib.request.HTTPRedirectHandler):
    def redirect_request(self, *a): return None
context = ssl._create_unverified_context() if sys.argv[2] else None
opener = urllib.request.build_opener(Stay, urllib.request.HTTPSHandler(context=context))
try: answer = opener.open(sys.argv[1], timeout=10)
except urllib.error.HTTPError as error: answer = error
sys.stdout.buffer.write(answer.read() + b"\\n%d" % answer.status)
END
  ) || { echo "no answer from $url"; exit 1; }
elif command -v bash > /dev/null && [ "$scheme" = http: ]; then
  got=$(timeout 10 bash -c '
    exec 3<> "/dev/tcp/$0/$1" || exit 1
    printf "GET %s HTTP/1.0\\r\\nHost: %s:%s\\r\\nConnection: close\\r\\n\\r\\n" "$2" "$0" "$1" >&3
    read -r _ status _ <&3
    cat <&3
    printf "\\n%s" "$status"' "$host" "$port" "$path") || { echo "no answer from $url"; exit 1; }
else echo "the host has no curl and no python3"; exit ${unable}; fi
status=$(printf %s "$got" | tail -n 1)
case $status in $wanted) ;; *) echo "it answered $status"; exit 1 ;; esac
case $got in *"$text"*) ;; *) echo "the page does not hold the text"; exit 1 ;; esac`;

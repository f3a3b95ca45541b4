/** What system calls did to the files and directories below one, read from what strace tells of them. */
import type { Call } from "./system-call.ts";

export type DiskEvent =
  | { readonly type: "write"; readonly path: string; readonly at: number; readonly bytes: Buffer }
  | { readonly type: "truncate"; readonly path: string; readonly length: number }
  | { readonly type: "sync"; readonly path: string }
  | { readonly type: "create" | "directory" | "remove"; readonly path: string }
  | { readonly type: "link" | "rename"; readonly path: string; readonly to: string }
  /** A line on standard output. */
  | { readonly type: "said"; readonly line: string };

/** In their order; of those that succeeded and changed something. */
export function diskEvents(calls: readonly Call[], directory: string): readonly DiskEvent[] {
  return calls.flatMap((call): readonly DiskEvent[] => {
    const event = eventOf(call);
    if (event === undefined) return [];
    if (event.type === "said") return [event];
    return event.path.startsWith(`${directory}/`) || event.path === directory ? [event] : [];
  });
}

function eventOf({ name, text }: Call): DiskEvent | undefined {
  if (/ = -1 E/.test(text)) return undefined;
  const [path = "", to = ""] = quoted(text);
  const open = openFile(text);
  const [, number = ""] = /, (\d+)\)\s+= \d+/.exec(text) ?? [];
  switch (name) {
    case "write":
      return text.startsWith("write(1<")
        ? { type: "said", line: Buffer.from(path, "latin1").toString().trimEnd() }
        : undefined;
    case "pwrite64":
      return { type: "write", path: open, at: Number(number), bytes: Buffer.from(path, "latin1") };
    case "ftruncate":
      return { type: "truncate", path: open, length: Number(number) };
    case "fsync":
    case "fdatasync":
      return { type: "sync", path: open };
    case "openat":
      return text.includes("O_CREAT") ? { type: "create", path } : undefined;
    case "mkdir":
      return { type: "directory", path };
    case "unlink":
      return { type: "remove", path };
    case "link":
    case "rename":
      return { type: name, path, to };
    default:
      return undefined;
  }
}

/** The bytes of what stands in quotes, one to a character. */
const quoted = (text: string): readonly string[] =>
  [...text.matchAll(/"((?:\\x[0-9a-f]{2})*)"/g)].map(([, bytes = ""]) => plain(bytes));

/** The file that the first descriptor is open on. */
const openFile = (text: string): string => plain(/^\w+\(\d+<([^>]*)>/.exec(text)?.[1] ?? "");

const plain = (bytes: string): string =>
  Buffer.from(bytes.replaceAll("\\x", ""), "hex").toString("latin1");

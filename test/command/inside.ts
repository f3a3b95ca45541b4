/**
 * A command line run within the process of the test, in a directory: for tables of many, where a process for each would take long. The
 * program is that of the sources.
 */
import { type MockInstance, vi } from "vitest";
import { main } from "../../src/command/main.ts";
import type { Ran } from "./project.ts";

/** `madeus ARGS…`, to its end. `'…'` is one word. */
export async function inside(directory: string, args: string): Promise<Ran> {
  const words = [...args.matchAll(/'([^']*)'|(\S+)/g)].map(
    ([, quoted, bare]) => quoted ?? bare ?? "",
  );
  const before = process.cwd();
  const [stdout, stderr] = [taken(process.stdout), taken(process.stderr)];
  process.chdir(directory);
  try {
    // Whoever reads the tests may have a terminal with colours.
    const code = await main([...words, "--no-color"]);
    return { code, signal: null, stdout: textOf(stdout), stderr: textOf(stderr) };
  } finally {
    process.chdir(before);
    stdout.mockRestore();
    stderr.mockRestore();
  }
}

const taken = (stream: NodeJS.WriteStream): MockInstance<NodeJS.WriteStream["write"]> =>
  vi.spyOn(stream, "write").mockImplementation(() => true);

const textOf = ({ mock }: MockInstance<NodeJS.WriteStream["write"]>): string =>
  mock.calls.map(([chunk]) => String(chunk)).join("");

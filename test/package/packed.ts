/** The package as `npm publish` would send it, in a directory that goes with the test. */
import { execFileSync } from "node:child_process";
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";

export interface Packed {
  readonly directory: string;
  /** The tarball. */
  readonly path: string;
  readonly bytes: number;
  readonly unpackedBytes: number;
  /** Paths of the files within. */
  readonly files: readonly string[];
  readonly [Symbol.dispose]: () => void;
}

/**
 * Of what was built last: tests that run meanwhile use it, so nothing is built here.
 *
 * @param from  where its manifest is
 */
export function packed(from = "."): Packed {
  const directory = mkdtempSync(join(tmpdir(), "madeus-package-"));
  const args = ["pack", "--ignore-scripts", "--json", "--pack-destination", directory];
  const told = execFileSync("npm", args, {
    cwd: from,
    encoding: "utf8",
    stdio: ["ignore", "pipe", "ignore"],
  });
  const pack = firstOf(JSON.parse(told) as readonly Told[] | Readonly<Record<string, Told>>);
  return {
    directory,
    path: join(directory, pack.filename),
    bytes: pack.size,
    unpackedBytes: pack.unpackedSize,
    files: pack.files.map(({ path }) => path),
    [Symbol.dispose]: () => rmSync(directory, { recursive: true }),
  };
}

interface Told {
  readonly filename: string;
  readonly size: number;
  readonly unpackedSize: number;
  readonly files: readonly { readonly path: string }[];
}

/** Of one package npm 11 gives a list, npm 12 an object by its name. */
function firstOf(told: readonly Told[] | Readonly<Record<string, Told>>): Told {
  const [first] = Object.values(told);
  if (first === undefined) throw new Error("npm has packed nothing");
  return first;
}

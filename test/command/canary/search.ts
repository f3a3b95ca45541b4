/** Looks for secrets in all that was written: in files, in what is compressed in them, in objects of git. */
import { execFileSync } from "node:child_process";
import { lstatSync, mkdtempSync, readFileSync, readdirSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { DatabaseSync } from "node:sqlite";
import { inflateSync } from "node:zlib";
import { gitEnvironment } from "../../store/repository.ts";

/** Something that was written, and where. */
export interface Written {
  readonly where: string;
  readonly bytes: Buffer;
}

/** Everything below a directory: its files as they are, the rows of databases, the objects of repositories and bundles. */
export function* writtenBelow(directory: string, except: readonly string[]): Iterable<Written> {
  for (const name of readdirSync(directory)) {
    const path = join(directory, name);
    if (except.includes(path)) continue;
    const status = lstatSync(path);
    if (status.isDirectory()) {
      if (name.endsWith(".git")) yield* objectsOf(path);
      yield* writtenBelow(path, except);
    }
    if (!status.isFile()) continue;
    const bytes = readFileSync(path);
    yield { where: path, bytes };
    if (bytes.toString("latin1", 0, 15) === "SQLite format 3") yield* rowsOf(path);
    if (bytes.toString("latin1", 0, 16) === "# v2 git bundle\n") yield* objectsOfBundle(path);
  }
}

/** Every value of every table, and what it is once it is inflated. */
function* rowsOf(path: string): Iterable<Written> {
  using database = new DatabaseSync(path, { readOnly: true });
  const tables = database.prepare("SELECT name FROM sqlite_schema WHERE type = 'table'").all();
  for (const { name } of tables)
    for (const row of database.prepare(`SELECT * FROM "${String(name)}"`).all())
      for (const [column, value] of Object.entries(row)) {
        const bytes = value instanceof Uint8Array ? Buffer.from(value) : Buffer.from(String(value));
        const where = `${path}: ${String(name)}.${column}`;
        yield { where, bytes };
        const inflated = inflatedOf(bytes);
        if (inflated !== undefined) yield { where: `${where}, inflated`, bytes: inflated };
      }
}

function inflatedOf(bytes: Buffer): Buffer | undefined {
  try {
    return inflateSync(bytes);
  } catch {
    return undefined;
  }
}

const objectsOf = (directory: string): readonly Written[] => [
  {
    where: `objects of ${directory}`,
    bytes: execFileSync(
      "git",
      ["cat-file", "--batch-all-objects", "--batch", "--unordered", "--buffer"],
      { cwd: directory, env: gitEnvironment, maxBuffer: 2 ** 28 },
    ),
  },
];

function objectsOfBundle(path: string): readonly Written[] {
  const around = mkdtempSync(join(tmpdir(), "madeus-bundle-"));
  const directory = join(around, "unpacked.git");
  execFileSync("git", ["clone", "-q", "--mirror", path, directory], { env: gitEnvironment });
  const [{ bytes = Buffer.of() } = {}] = objectsOf(directory);
  rmSync(around, { recursive: true });
  return [{ where: `objects of ${path}`, bytes }];
}

/** Where any of the needles stands. */
export const leaks = (all: Iterable<Written>, needles: readonly Buffer[]): readonly string[] =>
  [...all].flatMap(({ where, bytes }) => {
    const found = needles.filter((needle) => bytes.includes(needle));
    return found.map((needle) => `${where}: ${excerpt(bytes, bytes.indexOf(needle))}`);
  });

const excerpt = (bytes: Buffer, at: number): string =>
  JSON.stringify(bytes.toString("utf8", Math.max(0, at - 60), at + 60));

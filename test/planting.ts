/**
 * Faults planted into copies of the sources, one at a time: are the tests sharp enough to catch each of them?
 *
 * What catches is a program beside the sources that ends with 1 where something is wrong.
 */
import { execFile } from "node:child_process";
import { cp, mkdtemp, readFile, rm, symlink, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";

/** A text of a source and what takes its place. */
export interface Fault {
  readonly name: string;
  /** In the folder of the ground. */
  readonly file: string;
  readonly text: string;
  readonly instead: string;
}
/** By name: the text, and what takes its place. */
export type FileFaults = Readonly<Record<string, readonly [text: string, instead: string]>>;

export const inFile = (file: string, faults: FileFaults): readonly Fault[] =>
  Object.entries(faults).map(([name, [text, instead]]) => ({
    name,
    file: `${file}.ts`,
    text,
    instead,
  }));

/** Where faults are planted, and what catches them. Paths are those of the repository. */
export interface Ground {
  readonly folder: string;
  /** All that the catcher needs. */
  readonly copied: readonly string[];
  readonly catcher: string;
}

/** A copy of the sources into which faults are planted. */
export interface Plot {
  readonly ground: Ground;
  readonly path: string;
}

const root = fileURLToPath(new URL("../", import.meta.url));

export async function plotOf(ground: Ground): Promise<Plot> {
  const path = await mkdtemp(join(tmpdir(), "madeus-fault-"));
  for (const part of ["package.json", ...ground.copied])
    await cp(join(root, part), join(path, part), { recursive: true });
  await symlink(join(root, "node_modules"), join(path, "node_modules"));
  return { ground, path };
}

export const remove = ({ path }: Plot): Promise<void> => rm(path, { recursive: true, force: true });

/** What is wrong with some faults: they cannot be planted, or nobody notices them. As many are tried at once as there are plots. */
export async function missedFaults(
  plots: readonly Plot[],
  faults: readonly Fault[],
): Promise<readonly string[]> {
  const names = new Set(faults.map(({ name }) => name));
  if (names.size < faults.length) throw new Error("two faults have one name");
  const open = faults.values();
  const missed: string[] = [];
  const work = async (plot: Plot): Promise<void> => {
    for (const fault of open) {
      const trouble = await plant(plot, fault);
      if (trouble !== undefined) missed.push(trouble);
    }
  };
  await Promise.all(plots.map(work));
  return missed;
}

/** The plot is as before afterwards. */
async function plant(
  plot: Plot,
  { name, file, text, instead }: Fault,
): Promise<string | undefined> {
  const path = join(plot.path, plot.ground.folder, file);
  const source = await readFile(path, "utf8");
  if (!source.includes(text)) return `${name}: its text is not in ${file} any more`;
  await writeFile(
    path,
    source.replace(text, () => instead),
  );
  const found = await caught(plot);
  await writeFile(path, source);
  if (found?.includes("SyntaxError") === true) return `${name}: is not a program`;
  return found === undefined ? `${name}: nobody notices` : undefined;
}

/** What the catcher says of a plot, or undefined where it has no complaint; one that does not come to an end is wrong too. */
export function caught({ ground, path }: Plot): Promise<string | undefined> {
  const { promise, resolve } = Promise.withResolvers<string | undefined>();
  execFile(
    process.execPath,
    [join(path, ground.catcher)],
    { timeout: 30_000, killSignal: "SIGKILL" },
    (error, stdout, stderr) => resolve(error === null ? undefined : `${stdout}${stderr}`),
  );
  return promise;
}

/**
 * The TypeScript of the documents, compiled in one go as a user's project would be: `madeus` is this repository.
 *
 * An example stands in a file of its own, on the lines that it has in its document, so that the compiler's words name these.
 */
import { spawnSync } from "node:child_process";
import { mkdirSync, mkdtempSync, rmSync, symlinkSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { dirname, join, resolve } from "node:path";
import type { Block } from "./document.ts";

/** What the compiler says of the examples, as `document:line:column sentence`; one sentence for each wrong example that compiles. */
export function complaintsAbout(examples: readonly Block[]): readonly string[] {
  const project = mkdtempSync(join(tmpdir(), "madeus-documents-"));
  try {
    writeProject(project, examples);
    const { stdout } = spawnSync(
      process.execPath,
      [resolve("node_modules/typescript/bin/tsc"), "-p", "."],
      { cwd: project, encoding: "utf8" },
    );
    return judge(examples, stdout.trimEnd().split("\n").filter(Boolean));
  } finally {
    rmSync(project, { recursive: true });
  }
}

const isWrong = ({ note }: Block): boolean => note === "wrong";

function judge(examples: readonly Block[], complaints: readonly string[]): readonly string[] {
  const about = (example: Block) => (line: string) => line.startsWith(`${fileOf(example)}(`);
  const wrong = examples.filter(isWrong);
  return [
    ...complaints.filter((line) => !wrong.some((example) => about(example)(line))),
    ...wrong
      .filter((example) => !complaints.some(about(example)))
      .map(({ path, line }) => `${path}:${line} compiles, but says that it is wrong`),
  ];
}

function writeProject(project: string, examples: readonly Block[]): void {
  symlinkSync(resolve("node_modules"), join(project, "node_modules"));
  for (const example of examples) {
    const file = join(project, fileOf(example));
    mkdirSync(dirname(file), { recursive: true });
    writeFileSync(file, `${"\n".repeat(example.line)}${example.text}\nexport {};\n`);
  }
  const compilerOptions = {
    paths: { madeus: [resolve("src/index.ts")], "madeus/*": [resolve("src/*.ts")] },
    noEmit: true,
  };
  const config = {
    extends: resolve("tsconfig.json"),
    compilerOptions,
    include: ["."],
    exclude: [],
  };
  writeFileSync(join(project, "tsconfig.json"), JSON.stringify(config));
  writeFileSync(join(project, "package.json"), JSON.stringify({ type: "module" }));
}

/** `README.md/assembly.ts` for a named example, else `README.md/line-12.ts`. */
function fileOf({ path, line, note }: Block): string {
  return `${path}/${note.endsWith(".ts") ? note : `line-${line}.ts`}`;
}

/** A deployment that the tests of a file share, made by the built command line, and the page of it served by this process. */
import { spawnSync } from "node:child_process";
import { mkdirSync, mkdtempSync, rmSync, symlinkSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { afterAll, beforeAll } from "vitest";
import { pageAssets } from "../../src/command/page-asset.ts";
import { PageReader } from "../../src/command/page-reader.ts";
import { type PageServer, servePage } from "../../src/command/page-server.ts";
import { realClock } from "../../src/engine/clock-real.ts";
import type { JournalRecord } from "../../src/store/journal.ts";
import { cli, declared } from "../command/project.ts";

const root = fileURLToPath(new URL("../..", import.meta.url));

export interface Stage {
  /** Of the page. */
  readonly url: string;
  readonly directory: string;
  records(): readonly JournalRecord[];
  /** `madeus ARGS…`, to its end: what it printed. */
  madeus(...args: readonly string[]): string;
}

/**
 * Made before the tests of the file, gone after them.
 *
 * @param text  of `assembly.ts`
 * @param make  what is done with it, whatever comes of it
 */
export function useStage(text: string, make: (stage: Stage) => void): Stage {
  let directory = "";
  let reader: PageReader | undefined;
  let server: PageServer | undefined;
  const stage: Stage = {
    get url() {
      return server?.url ?? "";
    },
    get directory() {
      return directory;
    },
    records: () => reader?.records([]) ?? [],
    madeus: (...args) =>
      spawnSync(process.execPath, [cli, ...args], { cwd: directory, encoding: "utf8" }).stdout,
  };
  beforeAll(async () => {
    directory = mkdtempSync(join(tmpdir(), "madeus-page-"));
    mkdirSync(join(directory, "node_modules"));
    symlinkSync(root, join(directory, "node_modules", "madeus"));
    writeFileSync(join(directory, "assembly.ts"), declared(text));
    make(stage);
    reader = new PageReader(join(directory, ".madeus", "site"));
    const failed = (error: unknown): void => {
      throw error;
    };
    server = await servePage(reader, pageAssets(), {
      token: "t",
      port: 0,
      clock: realClock,
      failed,
    });
  });
  afterAll(async () => {
    await server?.close();
    reader?.close();
    rmSync(directory, { recursive: true, force: true });
  });
  return stage;
}

/** Deployed with a failure, then resumed. */
export function failThenResume({ directory, madeus }: Stage): void {
  writeFileSync(join(directory, "fail"), "");
  madeus("deploy");
  rmSync(join(directory, "fail"));
  madeus("resume");
}

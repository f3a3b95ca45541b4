/** What every host must do with files: take them and give them as they are, and never half of one. */
import { randomBytes } from "node:crypto";
import { mkdtempSync, readFileSync, readdirSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { type FileGround, download, upload } from "../../src/engine/action-file.ts";
import { type Stage, command, shell } from "./stage.ts";

export function carriesFiles(stage: Stage): void {
  const here = mkdtempSync(join(tmpdir(), "madeus-file-"));
  const source = join(here, "source");
  /** The commands that were run. */
  const asked: string[] = [];
  const ground: FileGround = {
    key: "key",
    async run({ command: what, data }) {
      asked.push(String(what.args[1]));
      const exit = await stage.host.run(what, {
        signal: new AbortController().signal,
        registered: (group) => void stage.groups.push(group),
        line: () => {},
        ...(data === undefined ? {} : { data }),
      });
      if (exit.code !== 0) throw new Error(exit.tail);
      return exit;
    },
  };
  const read = async (path: string): Promise<string> =>
    (await stage.run(command("cat", [path]))).stdout;
  const possession = async (path: string): Promise<string> =>
    (await stage.run(command("stat", ["-c", "%a %U:%G", path]))).stdout.trim();
  afterAll(() => rmSync(here, { recursive: true }));

  describe("carries files", () => {
    const folder = `${stage.directory}/files`;
    beforeAll(() => stage.host.makeDirectory(folder));
    const list = async (): Promise<string> =>
      (await stage.run(command("ls", ["-A", folder]))).stdout;

    test("of any bytes there and back, once", async () => {
      const bytes = randomBytes(3_000_001);
      writeFileSync(source, bytes);
      expect(await upload(ground, source, `${folder}/any`)).toBe(true);
      expect(await possession(`${folder}/any`)).toBe("644 root:root");
      asked.length = 0;
      expect(await upload(ground, source, `${folder}/any`)).toBe(false);
      expect(asked).toHaveLength(1);
      const back = join(here, "back");
      expect(await download(ground, `${folder}/any`, back)).toBe(true);
      expect(readFileSync(back).equals(bytes)).toBe(true);
      expect(await download(ground, `${folder}/any`, back)).toBe(false);
      expect(await list()).toBe("any\n");
      expect(readdirSync(here).toSorted()).toEqual(["back", "source"]);
    });

    test("with mode and owner, which stay where nothing else is asked for", async () => {
      const path = `${folder}/owned`;
      writeFileSync(source, "one");
      expect(await upload(ground, source, path, { mode: 0o640, owner: "daemon:adm" })).toBe(true);
      expect(await possession(path)).toBe("640 daemon:adm");
      writeFileSync(source, "two");
      expect(await upload(ground, source, path)).toBe(true);
      expect(await possession(path)).toBe("640 daemon:adm");
      expect(await upload(ground, source, path, { mode: "0640", owner: "daemon" })).toBe(false);
      expect(await upload(ground, source, path, { mode: "600", owner: "root:root" })).toBe(true);
      expect(await possession(path)).toBe("600 root:root");
      expect(await read(path)).toBe("two");
    });

    test("with names that are as long as names can be, or look like something else", async () => {
      writeFileSync(source, "named");
      for (const name of ["n".repeat(255), "-rf", "$(touch oops)", "a'b\"c", "two\nlines", "é 𝄞"]) {
        const path = `${folder}/names/${name}`;
        await stage.host.makeDirectory(`${folder}/names`);
        await upload(ground, source, path);
        expect(await read(path)).toBe("named");
        await download(ground, path, join(here, "named"));
        expect(readFileSync(join(here, "named"), "utf8")).toBe("named");
      }
    });

    test("in the place of a link, not through it", async () => {
      await stage.run(shell(`echo old > ${folder}/old; ln -s old ${folder}/link`));
      writeFileSync(source, "new");
      await upload(ground, source, `${folder}/link`);
      expect([await read(`${folder}/old`), await read(`${folder}/link`)]).toEqual(["old\n", "new"]);
    });

    test.each([
      ["to a directory", () => upload(ground, source, folder), "is a directory"],
      ["into no directory", () => upload(ground, source, `${folder}/no/such`), "irectory"],
      ["that is not here", () => upload(ground, `${source}-no`, `${folder}/x`), "ENOENT"],
      ["that is not there", () => download(ground, `${folder}/no`, join(here, "x")), "there is no"],
    ])("%s: it fails and nothing is changed", async (_, transfer, message) => {
      writeFileSync(source, "some");
      const before = [await list(), readdirSync(here)];
      await expect(transfer()).rejects.toThrow(message);
      expect([await list(), readdirSync(here)]).toEqual(before);
    });

    test("and leaves nothing half written of one that is changed while it is sent", async () => {
      writeFileSync(source, "s".repeat(1_000_000));
      const changing: FileGround = {
        ...ground,
        run: (order) => {
          if (order.command.stdin !== undefined) writeFileSync(source, "other");
          return ground.run(order);
        },
      };
      await expect(upload(changing, source, `${folder}/changing`)).rejects.toThrow(
        "was changed while it was sent",
      );
      expect(await list()).not.toContain("changing");
      expect(await list()).not.toContain(".madeus");
    });
  });
}

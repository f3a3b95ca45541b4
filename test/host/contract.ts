/**
 * What every kind of host must do: one contract, held against each of them.
 *
 * It looks at the host through its own interface only, so that it holds for a machine far away as for this one.
 */
import { describe, expect, test } from "vitest";
import { type Subject, command, stageFor } from "./stage.ts";
import { endsCommands } from "./contract-abort.ts";
import { runsMany } from "./contract-crowd.ts";
import { startsDaemons } from "./contract-daemon.ts";
import { carriesFiles } from "./contract-file.ts";
import { knowsGroups } from "./contract-group.ts";
import { runsPrograms } from "./contract-program.ts";
import { keepsSecrets } from "./contract-secret.ts";
import { passesStreams } from "./contract-stream.ts";

export function holdsContract(subject: Subject): void {
  describe(`a ${subject.name} host`, () => {
    const stage = stageFor(subject);
    runsPrograms(stage);
    endsCommands(stage);
    knowsGroups(stage);
    startsDaemons(stage);
    keepsSecrets(stage);
    passesStreams(stage);
    carriesFiles(stage);
    runsMany(stage);

    test("makes a directory with its parents, and removes it with all that is in it", async () => {
      const path = `${stage.directory}/a b/c`;
      await stage.host.makeDirectory(path);
      await stage.host.makeDirectory(path);
      await stage.run(command("touch", [`${path}/file`]));
      expect(await stage.isThere(`${path}/file`)).toBe(true);
      await stage.host.removeDirectory(`${stage.directory}/a b`);
      await stage.host.removeDirectory(`${stage.directory}/a b`);
      expect(await stage.isThere(path)).toBe(false);
      await stage.host.makeDirectory(path);
      expect(await stage.isThere(path)).toBe(true);
    });
  });
}

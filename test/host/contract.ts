/**
 * What every kind of host must do: one suite, run against each of them.
 *
 * It looks at the host through its own interface only, so that it holds for a machine far away as for this one.
 */
import { describe, expect, test } from "vitest";
import { type Subject, command, stageFor } from "./stage.ts";
import { endsCommands } from "./suite-abort.ts";
import { startsDaemons } from "./suite-daemon.ts";
import { knowsGroups } from "./suite-group.ts";
import { runsPrograms } from "./suite-program.ts";

export function hostSuite(subject: Subject): void {
  describe(`a ${subject.name} host`, () => {
    const stage = stageFor(subject);
    runsPrograms(stage);
    endsCommands(stage);
    knowsGroups(stage);
    startsDaemons(stage);

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

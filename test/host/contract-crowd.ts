/** What every host must do with many commands: run them all at once, for they may wait for each other. */
import { expect, test } from "vitest";
import { type Stage, shell } from "./stage.ts";

const count = 50;

export function runsMany(stage: Stage): void {
  test(`runs ${count} commands at once, though each waits for the last`, async () => {
    const folder = `${stage.directory}/crowd`;
    await stage.host.makeDirectory(folder);
    const script = 'touch "$1"; until [ "$(ls | wc -l)" -ge $2 ]; do sleep 0.2; done; exit $1';
    const exits = await Promise.all(
      Array.from({ length: count }, (_, number) =>
        stage.run(
          shell(script, {
            args: ["-c", script, "sh", String(number), String(count)],
            cwd: folder,
          }),
        ),
      ),
    );
    expect(exits.map(({ code }) => code)).toEqual([...exits.keys()]);
  });
}

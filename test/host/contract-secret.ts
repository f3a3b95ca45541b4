/** What every host must do with what nobody may see: not let it stand where every user of the machine can read it. */
import { describe, expect, test } from "vitest";
import { type Stage, command, shell } from "./stage.ts";

const secrets = {
  env: "hush-in-the-environment",
  stdin: "hush-on-standard-input",
  injection: `hush'"\`$(touch INJECTED)\`\n; touch INJECTED; $HUSH \\`,
};

export function keepsSecrets(stage: Stage): void {
  /** The arguments of all processes of the host, as every user of it can see them. */
  const seen = async (): Promise<string> =>
    (await stage.run(shell("cat /proc/[0-9]*/cmdline 2>/dev/null | tr '\\0' ' '"))).stdout;

  describe("keeps secrets", () => {
    test("in the environment and on standard input out of every argument, from the gate on", async () => {
      const script = "read -r line; echo started; exec sleep 1000";
      const story = stage.start(
        shell(script, { env: { HUSH: secrets.env }, stdin: `${secrets.stdin}\n` }),
      );
      await story.said("started");
      const all = await seen();
      expect(all).toContain("sleep 1000");
      for (const secret of [secrets.env, secrets.stdin]) expect(all).not.toContain(secret);
    });

    test("of a daemon out of every argument", async () => {
      const { group } = await stage.run(
        command("sleep", ["1001"], { daemon: true, env: { HUSH: secrets.env } }),
      );
      const all = await seen();
      expect(all).toContain("sleep 1001");
      expect(all).not.toContain(secrets.env);
      await stage.host.end(group, 1_000);
    });

    test("that look like commands what they are", async () => {
      const directory = `${stage.directory}/injection`;
      await stage.host.makeDirectory(directory);
      const { stdout } = await stage.run(
        shell('printf "%s|%s|" "$HUSH" "$1"; cat', {
          cwd: directory,
          env: { HUSH: secrets.injection },
          args: ["-c", 'printf "%s|%s|" "$HUSH" "$1"; cat', "sh", secrets.injection],
          stdin: secrets.injection,
        }),
      );
      expect(stdout).toBe(`${secrets.injection}|${secrets.injection}|${secrets.injection}`);
      expect((await stage.run(command("ls", ["-A", directory]))).stdout).toBe("");
    });
  });
}

/** Where the careless site is deployed: a project with its secrets in it, and a host that asks for a password. */
import { appendFileSync, chmodSync, existsSync, mkdirSync, readFileSync, rmSync } from "node:fs";
import { onTestFinished } from "vitest";
import { secret } from "../../../src/model/secret.ts";
import { ageEncrypted, ageIdentity } from "../../age.ts";
import type { Testbed } from "../../testbed/testbed.ts";
import { type Project, declared, project } from "../project.ts";
import { recorder } from "./children.ts";
import type { Leg } from "./journey.ts";
import type { Written } from "./search.ts";
import { planted } from "./secrets.ts";
import { carelessSite } from "./site.ts";
import { standIns } from "./stand-in.ts";

export interface Ground extends Project {
  /** The identities that decrypt: as secret as what they decrypt. */
  readonly identities: readonly string[];
  readonly env: Readonly<Record<string, string>>;
  /** Where secrets are kept, and what the test itself has made: nobody looks for them there. */
  readonly kept: readonly string[];
  /** Runs a command line to its end: what it printed, and its code. */
  walk(leg: Leg): Promise<Written & { readonly code: number | null }>;
}

/** A user of the host `far` for whom sudo asks for the planted password. */
export async function askingUser(bed: Testbed): Promise<void> {
  const script = `mkdir -p /etc/sudoers.d; chmod 755 /tmp /etc/ssh/testbed; useradd -m -s /bin/sh asked
    printf "asked:%s\\n" "$1" | chpasswd; echo "asked ALL=(ALL) ALL" > /etc/sudoers.d/asked
    printf "%s\\n" "$1" > /srv/password`;
  await bed.inside("far", "sh", "-ec", script, "sh", planted.sudo);
}

export function ground(bed: Testbed): Ground {
  const own = project();
  const [ours, operators] = [ageIdentity(), ageIdentity()];
  for (const name of ["kept", "bin"]) mkdirSync(own.path(name));
  own.write("kept/file", planted.file);
  own.write("kept/printed", planted.printed);
  own.write("kept/command", `${planted.command}\n`);
  own.write("identity.txt", ours.file);
  const many = ["AGE='", planted.age, "'\nSUDO=`", planted.sudo, "`\n"].join("");
  encrypt(own.path("kept/site.env.age"), many, "-a", "-r", ours.recipient);
  encrypt(own.path("kept/whole.age"), planted.whole, "-r", operators.recipient);
  for (const [name, text] of Object.entries(standIns))
    chmodSync(own.write(`bin/${name}`, text), 0o755);
  own.write("recorder.cjs", recorder);
  const password = secret({
    age: "kept/site.env.age",
    key: "SUDO",
    identity: { file: "identity.txt" },
  });
  const far = bed.host("far", { user: "asked", become: { password } });
  own.write("assembly.ts", declared(carelessSite(far)));
  const env = {
    PATH: `${own.path("bin")}:${process.env["PATH"] ?? ""}`,
    NODE_OPTIONS: `--require ${own.path("recorder.cjs")}`,
    CANARY_CHILDREN: own.path("children"),
    CANARY_ENV: planted.env,
    CANARY_DAEMON: planted.daemon,
    MADEUS_AGE_KEY: operators.key,
  };
  onTestFinished(() => endDaemons(own));
  return {
    ...own,
    identities: [ours.key, operators.key],
    env,
    kept: ["kept", "identity.txt", "children", "recorder.cjs", "bin", "node_modules"].map((name) =>
      own.path(name),
    ),
    async walk({ line, touch = [], remove = [], env: more = {} }) {
      for (const name of touch) own.write(name, "");
      for (const name of remove) rmSync(own.path(name));
      const { code, stdout, stderr } = await own.madeus(line, { env: { ...env, ...more } });
      return { where: `madeus ${line}`, bytes: Buffer.from(stdout + stderr), code };
    },
  };
}

const encrypt = (path: string, text: string, ...flags: readonly string[]): void =>
  appendFileSync(path, ageEncrypted(text, ...flags));

function endDaemons(own: Project): void {
  if (!existsSync(own.path("pids"))) return;
  for (const pid of readFileSync(own.path("pids"), "utf8").split("\n").filter(Boolean))
    try {
      process.kill(-Number(pid), "SIGKILL");
    } catch {
      // It has ended.
    }
}

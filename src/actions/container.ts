/**
 * Containers by podman or docker, whichever the host has.
 *
 * A container is told from what it should be by a label that we put on it: the hash of all that it was made from. Secrets are no part of
 * that, and stand in no argument.
 */
import { createHash } from "node:crypto";
import type { SecretReference } from "../model/secret.ts";
import type { Step, StepScope } from "../model/step.ts";
import { type ContainerEngine, engineText } from "./container-engine.ts";
import { ensureWord } from "./name.ts";
import { run, script, step } from "./step.ts";

export interface ImageOptions extends ContainerEngine {
  /** `registry.example.org/name:tag`, or with a digest. */
  readonly name: string;
  /** Of `pull`, e.g. `["--tls-verify=false"]`. */
  readonly pullFlags?: readonly string[];
}

/** An image that is there. A tag that has moved on is not pulled again: name a digest where that matters. */
export function image(options: string | ImageOptions): Step {
  const {
    name,
    pullFlags = [],
    ...engine
  } = typeof options === "string" ? { name: options } : options;
  const known = ensureWord(name, "an image");
  return step(`image ${known}`, {
    look: {
      text: `${engineText(engine)}\n${script`if engine image inspect ${known} > /dev/null 2>&1; then echo there; else engine ps -q > /dev/null; fi`}`,
      judge: (answer) => (answer === "there" ? undefined : "pull"),
    },
    act: (scope) =>
      run(scope, `${engineText(engine)}\n${script`engine pull -q ${pullFlags} ${known}`}`),
  });
}

export interface ContainerOptions extends ContainerEngine {
  readonly name: string;
  readonly image: string;
  /** Instead of the program of the image. */
  readonly command?: readonly string[];
  readonly env?: Readonly<Record<string, string>>;
  /** Like `env`; what they are is neither told nor compared. */
  readonly secrets?: Readonly<Record<string, string | SecretReference>>;
  /** `host:container`, as `--publish` takes them. */
  readonly ports?: readonly string[];
  /** `source:target`, as `--volume` takes them. */
  readonly volumes?: readonly string[];
  readonly network?: string;
  /** Of `run`, whatever else is wanted. */
  readonly runFlags?: readonly string[];
}

/** A container that runs; one that was made from anything else is replaced. Its image must be there, or can be pulled without flags. */
export function container({ program, flags, secrets = {}, ...made }: ContainerOptions): Step {
  const known = ensureWord(made.name, "a container");
  const from = ensureWord(made.image, "an image");
  const engine = engineText({
    ...(program === undefined ? {} : { program }),
    ...(flags === undefined ? {} : { flags }),
  });
  const hash = createHash("sha256")
    .update(JSON.stringify([made, Object.keys(secrets)]))
    .digest("hex");
  const format = `{{.State.Running}} {{index .Config.Labels "${label}"}}`;
  return step(`container ${known}`, {
    look: {
      text: `${engine}\n${script`engine container inspect --format ${format} ${known} 2> /dev/null || engine ps -q > /dev/null`}`,
      judge(answer) {
        if (answer === "") return "run";
        const [isRunning, now] = answer.split(" ");
        if (now !== hash) return "replace";
        return isRunning === "true" ? undefined : "start";
      },
    },
    async act(scope) {
      const args = [
        "--name",
        known,
        "--label",
        `${label}=${hash}`,
        ...Object.keys(secrets).flatMap((variable) => ["--env", variable]),
        ...runFlagsOf(made),
        from,
        ...(made.command ?? []),
      ];
      const text = `${engine}\n${script`
        engine rm -f ${known} > /dev/null 2>&1 || true
        engine run -d ${args}`}`;
      await run(scope, text, await environment(scope, secrets));
    },
  });
}
const label = "madeus";

function runFlagsOf({
  env = {},
  ports = [],
  volumes = [],
  network,
  runFlags = [],
}: ContainerOptions): readonly string[] {
  return [
    ...Object.entries(env).flatMap(([name, value]) => ["--env", `${name}=${value}`]),
    ...ports.flatMap((port) => ["--publish", port]),
    ...volumes.flatMap((volume) => ["--volume", volume]),
    ...(network === undefined ? [] : ["--network", network]),
    ...runFlags,
  ];
}

async function environment(
  scope: StepScope,
  secrets: NonNullable<ContainerOptions["secrets"]>,
): Promise<Readonly<Record<string, string>>> {
  const fetched = Object.entries(secrets).map(async ([name, secret]) => [
    name,
    typeof secret === "string" ? secret : await scope.secret(secret),
  ]);
  return Object.fromEntries(await Promise.all(fetched)) as Readonly<Record<string, string>>;
}

/** That there is no such container, running or not. */
export function noContainer(options: string | ({ readonly name: string } & ContainerEngine)): Step {
  const { name, ...engine } = typeof options === "string" ? { name: options } : options;
  const known = ensureWord(name, "a container");
  return step(`no container ${known}`, {
    look: {
      text: `${engineText(engine)}\n${script`if engine container inspect ${known} > /dev/null 2>&1; then echo there; else engine ps -q > /dev/null; fi`}`,
      judge: (answer) => (answer === "there" ? "remove" : undefined),
    },
    act: (scope) => run(scope, `${engineText(engine)}\n${script`engine rm -f ${known}`}`),
  });
}

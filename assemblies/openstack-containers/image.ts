/** What the containers of all services have in common: their images, and that they share the network of their host. */
import type { Step, StepScope, ValueOf } from "madeus";
import { type ContainerOptions, container, image } from "madeus/actions";
import type { Source } from "./ports.ts";

type At = ValueOf<typeof Source>;

export const imageOf = (name: string, { registry }: At): string => `${registry}/${name}:1`;

/** The image of a service, from a registry of our own network, which has no certificate. */
export const pulled = (name: string, source: At): Step =>
  image({ name: imageOf(name, source), pullFlags: ["--tls-verify=false"] });

/** The container of a service. It was pulled before: a registry that is gone does no harm. */
export const running = (
  name: string,
  source: At,
  options: Pick<ContainerOptions, "command" | "volumes">,
): Step =>
  container({
    ...options,
    name,
    image: imageOf(name, source),
    network: "host",
    runFlags: ["--pull", "never"],
  });

/** Runs a program in a container that ends with it. The values of `env` stand in no argument. */
export const once = (
  { exec }: StepScope,
  name: string,
  source: At,
  volumes: readonly string[],
  command: readonly string[],
  env: Readonly<Record<string, string>> = {},
): Promise<string> =>
  exec(
    "podman",
    [
      "run",
      "--rm",
      "--pull=never",
      "--network=host",
      ...volumes.flatMap((volume) => ["--volume", volume]),
      ...Object.keys(env).flatMap((variable) => ["--env", variable]),
      imageOf(name, source),
      ...command,
    ],
    { env },
  );

/** The program that runs containers: podman or docker. */
import { script } from "./step.ts";

export interface ContainerEngine {
  /** Default: podman where the host has it, else docker. */
  readonly program?: "podman" | "docker";
  /** Before the subcommand, e.g. `["--cgroup-manager", "cgroupfs"]`. */
  readonly flags?: readonly string[];
}

/** Defines `engine`, which runs podman or docker. */
export const engineText = ({ program, flags = [] }: ContainerEngine): string => script`
  program=${program ?? ""}
  [ -n "$program" ] || program=$(command -v podman || command -v docker) || { echo "the host has neither podman nor docker" >&2; exit 1; }
  engine() { "$program" ${flags} "$@"; }`;

/**
 * The steps of a playbook: so that others than Ansible run the very same text on the same hosts.
 *
 * A task that a play runs on several hosts is a step for each. What a step is given by its environment comes from the variables of the
 * group, with the addresses of the hosts put in.
 */
import { readFileSync } from "node:fs";
import { join } from "node:path";
import { parse } from "yaml";

export interface Step {
  /** `task@host`. */
  readonly name: string;
  readonly host: string;
  /** What `bash -c` is given. */
  readonly shell: string;
}
export type Addresses = Readonly<Record<string, string>>;

export const playbooks: string = join(import.meta.dirname, "../peers/ansible");

interface Play {
  readonly hosts: string;
  readonly tasks: readonly Task[];
}
interface Task {
  readonly name: string;
  readonly tags?: string;
  readonly "ansible.builtin.shell": string;
}

/** In the order of the playbook, which is one in which they can be done one after another. Those by HTTP are left out. */
export function stepsOf(playbook: string, hosts: readonly string[]): readonly Step[] {
  const plays = parse(readFileSync(join(playbooks, `${playbook}.yml`), "utf8")) as readonly Play[];
  return plays.flatMap(({ hosts: on, tasks }) =>
    tasks
      .filter(({ tags }) => tags !== "http")
      .flatMap(({ name, "ansible.builtin.shell": shell }) =>
        (on === "all" ? hosts : on.split(":")).map((host) => ({
          name: `${name}@${host}`,
          host,
          shell,
        })),
      ),
  );
}

/** What the steps of one host are given by their environment. */
export function environmentOf(
  group: string,
  host: string,
  addresses: Addresses,
): Readonly<Record<string, string>> {
  const text = readFileSync(join(playbooks, "group_vars", `${group}.yml`), "utf8");
  const { site } = parse(text) as { readonly site: Readonly<Record<string, string>> };
  const put = (value: string) =>
    value
      .replaceAll("{{ ansible_host }}", addresses[host] ?? "")
      .replaceAll(/\{\{ hostvars\.(\w+)\.ansible_host \}\}/g, (_, other) => addresses[other] ?? "");
  return Object.fromEntries(Object.entries(site).map(([name, value]) => [name, put(value)]));
}

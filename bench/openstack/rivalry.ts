/** The contests: who takes part in each, and what each is compared with. */
import { type Contender, ansible, bare, madeus } from "./contender.ts";
import { needsOf } from "./needs.ts";
import { stepsOf } from "./playbook.ts";
import type { Site } from "./site.ts";

export interface Rivalry {
  /** As it is reported. */
  readonly name: string;
  readonly hosts: readonly [string, ...string[]];
  readonly contenders: readonly Contender[];
  readonly ratios: readonly Ratio[];
  /** The longest chain of steps that need each other, by what each took when it ran alone; of the rounds so far the shortest. */
  criticalPathS?(): number;
}
export interface Ratio {
  readonly of: string;
  /** The fastest of these. */
  readonly to: readonly string[];
  /** What they are together. */
  readonly toWhat: string;
  readonly atMost?: number;
}

const everyAnsible = (playbook: string, tags?: string): readonly Contender[] =>
  (["linear", "free", "mitogen_linear", "mitogen_free"] as const).map((strategy) =>
    ansible(strategy, playbook, tags),
  );

/** The modes, by what is limited. */
function modes(
  name: string,
  file: string,
  settings: (site: Site) => Readonly<Record<string, string>>,
  components: readonly string[],
): readonly Contender[] {
  const one = components.flatMap((component) => ["--limit", `${component}=1`]);
  return [
    madeus({ name: `${name}, one action at a time`, file, settings, flags: ["--parallel", "1"] }),
    ...(components.length === 0
      ? []
      : [madeus({ name: `${name}, one action of each component`, file, settings, flags: one })]),
    madeus({ name, file, settings }),
  ];
}

/** The steps of a playbook, done by all. */
function oldSteps(playbook: string, hosts: readonly [string, ...string[]]) {
  const services = new Set(stepsOf(playbook, hosts).map(({ name }) => name.split(".")[0] ?? ""));
  let criticalPathS = Number.POSITIVE_INFINITY;
  const told = (seconds: ReadonlyMap<string, number>): void => {
    criticalPathS = Math.min(criticalPathS, longestS(playbook, hosts, seconds));
  };
  const settings = ({ sshConfig, addresses }: Site) => ({
    playbook,
    ssh_config: sshConfig,
    addresses: Object.entries(addresses)
      .map((one) => one.join("="))
      .join(","),
  });
  return {
    contenders: [
      bare(playbook, true, told),
      bare(playbook, false, () => undefined),
      ...modes("Madeus, old steps", "bench/openstack/steps.ts", settings, [...services]),
    ],
    criticalPathS: () => criticalPathS,
  };
}

function longestS(
  playbook: string,
  hosts: readonly string[],
  seconds: ReadonlyMap<string, number>,
): number {
  const steps = stepsOf(playbook, hosts);
  const needs = needsOf(playbook, steps);
  const ends = new Map<string, number>();
  for (const { name } of steps) {
    const begin = Math.max(0, ...(needs.get(name) ?? []).map((one) => ends.get(one) ?? 0));
    ends.set(name, begin + (seconds.get(name) ?? 0));
  }
  return Math.max(...ends.values());
}

const own = ({ addresses, sshConfig }: Site) => ({ ...addresses, ssh_config: sshConfig });
const strategies = ["linear", "free", "mitogen_linear", "mitogen_free"].map(
  (strategy) => `Ansible, ${strategy}`,
);
const byHttp = (names: readonly string[]): readonly string[] =>
  names.map((name) => `${name}, by HTTP`);
const renamed = (
  contenders: readonly Contender[],
  names: readonly string[],
): readonly Contender[] =>
  contenders.map((contender, index) => ({ ...contender, name: names[index] ?? contender.name }));

const oldRatios: readonly Ratio[] = [
  {
    of: "Madeus, old steps",
    to: strategies,
    toWhat: "Ansible in its fastest strategy",
    atMost: 0.7,
  },
  {
    of: "Madeus, old steps",
    to: ["a bare runner"],
    toWhat: "a bare runner of the same graph",
    atMost: 1.02,
  },
  {
    of: "Madeus, old steps",
    to: ["Madeus, old steps, one action at a time"],
    toWhat: "one action at a time",
  },
];

export const rivalries: Readonly<Record<string, () => Rivalry>> = {
  trivial: () => ({
    name: "50 trivial tasks on 3 hosts",
    hosts: ["one", "two", "three"],
    contenders: [
      ...everyAnsible("trivial"),
      madeus({
        name: "Madeus",
        file: "bench/openstack/trivial.ts",
        settings: ({ hosts, sshConfig }) => ({ hosts: hosts.join(","), ssh_config: sshConfig }),
      }),
    ],
    ratios: [
      {
        of: "Madeus",
        to: strategies.slice(0, 2),
        toWhat: "Ansible, linear or free",
        atMost: 1 / 15,
      },
      { of: "Madeus", to: strategies, toWhat: "Ansible in its fastest strategy" },
    ],
  }),
  lamp: () => {
    const { contenders, criticalPathS } = oldSteps("lamp", ["web", "db"]);
    return {
      name: "LAMP on 2 hosts",
      hosts: ["web", "db"],
      contenders: [
        ...everyAnsible("lamp"),
        ...contenders,
        madeus({ name: "Madeus, new steps", file: "assemblies/lamp.ts", settings: own }),
      ],
      ratios: [
        ...oldRatios,
        { of: "Madeus, new steps", to: strategies, toWhat: "Ansible in its fastest strategy" },
      ],
      criticalPathS,
    };
  },
  openstack: () => {
    const { contenders, criticalPathS } = oldSteps("openstack", ["control", "network", "compute"]);
    return {
      name: "OpenStack on 3 hosts",
      hosts: ["control", "network", "compute"],
      contenders: [
        ...everyAnsible("openstack", "http"),
        ...renamed(everyAnsible("openstack", "client"), byHttp(strategies)),
        ...contenders,
        ...modes("Madeus, new steps", "assemblies/openstack.ts", own, []),
      ],
      ratios: [
        ...oldRatios,
        {
          of: "Madeus, new steps",
          to: strategies,
          toWhat: "Ansible in its fastest strategy, old steps",
          atMost: 0.45,
        },
        {
          of: "Madeus, new steps",
          to: byHttp(strategies),
          toWhat: "Ansible in its fastest strategy, by HTTP",
        },
        {
          of: "Madeus, new steps",
          to: ["Madeus, new steps, one action at a time"],
          toWhat: "one action at a time",
        },
      ],
      criticalPathS,
    };
  },
};

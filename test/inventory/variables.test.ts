/** Settings of applications in an inventory, for the file that declares their components. */
import { expect, test } from "vitest";
import { variablesOf } from "../../src/inventory/variables.ts";
import { declarationOf } from "../../src/store/declaration.ts";
import { assembly } from "../../src/model/assembly.ts";
import { component } from "../../src/model/component.ts";
import { read } from "./inventory-directory.ts";

test("of several values the one counts that does for Ansible; how a host is reached is not among them", () => {
  const { hosts } = read({
    "hosts.ini": `[cache]
cache1 ansible_host=10.0.0.1 memory=64
cache2 ansible_host=10.0.0.2
[cache:vars]
memory=48
port=11211
listen={{ name }}:{{ port }}
name=cache.{{ domain }}
odd={{ port | int + 1 }}
same="{{ port }}" # a number
both=["{{ port }}", "v{{ tls }}"]
more={{ shards }}
tls=True
version='1.10'
user=yes
[all:vars]
ansible_user=root
domain=example.org
port=1
`,
    "group_vars/cache.yml": "shards: [1, 2]\nlimits: { open: 10, at: '{{ domain }}' }\n",
    "host_vars/cache2.yml": "memory: 96\n",
  });
  const group = {
    domain: "example.org",
    port: 11211,
    name: "cache.example.org",
    listen: "cache.example.org:11211",
    odd: "{{ port | int + 1 }}",
    same: 11211,
    both: [11211, "vTrue"],
    more: [1, 2],
    tls: true,
    version: "1.10",
    user: "yes",
    shards: [1, 2],
    limits: { open: 10, at: "example.org" },
  };
  expect(variablesOf(hosts, "cache1")).toEqual({ ...group, memory: 64 });
  expect(variablesOf(hosts, "cache2")).toEqual({ ...group, memory: 96 });
});

test("one that names itself is not filled in without end", () => {
  const { hosts } = read({ hosts: `one text='{{ text }}' list='["{{ list }}"]'\n` });
  const { text, list } = variablesOf(hosts, "one");
  expect(text).toBe("{{ text }}");
  expect([list].flat(Number.POSITIVE_INFINITY)).toEqual(["{{ list }}"]);
});

test("what is encrypted is left out, wherever it stands", () => {
  const cipher = "!vault |\n          $ANSIBLE_VAULT;1.1;AES256\n          6162\n";
  const { hosts } = read({
    "hosts.yaml": `all:
  hosts:
    web1:
      title: shop
      url: 'db://app:{{ password }}@here'
      password: ${cipher}
      login:
        user: app
        key: ${cipher}        keys: [a, b]
`,
  });
  expect(variablesOf(hosts, "web1")).toEqual({
    title: "shop",
    url: "db://app:{{ password }}@here",
    login: { user: "app", keys: ["a", "b"] },
  });
});

test("a host that the inventory does not have is told, and one that is declared otherwise", () => {
  const { hosts } = read({ hosts: "web1\n" });
  expect(() => variablesOf(hosts, "wbe1")).toThrow(
    expect.objectContaining({ code: "MADEUS_UNKNOWN_HOST", hint: 'did you mean "web1"?' }),
  );
  const [host] = Object.values(hosts);
  expect(() => variablesOf({ web1: { ...(host as typeof host & object) } }, "web1")).toThrow(
    'No inventory has a host "web1".',
  );
});

test("they are no part of a host's description, and so of no declaration", () => {
  const { hosts } = read({ hosts: "web1 password=hunter2\n" });
  const one = component({ name: "one", places: ["off"], initial: "off", behaviors: {} });
  const site = assembly({ name: "site", components: { one }, hosts, on: { one: "web1" } });
  expect(JSON.stringify(declarationOf(site))).not.toContain("hunter2");
  expect(JSON.stringify(hosts)).not.toContain("hunter2");
});

/** Inventories in YAML. */
import { expect, test } from "vitest";
import { findingsIn, read } from "./inventory-directory.ts";

test("hosts, ranges, groups, children and variables are read, with anchors and words of YAML 1.1", () => {
  const { hosts, directory } = read({
    "hosts.yaml": `
all:
  vars: &defaults
    ansible_user: ann
  hosts:
    solo:
      ansible_host: "{{ inventory_hostname }}.example.org"
      ansible_port: 2022
  children:
    web:
      hosts:
        web[1:2]:
          ansible_become: yes
      vars:
        <<: *defaults
        ansible_become_user: "{{ app_user }}"
        app_user: www
    db:
      hosts:
        db1: { ansible_password: "{{ lookup('file', 'pw') }}" }
    everything:
      children: { web: , db: }
    empty: { hosts: {} }
`,
  });
  const of = { kind: "ssh", via: "auto", user: "ann" };
  expect(hosts).toEqual({
    solo: { ...of, host: "solo.example.org", address: "solo.example.org", labels: {}, port: 2022 },
    web1: { ...of, ...named("web1", "everything", "web"), become: { user: "www" } },
    web2: { ...of, ...named("web2", "everything", "web"), become: { user: "www" } },
    db1: {
      ...of,
      ...named("db1", "everything", "db"),
      password: { secret: { file: `${directory}/pw` } },
    },
  });
});

const named = (host: string, ...groups: readonly string[]) => ({
  host,
  address: host,
  labels: Object.fromEntries(groups.map((group) => [group, "true"])),
});

test("JSON is YAML", () => {
  const { hosts } = read({ "hosts.json": `{"web": {"hosts": {"a": {"ansible_port": 22}}}}` });
  expect(hosts).toMatchObject({ a: { port: 22, labels: { web: "true" } } });
});

test("all that is wrong with it is told at once, with its line", () => {
  const wrong = `all:
  hosts:
    n[5:1]:
    ok: 7
  children:
    web:
      hosts: [x]
      vers: {}
    up: { children: { down: } }
    down: { children: { up: } }
    site: { children: { wbe: } }
`;
  expect(findingsIn({ "hosts.yml": wrong })).toEqual([
    `3 MADEUS_FILE_FORMAT: "n[5:1]" names no hosts: it ends before it begins`,
    `4 MADEUS_FILE_FORMAT: the host "ok" must be a mapping, but is a number`,
    `7 MADEUS_FILE_FORMAT: the hosts of web must be a mapping, but is a list`,
    `8 MADEUS_FILE_FORMAT: the group "web" has "vers", which means nothing (a group has hosts, children and vars)`,
    `11 MADEUS_UNKNOWN_GROUP: "wbe" is named as a child and has no hosts and no children anywhere (if it is to be empty, write wbe: { hosts: {} })`,
    `10 MADEUS_GROUP_CYCLE: the groups "up" and "down" contain each other (leave out this child)`,
  ]);
});

test("what is no YAML is told with its line", () => {
  expect(findingsIn({ "hosts.yaml": "all:\n  hosts: {a: , b: \n" })).toEqual([
    expect.stringMatching(/^3 MADEUS_FILE_FORMAT: this is no YAML: .*\}$/),
  ]);
  expect(findingsIn({ "hosts.yaml": "all:\n  hosts:\n    a:\n    a:\n" })).toEqual([
    "4 MADEUS_DUPLICATE_NAME: a name stands here twice (leave one out)",
  ]);
  expect(findingsIn({ "hosts.yaml": "- a\n- b\n" })).toEqual([
    "1 MADEUS_FILE_FORMAT: an inventory must be a mapping, but is a list",
  ]);
});

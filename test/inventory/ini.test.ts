/** Inventories in INI, by Ansible's grammar. */
import { expect, test } from "vitest";
import { hostsIn } from "../../src/inventory/inventory.ts";
import { wordsOf } from "../../src/inventory/words.ts";
import { findingsIn, read } from "./inventory-directory.ts";

const site = `; the way in
bastion ansible_host=203.0.113.7 # outside

[web]
web[01:02].example.org ansible_port=2222 ansible_user=deploy
extra ansible_host=10.0.0.9 ansible_ssh_common_args='-o ProxyJump="ann@bastion:2200"'

[db]
db-[a:b]:2200
"quoted" ansible_user='the user'

[db:vars]
ansible_become=yes
ansible_become_user = "postgres"

[site:children]
web
db

[site:vars]
ansible_user=site

[here]
me ansible_connection=local
`;

test("hosts, ranges, ports, variables, groups and children are read", () => {
  const { hosts } = read({ "hosts.ini": site });
  expect(Object.keys(hosts)).toEqual([
    "bastion",
    "web01.example.org",
    "web02.example.org",
    "extra",
    "db-a",
    "db-b",
    "quoted",
    "me",
  ]);
  expect(hosts["bastion"]).toEqual({
    kind: "ssh",
    host: "203.0.113.7",
    address: "203.0.113.7",
    labels: {},
    via: "auto",
  });
  expect(hosts["web02.example.org"]).toMatchObject({ port: 2222, user: "deploy" });
  expect(hosts["extra"]).toMatchObject({
    host: "10.0.0.9",
    user: "site",
    jump: "ann@bastion:2200",
    labels: { web: "true", site: "true" },
  });
  expect(hosts["db-b"]).toMatchObject({
    host: "db-b",
    port: 2200,
    user: "site",
    become: { user: "postgres" },
  });
  expect(hosts["quoted"]).toMatchObject({ user: "the user" });
  expect(hosts["me"]).toEqual({ kind: "local", address: "127.0.0.1", labels: { here: "true" } });
});

test("the hosts of a group are those of its children, too", () => {
  const { hosts } = read({ "hosts.ini": site });
  expect(hostsIn(hosts, "db")).toEqual(["db-a", "db-b", "quoted"]);
  expect(hostsIn(hosts, "site")).toHaveLength(6);
  expect(hostsIn(hosts, "nobody")).toEqual([]);
});

test("all that is wrong is told at once, with its line", () => {
  const wrong = `a
a ansible_port=1 ansible_port=2
[web
b "open
c foo
n[1:x]
[web:kids]
[db:children]
nobody
[nothing:vars]
x
x=1
x=2
[p:children]
q
[q:children]
p
[a]
z:
[p:children]
two words
`;
  expect(findingsIn({ "hosts.ini": wrong })).toEqual([
    `2 MADEUS_DUPLICATE_NAME: "a" is in the group "ungrouped" twice; the first time in line 1 (leave one out)`,
    `2 MADEUS_DUPLICATE_NAME: a has two values for ansible_port; the first is in line 2 (leave one out)`,
    `3 MADEUS_FILE_FORMAT: "[web" is no head of a group`,
    `4 MADEUS_FILE_FORMAT: "b "open" has a quote that does not end`,
    `5 MADEUS_FILE_FORMAT: "foo", after the host "c", is no variable (write name=value; a host stands on a line of its own)`,
    `6 MADEUS_FILE_FORMAT: "n[1:x]" names no hosts: its ends must be two numbers or two letters`,
    `7 MADEUS_FILE_FORMAT: "[web:kids]" ends in :kids (a group has hosts, :children and :vars)`,
    `11 MADEUS_FILE_FORMAT: "x", among the variables of nothing, is no variable (write name=value)`,
    `13 MADEUS_DUPLICATE_NAME: nothing has two values for x; the first is in line 12 (leave one out)`,
    `19 MADEUS_FILE_FORMAT: "z:" names no hosts: it ends in a colon (name a file in YAML .yaml or .yml)`,
    `21 MADEUS_FILE_FORMAT: "two words" is no name of a group`,
    `9 MADEUS_UNKNOWN_GROUP: the group "db" names the child "nobody", which is not a group (declare it: [nobody])`,
    `10 MADEUS_UNKNOWN_GROUP: variables are given for "nothing", which is not a group (declare it: [nothing])`,
    `17 MADEUS_GROUP_CYCLE: the groups "p" and "q" contain each other (leave out this child)`,
    `18 MADEUS_DUPLICATE_NAME: "a" is the name of a group and of a host (give one of them another name)`,
  ]);
});

test("a group may contain itself only in vain", () => {
  expect(findingsIn({ hosts: "[loop:children]\nloop\n" })).toEqual([
    `2 MADEUS_GROUP_CYCLE: the group "loop" contains itself (leave out this child)`,
  ]);
});

test.each([
  [`a b  c`, ["a", "b", "c"]],
  [`a='b c' # d`, ["a=b c"]],
  [`a="b 'c' \\" \\d"`, [`a=b 'c' " \\d`]],
  [`a\\ b ''`, ["a b", ""]],
  [`a#b`, ["a"]],
  [`a 'b`, undefined],
  [`a \\`, undefined],
])("the words of %j are those of a shell", (line, words) => {
  expect(wordsOf(line)).toEqual(words);
});

/** What is made of an inventory: variables by their precedence, secrets by reference, and what cannot be followed. */
import { writeFileSync } from "node:fs";
import { join } from "node:path";
import { expect, test } from "vitest";
import { inventory } from "../../src/inventory/inventory.ts";
import { assembly } from "../../src/model/assembly.ts";
import { wellFormed } from "../../src/model/check.ts";
import { component } from "../../src/model/component.ts";
import { secret } from "../../src/model/secret.ts";
import { findingsIn, read } from "./inventory-directory.ts";

test("of several values for a variable that of the host counts, then that of the inner group", () => {
  const { hosts } = read({
    hosts: `[outer:children]
inner
[inner]
a
b
c ansible_user=line
d ansible_user=line
e
[all:vars]
ansible_user=all
[outer:vars]
ansible_user=outer
[z]
b
[y]
e
[y:vars]
ansible_group_priority=10
ansible_user=urgent
`,
    "group_vars/inner.yml": "ansible_port: 1001\n",
    "group_vars/outer/one.yml": "ansible_port: 1000\nansible_user: beside\n",
    "group_vars/outer/one.yml~": "ansible_port: 7\n",
    "group_vars/z.json": `{"ansible_user": "z"}`,
    "host_vars/d": "---\nansible_user: file\n",
  });
  const users = Object.entries(hosts).map(([name, host]) => [name, "user" in host && host.user]);
  expect(Object.fromEntries(users)).toEqual({
    a: "beside",
    b: "z",
    c: "line",
    d: "file",
    e: "beside",
  });
  expect(hosts["a"]).toMatchObject({ port: 1001 });
});

test("a secret is taken as where it is kept, and never as what it is", () => {
  const { hosts, directory } = read({
    "hosts.yaml": `
all:
  hosts:
    a: { ansible_password: "{{ lookup('env', 'A') }}" }
    b: { ansible_ssh_pass: "{{ lookup('ansible.builtin.file', \\"/etc/b\\") }}" }
    c:
      ansible_become: true
      ansible_become_password: "{{ lookup('pipe', 'pass show c') }}"
    d:
      ansible_become: true
      ansible_become_pass: "{{ lookup( 'file' , 'd' ) }}"
`,
  });
  expect(hosts).toMatchObject({
    a: { password: secret({ env: "A" }) },
    b: { password: secret({ file: "/etc/b" }) },
    c: { become: { user: "root", password: secret({ command: ["sh", "-c", "pass show c"] }) } },
    d: { become: { user: "root", password: secret({ file: join(directory, "d") }) } },
  });
});

test("what cannot be followed is told, once for a whole group, and no secret is repeated", () => {
  const told = findingsIn({
    "hosts.yaml": `web:
  hosts:
    a: { ansible_password: hunter2 }
    b: { ansible_become_password: !vault "x", ansible_port: 70000 }
    c: { ansible_connection: docker }
    d: { ansible_user: "{{ nobody }}", ansible_host: "{{ me | lower }}" }
    e: { ansible_become: perhaps }
    f: { ansible_become: yes, ansible_become_method: su }
    g: { ansible_user: [x], ansible_password: "{{ secrets.g }}" }
    h: { ansible_ssh_common_args: "-F 'x" }
  vars:
    ansible_ssh_extra_args: -o StrictHostKeyChecking=no -vvv
    ansible_host_key_checking: no
`,
    "group_vars/web.yml": "$ANSIBLE_VAULT;1.1;AES256\n6162\n",
    "host_vars/a.yml": "- no\n",
  });
  const lines = told.map((one) => one.replace(/ \(.*/, ""));
  expect(lines).toEqual([
    `web.yml:1 MADEUS_VAULT: "web" has variables that are encrypted as a whole`,
    "a.yml:1 MADEUS_FILE_FORMAT: variables must be a mapping, but are a list",
    "13 MADEUS_INVENTORY_VARIABLE: a: ansible_host_key_checking is off, but host keys are always verified",
    `12 MADEUS_INVENTORY_VARIABLE: a: ansible_ssh_extra_args holds "-oStrictHostKeyChecking=no"`,
    `12 MADEUS_INVENTORY_VARIABLE: a: ansible_ssh_extra_args holds "-vvv"`,
    "3 MADEUS_SECRET_PLAIN: a: ansible_password holds a secret in the open",
    `4 MADEUS_BAD_NUMBER: b: ansible_port must be a whole number from 1 to 65535, but is "70000"`,
    "4 MADEUS_VAULT: b: ansible_become_password is encrypted",
    `5 MADEUS_INVENTORY_VARIABLE: c: ansible_connection is "docker"`,
    `6 MADEUS_INVENTORY_VARIABLE: d: ansible_host cannot be filled in: "{{ me | lower }}"`,
    `6 MADEUS_INVENTORY_VARIABLE: d: ansible_user cannot be filled in: "{{ nobody }}"`,
    `7 MADEUS_INVENTORY_VARIABLE: e: ansible_become must be yes or no, but is "perhaps"`,
    `8 MADEUS_INVENTORY_VARIABLE: f: ansible_become_method is "su"`,
    "9 MADEUS_INVENTORY_VARIABLE: g: ansible_user must be a text",
    "9 MADEUS_INVENTORY_VARIABLE: g: ansible_password cannot be looked up",
    "10 MADEUS_INVENTORY_VARIABLE: h: ansible_ssh_common_args has a quote that does not end",
  ]);
  expect(told.join()).not.toContain("hunter2");
});

test("what is encrypted can be skipped", () => {
  const files = {
    "hosts.yaml": `web: { hosts: { a: { ansible_password: !vault "x", ansible_port: 7 } } }`,
    "group_vars/all/vault.yml": "$ANSIBLE_VAULT;1.1;AES256\n6162\n",
  };
  const { hosts } = read(files, { vault: "skip" });
  expect(hosts["a"]).toMatchObject({ port: 7 });
  expect(hosts["a"]).not.toHaveProperty("password");
});

test("what the inventory does not say may be said for all hosts", () => {
  const { hosts } = read(
    { hosts: "a ansible_user=own\nb ansible_become=no\nc ansible_become_user=www\n" },
    {
      defaults: {
        user: "ann",
        via: "ssh2",
        become: { user: "root", password: secret({ env: "S" }) },
      },
    },
  );
  expect(hosts["a"]).toMatchObject({ user: "own", via: "ssh2", become: { user: "root" } });
  expect(hosts["b"]).not.toHaveProperty("become");
  expect(hosts["c"]).toMatchObject({
    user: "ann",
    become: { user: "www", password: secret({ env: "S" }) },
  });
});

test("only some of the hosts may be asked for, by their names and groups", () => {
  const text = "a\nb\n[web]\nc\nd\n";
  expect(Object.keys(read({ hosts: text }, { only: "web" }).hosts)).toEqual(["c", "d"]);
  expect(Object.keys(read({ hosts: text }, { only: ["d", "a"] }).hosts)).toEqual(["a", "d"]);
  expect(() => read({ hosts: text }, { only: "wbe" })).toThrow(
    expect.objectContaining({ code: "MADEUS_UNKNOWN_HOST", hint: 'did you mean "web"?' }),
  );
});

test("names of its hosts are known only at run time, so that check looks at them", () => {
  const { hosts } = read({ hosts: "web1\nweb2\n" });
  const one = component({
    name: "one",
    places: ["off", "on"],
    initial: "off",
    behaviors: { deploy: { go: { from: "off", to: "on" } } },
  });
  const site = assembly({
    name: "site",
    components: { a: one, b: one },
    hosts,
    on: { a: "web1", b: "wbe2" },
  });
  expect(wellFormed(site)).toMatchObject([
    {
      code: "MADEUS_UNKNOWN_HOST",
      at: { file: import.meta.filename },
      hint: 'did you mean "web2"?',
    },
  ]);
});

test("a file that is not there is told with the line that names it", () => {
  expect(() => inventory("gone.ini")).toThrow(
    expect.objectContaining({
      code: "MADEUS_FILE_MISSING",
      message: `There is no inventory ${join(import.meta.dirname, "gone.ini")}.`,
      at: expect.objectContaining({ file: import.meta.filename }),
    }),
  );
  expect(() => inventory(new URL(".", import.meta.url))).toThrow(
    expect.objectContaining({ code: "MADEUS_FILE_UNREADABLE" }),
  );
});

test("paths are those of the inventory; a home directory is left for ssh to find", () => {
  const { hosts, directory } = read({
    hosts: "a ansible_ssh_private_key_file=keys/a\nb ansible_ssh_private_key_file=~/.ssh/b\n",
  });
  expect(hosts).toMatchObject({
    a: { identityFile: join(directory, "keys/a") },
    b: { identityFile: "~/.ssh/b" },
  });
  writeFileSync(join(directory, "hosts"), "c ansible_connection=ssh\n");
  expect(Object.keys(inventory(join(directory, "hosts")))).toEqual(["c"]);
});

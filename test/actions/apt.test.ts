import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { aptRemoved } from "../../src/actions/apt-removal.ts";
import { apt } from "../../src/actions/apt.ts";
import { type Bed, archivesOf, bed } from "./bed.ts";
import { failure, performed, twice } from "./stage.ts";

let host: Bed;
beforeAll(async () => {
  host = await bed(archivesOf("sl", "figlet"));
  await host.sh("dpkg --purge sl figlet 2> /dev/null");
});
afterAll(() => host[Symbol.asyncDispose]());

describe("packages", () => {
  test("are installed, and left alone where they are there", async () => {
    expect(await twice(apt(["sl", "figlet=2.2*"], { recommends: false }), host.where)).toEqual([
      "packages sl figlet: install sl, figlet 2.2*",
    ]);
    expect(await host.sh("dpkg-query -W -f '${db:Status-Abbrev}' sl figlet")).toBe("ii ii");
  });

  test("are removed", async () => {
    expect(await twice(aptRemoved(["sl", "nosuch"]), host.where)).toEqual([
      "no packages sl nosuch: remove sl",
    ]);
    expect(await twice(aptRemoved("figlet", { purge: true }), host.where)).toHaveLength(1);
  });

  test("that others need are not torn away from under them", async () => {
    await host.sh(`mkdir -p /root/dependent/DEBIAN; printf '%s\\n' 'Package: dependent' 'Version: 1' \
      'Architecture: all' 'Maintainer: nobody' 'Depends: sl' 'Description: needs sl' > /root/dependent/DEBIAN/control
      dpkg-deb --build /root/dependent > /dev/null`);
    await performed(apt(["sl", "figlet"], { recommends: false }), host.where);
    await host.sh("dpkg -i /root/dependent.deb");
    expect(await failure(aptRemoved(["sl", "figlet"]), host.where)).toMatch(
      /^no packages sl figlet: dependent would be removed, too, which needs what is to go/,
    );
    expect(await host.sh("dpkg-query -W -f '${db:Status-Abbrev}' sl figlet dependent")).toBe(
      "ii ii ii",
    );
    expect(await twice(aptRemoved(["sl", "figlet"], { dependents: "spare" }), host.where)).toEqual([
      "no packages sl figlet: remove figlet",
    ]);
    expect(await twice(aptRemoved("sl", { dependents: "remove" }), host.where)).toEqual([
      "no package sl: remove sl",
    ]);
    expect(
      await host.sh("dpkg-query -W -f '${db:Status-Abbrev}' sl dependent 2> /dev/null; true"),
    ).not.toContain("ii");
    await performed(apt("sl", { recommends: false }), host.where);
    await host.sh("dpkg -i /root/dependent.deb");
    const both = aptRemoved(["sl", "dependent"], { purge: true });
    expect(await twice(both, host.where)).toEqual([
      "no packages sl dependent: remove sl, dependent",
    ]);
  });

  test("do not start services where they may not, and nothing is left of what kept them", async () => {
    await host.sh("rm -f /usr/sbin/policy-rc.d");
    const hook = 'DPkg::Pre-Install-Pkgs { "cat /usr/sbin/policy-rc.d > /root/seen || true"; };';
    await host.sh(`echo '${hook}' > /etc/apt/apt.conf.d/zz-look`);
    const said = await performed(apt("sl", { services: false }), host.where);
    expect(said.changed).toHaveLength(1);
    expect(await host.sh("cat /root/seen")).toMatch(/^#!\/bin\/sh\n.*\nexit 101$/);
    await host.sh("rm /etc/apt/apt.conf.d/zz-look; [ ! -e /usr/sbin/policy-rc.d ]");
  });

  test("that do not exist are told in one sentence", async () => {
    const lists = { update: false };
    expect(await failure(apt("no-such-package", lists), host.where)).toMatch(
      /^package no-such-package: there is no package no-such-package in the lists of this host/,
    );
    expect(await failure(apt("sl=99", lists), host.where)).toMatch(
      /^package sl: there is no version 99 of the package sl/,
    );
  });

  test("wait for who holds the lock of dpkg, and name it in the end", async () => {
    const free = await holdLock();
    const said = await failure(apt("figlet", { lockTimeoutS: 1, update: false }), host.where);
    expect(said).toMatch(
      /^package figlet: process \d+ \(apt-get\) holds \/var\/lib\/dpkg\/lock(-frontend)? /,
    );
    const waiting = performed(apt("figlet"), host.where);
    await free();
    expect((await waiting).changed).toEqual(["package figlet: install figlet"]);
  });

  test("are finished where dpkg was interrupted", async () => {
    await performed(aptRemoved("figlet"), host.where);
    // As dpkg leaves it when it is killed between unpacking and configuring.
    await host.sh(
      "dpkg --unpack /var/cache/apt/archives/figlet_*.deb; touch /var/lib/dpkg/updates/0001",
    );
    expect(await twice(apt("figlet"), host.where)).toEqual(["package figlet: install figlet"]);
  });

  test("get answers to their questions, which stand in no log", async () => {
    await host.sh("echo 'sl sl/secret password x' | debconf-set-selections; dpkg --purge figlet");
    const step = apt("figlet", { answers: ["sl sl/secret password hush $(id)"] });
    const said = await performed(step, host.where);
    expect(said.changed).toHaveLength(1);
    expect(said.log).not.toContain("hush");
    expect(
      await host.sh(
        "debconf-show sl --db=passwords || true; grep -r 'hush' /var/cache/debconf || true",
      ),
    ).toContain("hush $(id)");
  });
});

/** Another program at work with packages; resolves when it has the lock, and gives what ends it. */
async function holdLock(): Promise<() => Promise<unknown>> {
  const hook = "DPkg::Pre-Invoke::=touch /run/held; while [ -e /run/held ]; do sleep 0.05; done";
  await host.sh(
    `rm -f /run/held; setsid apt-get -y -o '${hook}' install --reinstall figlet > /dev/null 2>&1 < /dev/null & while [ ! -e /run/held ]; do sleep 0.05; done`,
  );
  return () => host.sh("rm /run/held");
}

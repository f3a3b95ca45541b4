import { describe, expect, test } from "vitest";
import { aptFailure } from "../../src/actions/apt-failure.ts";
import { installation, packagesIn, removal, titleOf } from "../../src/actions/package.ts";

const installed = [
  { names: ["curl", "curl:amd64"], version: "7.88.1-10+deb12u5" },
  { names: ["libc6", "libc6:i386"], version: "2.36" },
];

describe("packages", () => {
  test.each([
    [["curl"], undefined],
    [["curl", "jq"], "install jq"],
    [["jq=1.6", "tree"], "install jq 1.6, tree"],
    [["curl=7.88.*"], undefined],
    [["curl=7.88.1-10+deb12u5"], undefined],
    [["curl=8.0"], "install curl 7.88.1-10+deb12u5 → 8.0"],
    [["curl=7x88*"], "install curl 7.88.1-10+deb12u5 → 7x88*"],
    [["libc6:i386"], undefined],
    [["libc6:amd64"], "install libc6:amd64"],
  ])("%j: %s", (texts, change) => {
    expect(installation(packagesIn(texts), installed)).toBe(change);
  });

  test("are removed where they are there", () => {
    expect(removal(packagesIn(["curl", "jq"]), installed)).toBe("remove curl");
    expect(removal(packagesIn("jq"), installed)).toBeUndefined();
  });

  test("are called by their names", () => {
    expect(titleOf(packagesIn("g++=4:12*"))).toBe("package g++");
    expect(titleOf(packagesIn(["libstdc++6", "python3.11"]))).toBe(
      "packages libstdc++6 python3.11",
    );
  });
});

describe("a failure of apt-get is told in a sentence:", () => {
  test.each([
    [
      "E: Could not get lock /var/lib/dpkg/lock-frontend. It is held by process 71 (unattended-upgr)\nE: Unable to acquire",
      "process 71 (unattended-upgr) holds /var/lib/dpkg/lock-frontend",
      undefined,
    ],
    [
      "E: Could not get lock /var/lib/apt/lists/lock - open (11: Resource temporarily unavailable)",
      "another program holds /var/lib/apt/lists/lock",
      undefined,
    ],
    [
      "E: Unable to locate package nope",
      "there is no package nope in the lists of this host",
      "update",
    ],
    [
      "E: Version '9' for 'curl' was not found",
      "there is no version 9 of the package curl in the lists of this host",
      "update",
    ],
    [
      "E: Package 'mta' has no installation candidate",
      "the package mta cannot be installed: it has no version, or stands for one of several",
      "update",
    ],
    [
      "E: Failed to fetch http://x/y.deb  404  Not Found [IP: 1.2.3.4 80]\nE: Unable to fetch some archives",
      "cannot fetch http://x/y.deb: 404  Not Found [IP: 1.2.3.4 80]",
      "update",
    ],
    [
      "E: dpkg was interrupted, you must manually run 'dpkg --configure -a' to correct the problem.",
      "dpkg was interrupted before, and cannot go on",
      "configure",
    ],
    [
      "E: Could not open lock file /var/lib/dpkg/lock-frontend - open (13: Permission denied)\nE: Unable to acquire the dpkg frontend lock, are you root?",
      "only root may install packages",
      undefined,
    ],
    ["W: hm\nE: No space left on device", "apt-get: No space left on device", undefined],
    ["", "it ended", undefined],
  ])("%s", (tail, message, remedy) => {
    const failure = aptFailure(Object.assign(new Error("it ended"), { tail }));
    expect(failure).toMatchObject({ message });
    expect(failure.remedy).toBe(remedy);
  });

  test("of packages that cannot be fetched it says that some may be left out", () => {
    const tail = "E: Failed to fetch http://x/y.deb  Temporary failure resolving 'x'";
    expect(aptFailure(Object.assign(new Error("it ended"), { tail })).hint).toContain(
      "recommends: false",
    );
  });
});

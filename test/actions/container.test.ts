import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { command } from "../../src/actions/command.ts";
import {
  type ContainerOptions,
  container,
  image,
  noContainer,
} from "../../src/actions/container.ts";
import { file } from "../../src/actions/file.ts";
import { inContainer } from "../../src/actions/in-container.ts";
import { secret } from "../../src/model/secret.ts";
import { type Bed, archivesOf, bed, unpacked } from "./bed.ts";
import { failure, performed, twice } from "./stage.ts";

const flags = ["--runtime", "runc", "--cgroup-manager", "cgroupfs", "--storage-driver", "vfs"];
const podman = `podman ${flags.join(" ")}`;
const name = "localhost/tiny";

/** A few programs of the host with what they are linked to. */
const tinyImage = `mkdir -p /tiny/bin /tiny/tmp; cd /tiny
  for name in sh sleep cat sha256sum stat mktemp dirname rm mv chmod chown; do cp -L "$(command -v $name)" bin/; done
  for file in bin/*; do ldd $file | grep -o '/[^ ]*'; done | sort -u | while read -r file; do
    mkdir -p ".$(dirname $file)"; cp -L $file .$file
  done
  tar c . | ${podman} import -q - ${name}`;

let host: Bed;
beforeAll(async () => {
  host = await bed(archivesOf("podman", "runc"));
  await host.sh(`${unpacked}; mkdir -p /etc/containers; printf '[containers]\\ndefault_ulimits=[]\\n' > /etc/containers/containers.conf
    echo '{"default":[{"type":"insecureAcceptAnything"}]}' > /etc/containers/policy.json`);
  await host.sh(tinyImage);
});
afterAll(() => host[Symbol.asyncDispose]());

const one = {
  name: "one",
  image: name,
  flags,
  network: "host",
  command: ["sh", "-c", 'trap "exit 0" TERM; sleep 1000 & wait'],
} satisfies ContainerOptions;

describe("a container", () => {
  test("runs what its image holds, with an environment and secrets", async () => {
    process.env["CONTAINER_SECRET"] = "it's\na $(secret)";
    const step = container({
      ...one,
      env: { PLAIN: "a b" },
      secrets: { HUSH: secret({ env: "CONTAINER_SECRET" }) },
    });
    const said = await performed([image({ name, flags }), step], host.where);
    expect(said).toMatchObject({ changed: ["container one: run"], unchanged: 1 });
    expect(said.log).not.toContain("(secret)");
    expect(await twice(step, host.where)).toEqual([]);
    expect(await host.sh(`${podman} exec one sh -c 'echo "$PLAIN $HUSH"'`)).toBe(
      "a b it's\na $(secret)",
    );
  });

  test("takes steps inside", async () => {
    const steps = inContainer(
      { name: "one", flags },
      file({ path: "/tmp/a b", content: "$(x)" }),
      command({ name: "copy", run: "cat '/tmp/a b' > /tmp/copy", creates: "/tmp/copy" }),
    );
    expect(await twice(steps, host.where)).toEqual([
      "file /tmp/a b in one: create",
      "command copy in one: run",
    ]);
    expect(await host.sh(`${podman} exec one cat /tmp/copy; ls /tmp`)).toBe("$(x)");
  });

  test("is started where it has stopped, and replaced where it is another now", async () => {
    await twice(container(one), host.where);
    await host.sh(`${podman} stop -t 1 one`);
    expect(await twice(container(one), host.where)).toEqual(["container one: start"]);
    const other = container({ ...one, env: { A: "2" } });
    expect(await twice(other, host.where)).toEqual(["container one: replace"]);
  });

  test("is removed", async () => {
    expect(await twice(noContainer({ name: "one", flags }), host.where)).toEqual([
      "no container one: remove",
    ]);
    const inside = inContainer({ name: "one", flags }, file({ path: "/x", content: "" }));
    expect(await failure(inside, host.where)).toMatch(/^file \/x in one: .*no such container/);
  });
});

test("an image that cannot be pulled is told", async () => {
  expect(
    await failure(image({ name: "localhost:1/none", flags, program: "podman" }), host.where),
  ).toMatch(/^image localhost:1\/none: .*connection refused/);
});

test("a host without podman and docker is told", async () => {
  await host.sh("while file=$(command -v podman || command -v docker); do rm $file; done");
  expect(await failure(image("x"), host.where)).toBe(
    "image x: the host has neither podman nor docker",
  );
});

/**
 * A machine whose power can be cut: a guest of qemu with Debian's kernel, a disk of its own with ext4, and this tree.
 *
 * What the guest's kernel has not written to its disk is lost with the guest. Needs root, apt, qemu-system-x86, busybox and mkfs.ext4.
 */
import { type ChildProcess, execFileSync, spawn } from "node:child_process";
import { mkdirSync, readdirSync, writeFileSync } from "node:fs";
import { dirname, join } from "node:path";
import { createInterface } from "node:readline";
import { fileURLToPath } from "node:url";

const root = fileURLToPath(new URL("../..", import.meta.url));

export interface Machine {
  readonly kernel: string;
  readonly initrd: string;
  /** Its disk: a file. */
  readonly disk: string;
}

/** Makes the machine in a directory; its disk is empty. */
export function machineIn(directory: string): Machine {
  mkdirSync(join(directory, "kernel"), { recursive: true });
  const run = (script: string): void =>
    void execFileSync("sh", ["-ec", script], {
      cwd: directory,
      stdio: ["ignore", "ignore", "inherit"],
    });
  run(`name=$(apt-cache depends linux-image-cloud-amd64 | sed -n 's/.*Depends: //p' | head -n 1)
    apt-get download -qq "$name" 2> /dev/null; dpkg -x "$name"_*.deb kernel`);
  fillRoot(directory);
  run("cd root; find . | busybox cpio -o -H newc 2> /dev/null | gzip -1 > ../initrd");
  run("rm -rf root; truncate -s 256M disk; mkfs.ext4 -q -F disk");
  const boot = join(directory, "kernel/boot");
  const kernel = readdirSync(boot).find((name) => name.startsWith("vmlinuz")) ?? "";
  return {
    kernel: join(boot, kernel),
    initrd: join(directory, "initrd"),
    disk: join(directory, "disk"),
  };
}

const modules = [
  "virtio_ring",
  "virtio",
  "virtio_pci_legacy_dev",
  "virtio_pci_modern_dev",
  "virtio_pci",
  "virtio_blk",
];

function fillRoot(directory: string): void {
  const into = join(directory, "root");
  const place = (from: string, to = from): void => {
    mkdirSync(dirname(join(into, to)), { recursive: true });
    execFileSync("cp", ["-rL", from, join(into, to)]);
  };
  for (const name of ["proc", "sys", "dev", "data", "lib/modules"])
    mkdirSync(join(into, name), { recursive: true });
  const programs = [process.execPath, "/bin/busybox"];
  place(process.execPath, "/bin/node");
  place("/bin/busybox");
  for (const library of new Set(programs.flatMap(librariesOf))) place(library);
  const drivers = join(directory, "kernel/lib/modules");
  for (const name of readdirSync(drivers, { recursive: true, encoding: "utf8" }))
    if (modules.some((module) => name.endsWith(`/${module}.ko`)))
      place(join(drivers, name), join("lib/modules", name.split("/").at(-1) ?? ""));
  for (const name of [
    "src",
    "test/durability",
    "test/engine/crash-assembly.ts",
    "package.json",
    "node_modules/@noble",
  ])
    place(join(root, name), join("/madeus", name));
  writeFileSync(join(into, "init"), init, { mode: 0o755 });
}

/** The dynamic linker among them. */
const librariesOf = (program: string): readonly string[] =>
  [...execFileSync("ldd", [program], { encoding: "utf8" }).matchAll(/(?:=> )?(\/\S+) \(0x/g)].map(
    ([, path = ""]) => path,
  );

const init = `#!/bin/busybox sh
/bin/busybox mount -t proc none /proc
/bin/busybox mount -t sysfs none /sys
/bin/busybox mount -t devtmpfs none /dev
for module in ${modules.join(" ")}; do /bin/busybox insmod /lib/modules/$module.ko; done
/bin/busybox mount -t ext4 /dev/vda /data || { echo refused: the disk cannot be mounted; exec /bin/busybox poweroff -f; }
mode=$(/bin/busybox sed 's/.*madeus=\\([a-z]*\\).*/\\1/' /proc/cmdline)
cd /madeus
/bin/node test/durability/endless-program.ts /data $mode
echo refused: the program ended
/bin/busybox poweroff -f
`;

/** A guest that is at work. */
export interface Guest {
  /** The next line it says; undefined when it is gone. */
  line(): Promise<string | undefined>;
  /** What is in its memory is gone at once. Gives what it had said by then. */
  cut(): Promise<readonly string[]>;
}

export function start({ kernel, initrd, disk }: Machine, mode: "durable" | "fast"): Guest {
  const child: ChildProcess = spawn(
    "qemu-system-x86_64",
    // Without KVM, which not every machine offers to guests of its own; it takes seconds all the same.
    `-accel tcg -m 1024 -display none -monitor none -serial stdio -no-reboot`
      .split(" ")
      .concat(
        ["-kernel", kernel, "-initrd", initrd],
        ["-append", `console=ttyS0 quiet loglevel=0 panic=-1 madeus=${mode}`],
        ["-drive", `file=${disk},format=raw,if=virtio,cache=writeback`],
      ),
    { stdio: ["ignore", "pipe", "ignore"] },
  );
  if (child.stdout === null) throw new Error("qemu has no output");
  const lines = createInterface({ input: child.stdout })[Symbol.asyncIterator]();
  const line = async (): Promise<string | undefined> => {
    const { value, done } = await lines.next();
    return done === true ? undefined : String(value).trim();
  };
  const ended = new Promise<void>((resolve) => void child.once("close", () => resolve()));
  return {
    line,
    async cut() {
      child.kill("SIGKILL");
      const rest: string[] = [];
      for (let next = await line(); next !== undefined; next = await line()) rest.push(next);
      await ended;
      // A line that was cut off is no acknowledgement.
      return rest.slice(0, -1);
    },
  };
}

/** What is on the disk, after its file system was brought in order as at the next boot. */
export function onDisk<T>({ disk }: Machine, look: (directory: string) => T): T {
  const directory = `${disk}.mounted`;
  mkdirSync(directory, { recursive: true });
  execFileSync("mount", ["-o", "loop", disk, directory]);
  try {
    return look(directory);
  } finally {
    execFileSync("umount", [directory]);
  }
}

/** By stand-ins for rpm and dnf, which answer as those do: no machine of the tests is of that family. */
import { chmodSync, existsSync, readFileSync, writeFileSync } from "node:fs";
import { expect, test } from "vitest";
import { dnf, dnfRemoved } from "../../src/actions/dnf.ts";
import type { Host } from "../../src/engine/host.ts";
import { directory, failure, here, twice } from "./stage.ts";

/** What is installed stands in a file: name, architecture, version, release. */
const rpm = `#!/bin/sh
shift 3; code=0
for name; do
  grep -P "^$name\\t" "$INSTALLED" || { echo "package $name is not installed"; code=1; }
done
exit $code`;

const dnfProgram = `#!/bin/sh
echo "$*" >> "$INSTALLED.log"
shift 2; verb=$1; shift
for word; do
  case $word in
  --*) continue ;;
  nosuch*) echo "Error: Unable to find a match: $word" >&2; exit 1 ;;
  esac
  name=\${word%%-*}; version=\${word#"$name"}; version=\${version#-}
  sed -i "/^$name\\t/d" "$INSTALLED"
  [ "$verb" = remove ] || printf '%s\\tx86_64\\t%s\\t1.fc40\\n' "$name" "\${version:-1.0}" >> "$INSTALLED"
done`;

function fedora(): { readonly host: Host; readonly asked: () => string } {
  const at = directory();
  for (const [name, text] of Object.entries({ rpm, dnf: dnfProgram })) {
    writeFileSync(`${at}/${name}`, text);
    chmodSync(`${at}/${name}`, 0o755);
  }
  const installed = `${at}/installed`;
  writeFileSync(installed, "bash\tx86_64\t5.2\t3.fc40\n");
  const variables = { PATH: `${at}:${process.env["PATH"]}`, INSTALLED: installed };
  return {
    host: {
      ...here,
      run: ({ env, file, args, ...command }, watch) =>
        here.run(
          { ...command, file: "env", args: [file, ...args], env: { ...env, ...variables } },
          watch,
        ),
    },
    asked: () => (existsSync(`${installed}.log`) ? readFileSync(`${installed}.log`, "utf8") : ""),
  };
}

test("packages are installed, in a version where one is asked for, and left alone where they are there", async () => {
  const where = fedora();
  expect(await twice(dnf(["bash", "nginx", "jq=1.7"], { recommends: false }), where)).toEqual([
    "packages bash nginx jq: install nginx, jq 1.7",
  ]);
  expect(where.asked()).toBe("-y -q install --setopt=install_weak_deps=false bash nginx jq-1.7\n");
  expect(await twice(dnf("jq=1.7-1.fc40"), where)).toEqual([]);
});

test("packages are removed", async () => {
  const where = fedora();
  expect(await twice(dnfRemoved(["bash", "emacs"]), where)).toEqual([
    "no packages bash emacs: remove bash",
  ]);
});

test("a package that does not exist is told in one sentence", async () => {
  expect(await failure(dnf("nosuch"), fedora())).toBe(
    "package nosuch: there is no package nosuch in the repositories of this host",
  );
});

/**
 * The programs of OpenStack's services, as Debian's packages bring them.
 *
 * Without systemd their own scripts are no use to ask whether they run: a program under uwsgi is taken for every other one. So the file with
 * its process id is asked.
 */
import type { Step, ValueOf } from "madeus";
import { edited, script, step, waitForHttp } from "madeus/actions";
import type { Machine } from "./ports.ts";

/** A program that runs. The file with its process id may have another name. */
export const running = (name: string, file: string = name): Step =>
  step(`program ${name}`, {
    look: {
      text: lifeOf(name, file),
      judge: (answer) => (answer === "lives" ? undefined : "start"),
    },
    act: ({ sh }) => sh`service ${name} start`,
  });

export const stopped = (name: string, file: string = name): Step =>
  step(`no program ${name}`, {
    look: {
      text: lifeOf(name, file),
      judge: (answer) => (answer === "lives" ? "stop" : undefined),
    },
    act: ({ sh }) => sh`service ${name} stop`,
  });

/** Waits until an HTTP interface of the instance's host answers. */
export const answering =
  (port: number, status: number = 200) =>
  ({ read }: { read(port: "machine"): ValueOf<typeof Machine> }): Step =>
    waitForHttp({ url: `http://${read("machine").address}:${port}/`, status, timeoutS: 150 });

/** Prints `lives` or nothing. The file lies in a directory of the project, whose name is the first part of the program's. */
const lifeOf = (name: string, file: string): string => script`
  if [ -d /run/systemd/system ]; then systemctl is-active -q ${name}
  else start-stop-daemon --status --pidfile ${`/run/${name.split("-")[0]}/${file}.pid`}
  fi && echo lives || :`;

/**
 * How many answer at once under uwsgi; Debian has eight processes. It also confines them by AppArmor, which not every kernel has. Programs
 * that are made for eventlet (nova, neutron) get stuck where threads share them.
 */
export const workers = (
  path: string,
  { processes = 1, threads = 1 }: { readonly processes?: number; readonly threads?: number } = {},
): Step =>
  edited({
    path,
    what: "workers",
    edit: (text) =>
      text
        .replaceAll(/^processes\b.*$/gm, `processes = ${processes}`)
        .replaceAll(/^threads\b.*$/gm, `threads = ${threads}`)
        .replaceAll(",apparmor", "")
        .replaceAll(/^apparmor-profile\b.*\n/gm, ""),
  });

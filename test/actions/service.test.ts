import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { file } from "../../src/actions/file.ts";
import { service } from "../../src/actions/service.ts";
import { type Bed, bed } from "./bed.ts";
import { performed, twice } from "./stage.ts";

let host: Bed;
beforeAll(async () => {
  host = await bed();
});
afterAll(() => host[Symbol.asyncDispose]());

/** A service of System V that leaves its program in the foreground of its script, as the worst of them do. */
const initScript = `#!/bin/sh
### BEGIN INIT INFO
# Provides: ticker
# Required-Start:
# Required-Stop:
# Default-Start: 2 3 4 5
# Default-Stop: 0 1 6
### END INIT INFO
pid=/run/ticker.pid
alive() { [ -e $pid ] && kill -s 0 "$(cat $pid)" 2> /dev/null; }
case $1 in
start) [ ! -e /etc/ticker.broken ] || { echo "ticker is broken" >&2; exit 1; }
  sleep 1000 & echo $! > $pid; echo started >> /root/ticker.log ;;
stop) kill "$(cat $pid)"; rm $pid; echo stopped >> /root/ticker.log ;;
restart) "$0" stop; "$0" start ;;
status) alive ;;
esac`;

/** systemctl as a stand-in: it keeps what it is told in files, and a start in hundredths of a second. */
const systemctl = `#!/bin/sh
verb=$1; for name; do :; done
echo "$verb $name" >> /root/sd.log
case $verb in
is-active) [ -e /root/sd.active ] ;;
is-enabled) [ -e /root/sd.enabled ] ;;
show) cat /root/sd.active 2> /dev/null || echo 0 ;;
start|restart) read -r up _ < /proc/uptime; echo "\${up%.*}\${up#*.}0000" > /root/sd.active ;;
stop) rm /root/sd.active ;;
enable) touch /root/sd.enabled ;;
disable) rm /root/sd.enabled ;;
esac`;

describe("a service of System V", () => {
  const ticker = { name: "ticker", restartAfter: ["/etc/ticker"] };
  const said = async () =>
    (await host.sh("cat /root/ticker.log; : > /root/ticker.log")).split("\n");

  beforeAll(async () => {
    const { where } = host;
    await performed(file({ path: "/etc/init.d/ticker", content: initScript, mode: "0755" }), where);
    await host.sh("mkdir /etc/ticker; : > /root/ticker.log");
  });

  test("is started, and lives on when the action has ended", async () => {
    expect(await twice(service(ticker), host.where)).toEqual(["service ticker: start"]);
    expect(await said()).toEqual(["started"]);
    expect(await host.sh("service ticker status && echo yes")).toBe("yes");
  });

  test("is restarted after its files have changed, once", async () => {
    await twice(file({ path: "/etc/ticker/config", content: "a" }), host.where);
    expect(await twice(service(ticker), host.where)).toEqual(["service ticker: restart"]);
    expect(await said()).toEqual(["stopped", "started"]);
  });

  test("that cannot be started says why", async () => {
    await twice(service({ name: "ticker", state: "stopped" }), host.where);
    await host.sh("touch /etc/ticker.broken");
    const { error, log } = await performed(service(ticker), host.where);
    expect(error?.message).toMatch(/^service ticker: /);
    expect(log).toContain("ticker is broken");
    await host.sh("rm /etc/ticker.broken");
  });

  test("is enabled, disabled and stopped", async () => {
    expect(await twice(service({ ...ticker, enabled: true }), host.where)).toHaveLength(1);
    const off = { name: "ticker", state: "stopped", enabled: false } as const;
    expect(await twice(service(off), host.where)).toEqual(["service ticker: stop, disable"]);
  });

  test("that is not there has failed", async () => {
    const { error } = await performed(service("no-such-service"), host.where);
    expect(error?.message).toMatch(/^service no-such-service: .*unrecognized service/);
  });
});

describe("a service of systemd", () => {
  const web = { name: "web", restartAfter: ["/etc/web.conf"] };
  const told = async () =>
    (
      await host.sh("grep -E '^(start|stop|restart|enable|disable)' /root/sd.log; : > /root/sd.log")
    ).split("\n");

  beforeAll(async () => {
    const { where } = host;
    await performed(
      file({ path: "/usr/local/bin/systemctl", content: systemctl, mode: "0755" }),
      where,
    );
    await host.sh("mkdir -p /run/systemd/system; : > /root/sd.log; touch /etc/web.conf");
  });

  test("is started and enabled, restarted after its files have changed, and stopped", async () => {
    expect(await twice(service({ ...web, enabled: true }), host.where)).toEqual([
      "service web: start, enable",
    ]);
    expect(await told()).toEqual(["enable web", "start web"]);
    await twice(file({ path: "/etc/web.conf", content: "new" }), host.where);
    expect(await twice(service(web), host.where)).toEqual(["service web: restart"]);
    expect(await told()).toEqual(["restart web"]);
    const off = { name: "web", state: "stopped", enabled: false } as const;
    expect(await twice(service(off), host.where)).toEqual(["service web: stop, disable"]);
  });
});

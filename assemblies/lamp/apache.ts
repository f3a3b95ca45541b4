/** Apache with PHP, and a page that reads the database. It can be installed and configured while the database is still being made. */
import { type Scope, type Step, component } from "madeus";
import {
  absent,
  apt,
  aptRemoved,
  directory,
  file,
  link,
  service,
  waitForHttp,
} from "madeus/actions";
import { Greetings, Login, Page, Server, Sql, Url } from "./ports.ts";
import { greeting } from "./greetings.ts";

const programs = ["apache2", "libapache2-mod-php", "php-mysql"];
const name = "/etc/apache2/conf-available/lamp.conf";
const enabled = "/etc/apache2/conf-enabled/lamp.conf";
const page = "/var/www/html/index.php";

const packages = apt(programs, { recommends: false, services: false });
/** With what they only stand for: PHP's module would not enable itself in an Apache that is installed anew while it is still there. */
const removed = async ({ sh }: Pick<Scope, "sh">): Promise<Step> => {
  const modules =
    await sh`dpkg-query -W -f '\${Package} ' 'libapache2-mod-php*' 2> /dev/null || true`;
  return aptRemoved([...programs, ...modules.split(" ").filter((one) => one !== "")], {
    purge: true,
  });
};
const configuration = [
  file({ path: name, content: "ServerName lamp\n" }),
  link({ path: enabled, target: "../conf-available/lamp.conf" }),
  absent("/var/www/html/index.html"),
];
const stopped = service({ name: "apache2", state: "stopped" });
/** What `configure` and `write` make. Either may have failed half-way; so each way back clears what can be there, and not what should. */
const cleared = [absent(page), absent(enabled), absent(name)];

export const apache = component({
  name: "apache",
  places: ["absent", "claimed", "installed", "configured", "running"],
  initial: "absent",
  uses: {
    server: { type: Server, in: ["write"] },
    login: { type: Login, in: ["write"] },
    // Until it has stopped: where that fails, the database must not go, or there would be no way back to `running`.
    sql: { type: Sql, in: ["start", "running", "stop"] },
    greetings: { type: Greetings, in: ["start", "running", "stop"] },
  },
  provides: {
    page: { type: Page, in: ["running"] },
    url: { type: Url, in: ["running"] },
  },
  behaviors: {
    deploy: {
      claim: { from: "absent", to: "claimed" },
      install: {
        from: "claimed",
        to: "installed",
        durationS: 20,
        limits: ["apt"],
        steps: [packages],
      },
      configure: { from: "installed", to: "configured", durationS: 0.2, steps: configuration },
      write: {
        from: "installed",
        to: "configured",
        durationS: 0.2,
        steps: [
          async ({ read, secret }) =>
            file({
              path: page,
              mode: "0640",
              group: "www-data",
              content: pageText(
                read("server").host,
                read("login").user,
                await secret(read("login").password),
              ),
            }),
        ],
      },
      start: {
        from: "configured",
        to: "running",
        durationS: 1,
        timeoutMs: 120_000,
        steps: [
          directory("/run/apache2"),
          service({ name: "apache2", restartAfter: [name] }),
          waitForHttp({ url: "http://127.0.0.1/", text: greeting }),
          ({ give, host }) => give("url", { url: `http://${host.address}/` }),
        ],
      },
    },
    /** Makes the host as it is declared now; `deploy` then writes the page, and restarts what has changed. */
    update: {
      renew: {
        from: "running",
        to: "installed",
        durationS: 1,
        limits: ["apt"],
        steps: [packages],
      },
    },
    uninstall: {
      stop: {
        from: "running",
        to: "configured",
        durationS: 1,
        steps: [stopped],
      },
      clear: {
        from: "configured",
        to: "installed",
        durationS: 0.2,
        steps: [stopped, ...cleared],
      },
      remove: {
        from: "installed",
        to: "claimed",
        durationS: 5,
        limits: ["apt"],
        steps: [removed, ...cleared],
      },
      release: {
        from: "claimed",
        to: "absent",
        durationS: 0.2,
        limits: ["apt"],
        steps: [removed, ...cleared],
      },
    },
  },
});

const pageText = (host: string, user: string, password: string): string => `<?php
$app = new mysqli(${[host, user, password, "app"].map(phpText).join(", ")});
echo $app->query('select text from greeting where id = 1')->fetch_row()[0], "\\n";
`;

const phpText = (text: string): string => `'${text.replaceAll(/['\\]/g, "\\$&")}'`;

/** MariaDB on a host, with what copies a server to another host. Whether one runs there, and how, others say. */
import { component } from "madeus";
import { absent, apt, aptRemoved, directory, file } from "madeus/actions";
import { Address, Software } from "./ports.ts";
import { clusterSettings, dataDirectory, patience, settingsDirectory } from "./server.ts";

const settings = `${settingsDirectory}/90-site.cnf`;
export const software = component({
  name: "software",
  places: ["absent", "claimed", "installed"],
  initial: "absent",
  provides: {
    software: { type: Software, in: ["installed"] },
    address: { type: Address, in: ["claimed", "installed"] },
  },
  behaviors: {
    deploy: {
      claim: {
        from: "absent",
        to: "claimed",
        durationS: 0,
        run: ({ give, host }) => give("address", { host: host.address }),
      },
      install: {
        from: "claimed",
        to: "installed",
        durationS: 15,
        limits: ["apt"],
        steps: [apt(["mariadb-server", "mariadb-backup"], { recommends: false, services: false })],
      },
      configure: {
        from: "claimed",
        to: "installed",
        durationS: 0.2,
        steps: [
          directory(settingsDirectory),
          file({
            path: settings,
            content: "[mysqld]\nbind-address = 0.0.0.0\nskip-name-resolve\n",
          }),
        ],
      },
    },
    uninstall: {
      remove: {
        from: "installed",
        to: "claimed",
        durationS: 5,
        limits: ["apt"],
        steps: [
          aptRemoved(["mariadb-server", "mariadb-server-core", "mariadb-backup"], { purge: true }),
          absent(dataDirectory),
          ...[settings, clusterSettings, patience].map(absent),
        ],
      },
      release: { from: "claimed", to: "absent" },
    },
  },
});

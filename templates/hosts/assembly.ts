/**
 * A cache on one host and a web server on two others, reached by SSH: Debian or its like, logged in to as root.
 *
 *     npx madeus check && npx madeus plan                    all of that without a host
 *     npx madeus simulate --limit apt=1/host                 in virtual time
 *     npx madeus doctor --set cache=10.0.0.11 --set web1=10.0.0.12 --set web2=10.0.0.13
 *     npx madeus deploy --set cache=10.0.0.11 --set web1=10.0.0.12 --set web2=10.0.0.13 --limit apt=1/host
 */
import { assembly, component, data, service, setting, ssh } from "madeus";
import { apt, aptRemoved, file, service as systemService, template, waitForPort } from "madeus/actions";

const Cache = service("cache");
const Address = data("address", { host: String, port: Number });

const memcached = component({
  name: "memcached",
  places: ["absent", "installed", "running"],
  initial: "absent",
  provides: {
    address: { type: Address, in: ["installed", "running"] },
    cache: { type: Cache, in: ["running"] },
  },
  behaviors: {
    deploy: {
      // Both begin at once; the place is entered when both have ended.
      install: { from: "absent", to: "installed", durationS: 8, limits: ["apt"], steps: [apt("memcached")] },
      publish: {
        from: "absent",
        to: "installed",
        durationS: 0.1,
        run: ({ give, host }) => give("address", { host: host.address, port: 11211 }),
      },
      start: {
        from: "installed",
        to: "running",
        durationS: 1,
        steps: [
          file({ path: "/etc/memcached.conf", content: "-l 0.0.0.0\n-p 11211\n-u memcache\n" }),
          systemService({ name: "memcached", restartAfter: ["/etc/memcached.conf"] }),
          waitForPort(11211),
        ],
      },
    },
    // Whatever a step would change is changed by the same steps: only what differs, and its service after it.
    update: { again: { from: "running", to: "absent" } },
    uninstall: {
      stop: { from: "running", to: "installed", steps: [systemService({ name: "memcached", state: "stopped" })] },
      remove: { from: "installed", to: "absent", limits: ["apt"], steps: [aptRemoved("memcached", { purge: true })] },
    },
  },
});

const nginx = component({
  name: "nginx",
  places: ["absent", "installed", "running"],
  initial: "absent",
  uses: {
    cacheAt: { type: Address, in: ["configure"] },
    cache: { type: Cache, in: ["start", "running", "stop"] },
  },
  behaviors: {
    deploy: {
      install: { from: "absent", to: "installed", durationS: 12, limits: ["apt"], steps: [apt("nginx-light")] },
      configure: {
        from: "absent",
        to: "installed",
        durationS: 1,
        steps: [({ read }) => file({ path: "/etc/nginx/conf.d/site.conf", content: siteWith(read("cacheAt")) })],
      },
      start: {
        from: "installed",
        to: "running",
        durationS: 1,
        steps: [systemService({ name: "nginx", restartAfter: ["/etc/nginx/conf.d/site.conf"] }), waitForPort(8080)],
      },
    },
    update: { again: { from: "running", to: "absent" } },
    uninstall: {
      stop: { from: "running", to: "installed", steps: [systemService({ name: "nginx", state: "stopped" })] },
      remove: { from: "installed", to: "absent", limits: ["apt"], steps: [aptRemoved("nginx-light", { purge: true })] },
    },
  },
});

const siteWith = ({ host, port }: { readonly host: string; readonly port: number }): string => template`
  server {
    listen 8080;
    location / {
      set $memcached_key $uri;
      memcached_pass ${host}:${port};
    }
  }
`;

/** Addresses are settings: `--set web1=10.0.0.12`. Also names of ~/.ssh/config will do. */
const machine = (name: string) => ssh({ host: setting(name, String, name), user: "root" });

export const site = assembly({
  name: "site",
  components: { cache: memcached, web1: nginx, web2: nginx },
  wires: {
    web1: { cacheAt: "cache.address", cache: "cache.cache" },
    web2: { cacheAt: "cache.address", cache: "cache.cache" },
  },
  hosts: { cache: machine("cache"), web1: machine("web1"), web2: machine("web2") },
  on: { cache: "cache", web1: "web1", web2: "web2" },
});

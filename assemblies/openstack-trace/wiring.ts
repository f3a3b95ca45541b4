/** Who provides what to whom, the same in every form. */
const gathered = { facts: "facts.facts" } as const;
const services = { sql: "mariadb.sql", identity: "keystone.identity" } as const;

export const wiring = {
  common: gathered,
  haproxy: gathered,
  memcached: gathered,
  rabbitmq: gathered,
  openvswitch: gathered,
  mariadb: { balancer: "haproxy.ready", common: "common.ready" },
  keystone: { sql: services.sql },
  glance: services,
  neutron: services,
  nova: services,
} as const;

/** What the parts of the migrated database need of each other. */
import { data, service } from "madeus";

/** A host on which MariaDB is installed, and nothing of it runs unless somebody starts it. */
export const Software = service("software");
/** Where something answers: the port is always that of MySQL. */
export const Address = data("address", { host: String });
/** A server that answers and takes writes. */
export const Sql = service("sql");
/** A cluster that takes members, and copies to them what it holds. */
export const Membership = service("membership");
/** The tables of the shop are there. */
export const Shop = service("shop");
/** Where clients come in, whichever server stands behind it. */
export const Door = service("door");

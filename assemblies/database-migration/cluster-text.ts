/** The settings of a member of the cluster. */
import { template } from "madeus/actions";

export interface Addresses {
  /** Its own. */
  readonly here: string;
  /** Those of all the others that may be in the cluster. */
  readonly others: readonly string[];
}

/**
 * Copies are made by mariadb-backup, for it lets the server that is copied go on writing. It logs in as the operating system's user
 * `mysql`, whom Debian's MariaDB lets in by the socket: no password is needed.
 */
export const clusterText = ({ here, others }: Addresses): string => template`
  [mysqld]
  wsrep_on = ON
  wsrep_provider = /usr/lib/libgalera_smm.so
  wsrep_cluster_name = madeus
  wsrep_cluster_address = gcomm://${[here, ...others].toSorted().join(",")}
  wsrep_node_address = ${here}
  wsrep_sst_method = mariabackup
  wsrep_sst_auth = mysql:
  binlog_format = ROW
  default_storage_engine = InnoDB
  innodb_autoinc_lock_mode = 2
`;

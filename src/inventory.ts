/** What `import … from "madeus/inventory"` gives: hosts from the inventories of Ansible. */
export { type Hosts, hostsIn, inventory, type InventoryOptions } from "./inventory/inventory.ts";
export { variablesOf } from "./inventory/variables.ts";

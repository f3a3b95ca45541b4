/** What Ansible has encrypted: it is not read, and that is said. Pure. */

/** What to do instead. */
export const vaultHint: string =
  "ansible-vault is not supported: keep the secret in the environment, a file or a password manager and write where, " +
  `as in "{{ lookup('env', 'NAME') }}"; or leave out all that is encrypted: inventory(file, { vault: "skip" })`;

/** Is it a file that is encrypted as a whole? */
export const isVault = (text: string): boolean => text.startsWith("$ANSIBLE_VAULT");

/** What Ansible has encrypted: it is not read, and that is said. Pure. */

/** What to do instead. */
export const vaultHint: string =
  "ansible-vault is not supported: keep the secret elsewhere and write where, " +
  `as in "{{ lookup('env', 'NAME') }}" or "{{ lookup('pipe', 'ansible-vault view FILE') }}"; ` +
  `or leave it out, inventory(file, { vault: "skip" }), and declare ` +
  'secret({ age: FILE, key: "NAME" }) of a file encrypted by age, or secret({ command: ["ansible-vault", "view", FILE] })';

/** Is it a file that is encrypted as a whole? */
export const isVault = (text: string): boolean => text.startsWith("$ANSIBLE_VAULT");

/** The hash functions of `node:crypto` that the heart of Madeus uses, where there is no Node. */
import { sha256 } from "@noble/hashes/sha2.js";
import { bytesToHex } from "@noble/hashes/utils.js";

interface Hash {
  update(text: string): Hash;
  digest(form: "hex"): string;
}

export function createHash(_name: "sha256"): Hash {
  const state = sha256.create();
  const encoder = new TextEncoder();
  return {
    update(text) {
      state.update(encoder.encode(text));
      return this;
    },
    digest: () => bytesToHex(state.digest()),
  };
}

/** Hosts: machines on which actions run. A description is plain data; `host/` knows how to reach it. */

export type HostDescription = LocalHost;

/** The machine that Madeus itself runs on. */
export interface LocalHost {
  readonly kind: "local";
  readonly address: string;
  readonly labels: Readonly<Record<string, string>>;
}

/** The machine that Madeus itself runs on. */
export const local = (
  options: { readonly labels?: Readonly<Record<string, string>> } = {},
): LocalHost => ({
  kind: "local",
  address: "127.0.0.1",
  labels: options.labels ?? {},
});

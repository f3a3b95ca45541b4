/** What `import … from "madeus/actions"` gives: steps, which change a host only where there is something to change. */
export {
  group,
  type GroupOptions,
  noGroup,
  noUser,
  user,
  type UserOptions,
} from "./actions/account.ts";
export { apt, type AptOptions } from "./actions/apt.ts";
export { type AptRemovalOptions, aptRemoved } from "./actions/apt-removal.ts";
export { command, type CommandOptions } from "./actions/command.ts";
export {
  container,
  type ContainerOptions,
  image,
  type ImageOptions,
  noContainer,
} from "./actions/container.ts";
export type { ContainerEngine } from "./actions/container-engine.ts";
export { daemon, type DaemonOptions, noDaemon } from "./actions/daemon.ts";
export { dnf, type DnfOptions, dnfRemoved } from "./actions/dnf.ts";
export {
  block,
  type BlockOptions,
  edited,
  type EditOptions,
  line,
  type LineOptions,
  noLine,
} from "./actions/edit.ts";
export {
  absent,
  directory,
  type DirectoryOptions,
  file,
  type FileOptions,
  link,
} from "./actions/file.ts";
export { inContainer } from "./actions/in-container.ts";
export { database, type DatabaseOptions, noDatabase } from "./actions/mariadb.ts";
export { databaseUser, type DatabaseUserOptions, noDatabaseUser } from "./actions/mariadb-user.ts";
export type { PackageText } from "./actions/package.ts";
export type { Possession } from "./actions/possession.ts";
export { service, type ServiceOptions } from "./actions/service.ts";
export type { SqlLogin } from "./actions/sql.ts";
export { script, step } from "./actions/step.ts";
export { template, type TemplateValue } from "./actions/template.ts";
export { waitForHttp, type WaitForHttpOptions } from "./actions/wait-http.ts";
export { uploaded, type UploadedOptions } from "./actions/uploaded.ts";
export {
  waitFor,
  waitForPort,
  type WaitForPortOptions,
  type WaitOptions,
} from "./actions/wait.ts";
export { perform } from "./engine/action-steps.ts";
export type { Following, Question, Step, StepScope, StepSource } from "./model/step.ts";

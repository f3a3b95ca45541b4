/** What `import … from "madeus"` gives. */
export { type Assembly, assembly, type Components } from "./model/assembly.ts";
export { type Code, type Finding, MadeusError } from "./model/code.ts";
export {
  type AnyComponent,
  type Component,
  component,
  type ExecOptions,
  type InterfaceOf,
  type ProbeResult,
  type Retry,
  type Scope,
  type ShellValue,
  type Transition,
  type UploadOptions,
} from "./model/component.ts";
export type { Following, Question, Step, StepScope, StepSource } from "./model/step.ts";
export {
  type Become,
  type HostDescription,
  type LocalHost,
  type SshHost,
  type SshOptions,
  local,
  ssh,
} from "./model/host.ts";
export {
  data,
  type Many,
  many,
  type PortType,
  type ProvidePorts,
  service,
  type Shape,
  type UsePorts,
  type ValueOf,
} from "./model/port.ts";
export { type Instruction, type Program, reconfigure } from "./model/program.ts";
export {
  type AgeSource,
  type PlainSource,
  type SecretReference,
  type SecretSource,
  secret,
} from "./model/secret.ts";
export { setting } from "./model/setting.ts";
export { check } from "./net/proof/proof.ts";
export { deploy, execute, resume, type RunOptions } from "./command/run.ts";
export { watch, type WatchOptions } from "./command/watching.ts";
export type { Drift } from "./engine/drift.ts";
export { programFrom } from "./store/program-entry.ts";
export type { Interruption } from "./engine/interruption.ts";
export type { Marking, Report, Timing } from "./engine/report.ts";
export type { Run } from "./engine/run.ts";
export type { Line } from "./command/line.ts";
export type { Entry, JournalRecord, Limits, Policy, RunOutcome } from "./store/journal.ts";

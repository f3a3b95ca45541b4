/** Findings and errors: one code, one sentence, one hint each. */
import type { Position } from "./position.ts";

/** Something that `check` found. Errors keep a deployment from starting; warnings do not. */
export interface Finding {
  readonly code: Code;
  readonly severity: "error" | "warning";
  readonly at: Position | undefined;
  readonly text: string;
  /** What to do about it, e.g. `did you mean "db.sql"?` */
  readonly hint: string | undefined;
  /** Of what cannot come to its end: why not. */
  readonly kind?: Hindrance;
  /** The story behind it, a sentence each, from what waits to the cause. */
  readonly because?: readonly Detail[];
}
/**
 * Why something cannot come to its end: instances wait for each other; what they need is never there, or would be after another behavior,
 * or was taken away; a provider is to leave while it is used; a join awaits what went elsewhere; an instruction can never be applied.
 */
export type Hindrance =
  | "cycle"
  | "never provided"
  | "wrong behavior"
  | "withdrawn"
  | "in use"
  | "chosen otherwise"
  | "never applied"
  | "second token";

/** A sentence, and where what it is about was declared. */
export interface Detail {
  readonly text: string;
  readonly at?: Position | undefined;
}

/** Every code that Madeus gives, sorted; `docs/errors.md` is made from this table. */
export const codes = {
  MADEUS_ACTION_ABORTED: "an action was ended because its run was",
  MADEUS_ACTION_FAILED: "an action ended badly",
  MADEUS_ACTION_TIMEOUT: "an action did not end in time",
  MADEUS_ALREADY_CONNECTED: "a use port is connected where it is connected already",
  MADEUS_BAD_BRANCH: "a branch has a name that git would not have",
  MADEUS_BAD_DURATION: "a duration is no number of seconds from 0 up, and no distribution of them",
  MADEUS_BAD_NAME: "a name cannot be written on a command line or in a wire",
  MADEUS_BAD_NUMBER: "a number is out of its range",
  MADEUS_BAD_PATH: "a path in the store holds a name that git would not have, or is too deep",
  MADEUS_BAD_QUESTION: "a question about a declaration is not written as it must be",
  MADEUS_BAD_REMOTE: "a place of another store is not one that git may be sent to",
  MADEUS_BAD_REQUEST: "a request to a served store cannot be understood",
  MADEUS_BAD_SETTING: "a setting has a value that it cannot have, or none",
  MADEUS_BAD_STATION: "a station is not written `place` or `place/name`",
  MADEUS_BAD_STEP: "a step is asked for what it cannot do",
  MADEUS_BAD_WIRE: "a wire is not written `instance.port`",
  MADEUS_BRANCH_MOVED: "others moved a branch each time that it was to be moved",
  MADEUS_BRANCH_NOT_FORWARD: "a branch would lose commits by what it is to be set to",
  MADEUS_BUNDLE_EMPTY: "a bundle would hold nothing that its receiver does not have",
  MADEUS_COMMAND_LINE: "a value stands where a command line cannot quote it",
  MADEUS_COMMAND_REFUSED: "the system refused to start a command",
  MADEUS_CONNECTION_LOST: "the connection to a host was lost, and what ran there was ended",
  MADEUS_CYCLE: "a behavior comes back to where it was: it would never end",
  MADEUS_DEADLOCK: "instances wait for each other, or for what never comes",
  MADEUS_DEAD_TRANSITION: "a transition that is asked for never runs",
  MADEUS_DECLARATION_CHANGED: "the file has changed since the state was made",
  MADEUS_DUPLICATE_NAME: "a name is used twice",
  MADEUS_DUPLICATE_WIRE: "one provider is wired twice to one use port",
  MADEUS_EMPTY_PORT: "a port names no place and no transition",
  MADEUS_ENDLESS: "it may go on for ever",
  MADEUS_FAULT: "Madeus itself is at fault",
  MADEUS_FILE_EXISTS: "a file is there that would be overwritten",
  MADEUS_FILE_FORMAT: "a file does not hold what it should",
  MADEUS_FILE_MISSING: "there is no such file",
  MADEUS_FILE_SYNTAX: "a file cannot be read as TypeScript without types",
  MADEUS_FILE_THREW: "a file failed while it was imported",
  MADEUS_FILE_UNREADABLE: "a file cannot be read",
  MADEUS_FILE_UNWRITABLE: "a file cannot be written",
  MADEUS_GIT_FAILED: "git could not do what it was asked",
  MADEUS_GIT_MISSING: "there is no program git",
  MADEUS_GROUP_CYCLE: "a group of an inventory contains itself",
  MADEUS_HELD_WITH_GAP: "a service is used twice in one behavior and released in between",
  MADEUS_HISTORY_DEPTH: "a search of the history came to its depth limit before its end",
  MADEUS_HOST_CONDITION: "a host is in a condition in which actions may fail",
  MADEUS_HOST_KEY: "a host's key is not the one that is known, or none is known",
  MADEUS_HOST_LOCKED: "another deployment is at work on a host",
  MADEUS_HOST_LOGIN: "a host refuses the login",
  MADEUS_HOST_SUDO: "sudo on a host refuses",
  MADEUS_HOST_UNFIT: "a host cannot run commands for us",
  MADEUS_HOST_UNREACHABLE: "a host cannot be reached",
  MADEUS_INSTANCE_EXISTS: "an instance is added under a name that is taken",
  MADEUS_INTERRUPTED: "an action was cut off and is not to run again",
  MADEUS_INTERRUPTS: "a service would be away for longer than it may",
  MADEUS_INVENTORY_VARIABLE: "a variable of an inventory says what cannot be followed",
  MADEUS_JOIN_AWAITS_CHOICE:
    "transitions are awaited together although one of them may end elsewhere",
  MADEUS_JOIN_NEVER_MET: "transitions are awaited together although they cannot all come",
  MADEUS_LISTEN_FAILED: "an address of this machine cannot be served at",
  MADEUS_MALFORMED: "a part of a declaration is not of the form that it must have",
  MADEUS_MERGE_CONFLICT: "two branches have changed one thing in two ways",
  MADEUS_NEEDED: "an instance is to be left out that another one needs",
  MADEUS_NEVER_GIVEN: "no action can give the value of a data port before it is to be read",
  MADEUS_NOTICE_LOST: "what somebody was to be told of a run did not reach him",
  MADEUS_NOT_ADOPTABLE: "a system that runs cannot be put on record as it was found",
  MADEUS_NOT_CONFIRMED: "a command wants a yes, and nobody can be asked",
  MADEUS_NOT_CONNECTED: "a use port has no provider",
  MADEUS_NOT_EXPORTABLE: "a net cannot be written in the format that is asked for",
  MADEUS_NOT_IN_PORT: "a port names neither a place nor a transition of its component",
  MADEUS_NO_ASSEMBLY: "a file exports no assembly, or none of the name given",
  MADEUS_NO_COMPONENTS: "an assembly has no components",
  MADEUS_NO_DEPLOY: "an instance is to be deployed but has no behavior `deploy`",
  MADEUS_NO_PROGRAM: "a file exports no program, or none of the name given",
  MADEUS_NO_ROUTE: "no behaviors lead from what stands to what is wanted",
  MADEUS_NO_STATE: "there is no state where one is needed",
  MADEUS_NO_WAY_BACK: "what is deployed, or half deployed, cannot be taken down",
  MADEUS_OBJECTION: "a decision does not fit what it is about",
  MADEUS_OBJECT_DAMAGED: "an object of the store is not what its id says",
  MADEUS_OBJECT_MISSING: "an object that is needed is not in the store",
  MADEUS_OTEL_LOST: "spans or metrics of a run did not reach those who collect them",
  MADEUS_OTEL_MISSING: "packages of OpenTelemetry that are asked for are not installed",
  MADEUS_PACK_REFUSED: "objects that came from elsewhere are damaged, too large, or not whole",
  MADEUS_PLAN_STALE: "what a plan was made from has changed since",
  MADEUS_PROCESS_LEFT: "a process could not be ended",
  MADEUS_PUSH_REFUSED: "another store does not take a branch as it is here",
  MADEUS_RACE: "an instruction and a step of an instance keep each other from happening",
  MADEUS_REMOTE_FAILED: "another store could not be reached, or does not talk",
  MADEUS_RUN_OVER: "a run that is over was given more to do",
  MADEUS_RUN_UNFINISHED: "the last run of the state has not come to its end",
  MADEUS_SCOPE_ENDED: "an action used its scope after it had ended",
  MADEUS_SCOPE_PORT: "an action used a port that is not there for it",
  MADEUS_SCOPE_STATION: "an action chose a station that is not among its own",
  MADEUS_SCOPE_VALUE: "an action gave what its port does not describe",
  MADEUS_SECOND_TOKEN: "a second token is about to enter a place",
  MADEUS_SECRET_GIVEN: "a value to be given holds a secret",
  MADEUS_SECRET_LOCKED: "a secret cannot be decrypted",
  MADEUS_SECRET_MISSING: "a secret is not where its reference says",
  MADEUS_SECRET_PLAIN: "a secret stands in the open where a reference is needed",
  MADEUS_SEVERAL_ASSEMBLIES: "a file exports several assemblies and none is named",
  MADEUS_SEVERAL_PROGRAMS: "a file exports several programs and none is named",
  MADEUS_SEVERAL_RUNS: "several runs are not at their end, and nobody says which is meant",
  MADEUS_SEVERAL_STATES: "several deployments were made from one file and none is named",
  MADEUS_SSH_MISSING: "there is no program and no package to speak SSH with",
  MADEUS_STATE_BEHIND: "others have changed what stands since the state was written",
  MADEUS_STATE_DAMAGED: "the state file is damaged",
  MADEUS_STATE_FOREIGN: "the file is not a state of Madeus",
  MADEUS_STATE_LOCKED: "another process uses the state",
  MADEUS_STATE_NEWER: "the state was written by a newer Madeus",
  MADEUS_STATE_UNWRITABLE: "the state cannot be written",
  MADEUS_STEP_FAILED: "a step could not change what it was to change",
  MADEUS_STEP_INEFFECTIVE: "a step still finds something to change after it has acted",
  MADEUS_STILL_CONNECTED: "an instance is deleted while ports are connected to it",
  MADEUS_TOO_FEW_PROVIDERS: "a use port for many has fewer providers than it needs",
  MADEUS_TRACE_REFUSED: "a trace does not fit what it is to be followed on",
  MADEUS_UNDECIDED: "within its limits a check could not tell whether it comes to its end",
  MADEUS_UNKNOWN_BEHAVIOR: "a behavior is named that the component does not have",
  MADEUS_UNKNOWN_BRANCH: "a branch is named that the store does not have",
  MADEUS_UNKNOWN_COMMIT: "a commit is named that the store does not have, or has several of",
  MADEUS_UNKNOWN_CONNECTION: "ports are disconnected that are not connected",
  MADEUS_UNKNOWN_GROUP: "an inventory names a group that it does not have",
  MADEUS_UNKNOWN_HOST: "a host is named that the assembly does not declare",
  MADEUS_UNKNOWN_INSTANCE: "an instance is named that is not there",
  MADEUS_UNKNOWN_PATH: "a path is named that no commit has changed",
  MADEUS_UNKNOWN_PLACE: "a place is named that the component does not have",
  MADEUS_UNKNOWN_PORT: "a port is named that the component does not have",
  MADEUS_UNKNOWN_SETTING: "a setting is given that the file does not declare",
  MADEUS_UNKNOWN_TRANSITION: "a transition is named that the instance does not have",
  MADEUS_UNKNOWN_TYPE: "the journal names a component type that the file does not have",
  MADEUS_UNREACHABLE_PLACE: "no transition leads to a place",
  MADEUS_USAGE: "a command line cannot be understood",
  MADEUS_USE_AT_INITIAL:
    "a service is used in the initial place, where nothing can have been awaited yet",
  MADEUS_VALUE_NOT_GIVEN: "a place was to be entered whose data port no action has given a value",
  MADEUS_VAULT: "a part of an inventory is encrypted by ansible-vault, which is not read",
  MADEUS_WRONG_BINDING:
    "a port names a transition where only places can be, or the other way round",
  MADEUS_WRONG_PORT_TYPE: "two ports of different types are connected",
  MADEUS_WRONG_WIRE_COUNT:
    "a list is wired to a port for one provider, or one provider to a port for many",
} as const;
export type Code = keyof typeof codes;

const errorBrand = Symbol.for("madeus.error");

/** The one error class. Recognise it by `code`: several copies of Madeus may be loaded at once. */
export class MadeusError extends Error {
  override readonly name = "MadeusError";
  readonly code: Code;
  readonly at: Position | undefined;
  readonly hint: string | undefined;
  readonly findings: readonly Finding[];

  constructor(
    code: Code,
    message: string,
    more: {
      readonly at?: Position | undefined;
      readonly hint?: string | undefined;
      readonly findings?: readonly Finding[];
      readonly cause?: unknown;
    } = {},
  ) {
    super(message, more.cause === undefined ? undefined : { cause: more.cause });
    this.code = code;
    this.at = more.at;
    this.hint = more.hint;
    this.findings = more.findings ?? [];
  }
}
Object.defineProperty(MadeusError.prototype, errorBrand, { value: true });

export const isMadeusError = (value: unknown): value is MadeusError =>
  typeof value === "object" && value !== null && errorBrand in value;

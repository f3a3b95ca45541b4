/**
 * What to do about each code: `madeus help errors CODE` says it, and `docs/errors.md`.
 *
 * The message that comes with a code says what it is about and often hints at more than this; here stands what is true of all of them.
 */
import type { Code } from "../model/code.ts";

/** In sentences; code between backticks. */
export const remedies: Readonly<Record<Code, string>> = {
  MADEUS_ACTION_ABORTED:
    "Go on with `madeus resume`: what was ended is found out about, and run again.",
  MADEUS_ACTION_FAILED:
    "Read its last lines, or all with `madeus logs INSTANCE.TRANSITION`. Mend the cause and `madeus resume`; or go back with `madeus resume --rollback`.",
  MADEUS_ACTION_TIMEOUT:
    "Look at its log: does it hang? Else give the transition a longer `timeoutMs`. Then `madeus resume`.",
  MADEUS_ALREADY_CONNECTED: "Disconnect the port first, or leave the instruction out.",
  MADEUS_BAD_BRANCH: "Take letters, digits, `-`, `_`, and `/` between words.",
  MADEUS_BAD_DURATION: "Write seconds, `2.5`, or a distribution, `{ mean: 10, deviation: 2 }`.",
  MADEUS_BAD_NAME: "Take letters, digits, `-` and `_`, beginning with a letter.",
  MADEUS_BAD_NUMBER: "Take a number within the range that the message names.",
  MADEUS_BAD_PATH: "Write the path as `madeus show --verbose` does: `configuration/web/places`.",
  MADEUS_BAD_QUESTION:
    "`madeus check --help` and docs/questions.md show how questions are written.",
  MADEUS_BAD_REMOTE:
    "Give an address that git reaches: a path, `ssh://…`, `https://…`; without a password, which git's helpers keep.",
  MADEUS_BAD_REQUEST: "docs/sync.md shows the requests that `madeus serve` answers.",
  MADEUS_BAD_SETTING: "Give a value of the setting's type: `--set replicas=3`.",
  MADEUS_BAD_STATION: "Write `place`, or `place/name` where a place has several stations.",
  MADEUS_BAD_STEP:
    "Give the step names, paths and modes that are some; the message says which is not.",
  MADEUS_BAD_WIRE: "Write the provider as `instance.port`.",
  MADEUS_BRANCH_MOVED: "Others are busy on the branch: try again.",
  MADEUS_BRANCH_NOT_FORWARD: "Merge what it has into yours first: `madeus merge BRANCH`.",
  MADEUS_BUNDLE_EMPTY:
    "There is nothing new to carry. Leave `--since` out for a bundle that stands alone.",
  MADEUS_COMMAND_LINE:
    "Write the value bare in `sh`: no quotes around it, in no comment and in no here-document; it is quoted for you.",
  MADEUS_COMMAND_REFUSED:
    "Is the program there, may it be run, and is its directory there? The message has the system's reason.",
  MADEUS_CONNECTION_LOST:
    "See with `madeus doctor` whether the host is back, then `madeus resume`.",
  MADEUS_CYCLE: "Let one of the transitions lead elsewhere, or put it into another behavior.",
  MADEUS_DEADLOCK:
    "Follow the story that is told to its end: one of those who wait must be able to go on without the other.",
  MADEUS_DEAD_TRANSITION:
    "Nothing brings a token to it: look at its source, and at the behaviors that are asked for.",
  MADEUS_DECLARATION_CHANGED:
    "Put back what the message misses, under its name; or change what stands with `madeus deploy`, after `madeus plan`.",
  MADEUS_DUPLICATE_NAME: "Give one of the two another name.",
  MADEUS_DUPLICATE_WIRE: "Name each provider once.",
  MADEUS_EMPTY_PORT:
    "Name in `in` the places, or the transitions of a use, in which the port is active.",
  MADEUS_ENDLESS:
    "Look at the run that is shown: what happens again and again must come to an end.",
  MADEUS_FAULT:
    "This is our fault, not yours. Nothing that was recorded is lost. Please report it with the text above.",
  MADEUS_FILE_EXISTS: "Name a directory that is new or empty.",
  MADEUS_FILE_FORMAT: "The message names the line and what was expected there.",
  MADEUS_FILE_MISSING: "Is the path right, from where you are?",
  MADEUS_FILE_SYNTAX:
    "Node strips types and nothing else: `import type` for types, no `enum`, no parameter properties.",
  MADEUS_FILE_THREW:
    "The file failed by itself, before Madeus came to it: the message has its line.",
  MADEUS_FILE_UNREADABLE: "May you read it, and is it a file?",
  MADEUS_FILE_UNWRITABLE: "Name another file, or make room.",
  MADEUS_GIT_FAILED:
    "Git's own words are in the message. The mirror can be removed: it is made anew.",
  MADEUS_GIT_MISSING:
    "Install git; or carry branches in a file, which needs none: `madeus bundle create`.",
  MADEUS_GROUP_CYCLE: "Take the group out of its own children.",
  MADEUS_HELD_WITH_GAP:
    "Let the port name what lies between, too, if it must not be released; else it is as you want it.",
  MADEUS_HISTORY_DEPTH: "Bring more of the history: `madeus pull` without a depth.",
  MADEUS_HOST_CONDITION: "The message says what to look at on the host.",
  MADEUS_HOST_KEY:
    "Compare the key that is shown with that of the host; if it is right, put it into `known_hosts`: `ssh-keyscan HOST >> ~/.ssh/known_hosts`. If it is not, do not connect.",
  MADEUS_HOST_LOCKED: "Wait for the other deployment. If it has gone: `madeus unlock --host HOST`.",
  MADEUS_HOST_LOGIN:
    "Try `ssh HOST` by hand: user, key and agent must be those that the declaration means.",
  MADEUS_HOST_SUDO:
    "Let the user become root: a password as `become: { password: secret(…) }`, or `NOPASSWD` in sudoers.",
  MADEUS_HOST_UNFIT: "`madeus doctor` says what the host lacks.",
  MADEUS_HOST_UNREACHABLE:
    "Is it up, is the address right, does a firewall stand between? `madeus doctor` tries all hosts.",
  MADEUS_INSTANCE_EXISTS: "Take another name, or delete the instance first.",
  MADEUS_INTERRUPTED:
    "Look what became of it. Then say so: `madeus resume --refire I.T` runs it again, `--skip I.T` takes it as done.",
  MADEUS_INTERRUPTS:
    "Allow more with `--max-interruption`, or change replicas one after the other.",
  MADEUS_INVENTORY_VARIABLE: "Write the host in TypeScript instead, or leave the variable out.",
  MADEUS_JOIN_AWAITS_CHOICE:
    "Give the place a station for each way that a token may come, or let the transition have one end.",
  MADEUS_JOIN_NEVER_MET:
    "Transitions that are awaited together must all be on the way; give those that exclude each other stations of their own.",
  MADEUS_LISTEN_FAILED: "Take another address or port: `--listen 127.0.0.1:0` finds a free one.",
  MADEUS_MALFORMED: "The message says which part, and of what form it must be.",
  MADEUS_MERGE_CONFLICT:
    "Make one of the two what both want, by a run of its own, and merge again.",
  MADEUS_NEEDED: "Take the one that needs it out, too, or keep both.",
  MADEUS_NEVER_GIVEN: "Let an action that ends before the value is read call `give(port, value)`.",
  MADEUS_NOTICE_LOST:
    "The run is not touched by it. Try the address with `curl`, or the command by hand; docs/notify.md shows what it is given.",
  MADEUS_NOT_ADOPTABLE:
    "Give the places probes, or say where instances stand: `madeus adopt --at web=running`.",
  MADEUS_NOT_CONFIRMED: "Look with `--dry-run`, then give `--yes`.",
  MADEUS_NOT_CONNECTED: "Wire the port to a provider of its type.",
  MADEUS_NOT_EXPORTABLE: "Take another format: `madeus export --help` lists them.",
  MADEUS_NOT_IN_PORT: "Name places and transitions of the component.",
  MADEUS_NO_ASSEMBLY: "Export what `assembly({ … })` gives.",
  MADEUS_NO_COMPONENTS: "Give the assembly components.",
  MADEUS_NO_DEPLOY:
    "Give the component a behavior `deploy`, or leave the instance out with `--except`.",
  MADEUS_NO_PROGRAM: "Export what `reconfigure(…)` gives.",
  MADEUS_NO_ROUTE:
    "The component lacks a way: give it an `uninstall` or `update` that leads there.",
  MADEUS_NO_STATE: "Deploy first; or name where the state is: `--state DIR`.",
  MADEUS_NO_WAY_BACK: "Give the component an `uninstall` that leads back from every place.",
  MADEUS_OBJECTION:
    "The message says what stands against it; `madeus status` shows how things are.",
  MADEUS_OBJECT_DAMAGED:
    "`madeus fsck` says how much is. Bring whole copies from elsewhere with `madeus pull`; the journal, from which runs go on, does not need them.",
  MADEUS_OBJECT_MISSING:
    "`madeus pull` brings it where another store has it; in a partial copy it may be left out on purpose.",
  MADEUS_OTEL_LOST:
    "The run is not touched by it. Is the collector there, and does it take OTLP over HTTP? `curl -i ENDPOINT/v1/traces` says so.",
  MADEUS_OTEL_MISSING:
    "Install them beside Madeus; the message has the command. Or leave `--otel` out: the same is on record, and `madeus report` tells it.",
  MADEUS_PACK_REFUSED:
    "Fetch it again. If that does not help, what was sent was not made by Madeus or git, or is larger than what is taken.",
  MADEUS_PLAN_STALE: "Plan again, and look at what has changed.",
  MADEUS_PROCESS_LEFT: "End it by hand on the host that the message names.",
  MADEUS_PUSH_REFUSED: "`madeus pull`, then `madeus merge REMOTE/BRANCH`, then push again.",
  MADEUS_RACE: "Put a `wait` between the instruction and what it races with.",
  MADEUS_REMOTE_FAILED: "Try the same address with git; its own words are in the message.",
  MADEUS_RUN_OVER: "Begin another run for it.",
  MADEUS_RUN_UNFINISHED:
    "`madeus resume` goes on with it, `madeus resume --rollback` goes back, `madeus down` takes all of it away.",
  MADEUS_SCOPE_ENDED: "Await all that the action starts before it ends.",
  MADEUS_SCOPE_PORT:
    "Read only use ports that name the transition, give only data ports of the component.",
  MADEUS_SCOPE_STATION: "Choose one of the stations in `to`.",
  MADEUS_SCOPE_VALUE: "Give what the type of the port describes.",
  MADEUS_SECOND_TOKEN:
    "Two ways lead to the place at once: give them one station to be joined at, or let one end elsewhere.",
  MADEUS_SECRET_GIVEN: "Give the reference, `secret({ env: … })`, and not its value.",
  MADEUS_SECRET_LOCKED:
    "Let somebody who can decrypt the file encrypt it for you, too: `age -r`. `age -d -i IDENTITY FILE` tries it by hand.",
  MADEUS_SECRET_MISSING: "Put it where the reference says, on the machine that Madeus runs on.",
  MADEUS_SECRET_PLAIN:
    "Write a reference instead: `secret({ env: … })`, `secret({ file: … })`, `secret({ command: […] })`.",
  MADEUS_SEVERAL_ASSEMBLIES: "Name the export after the file.",
  MADEUS_SEVERAL_PROGRAMS: "Name the export after the file.",
  MADEUS_SEVERAL_RUNS:
    "Name one: `--run N`. `madeus status` shows the numbers of those that are open.",
  MADEUS_SEVERAL_STATES: "Name one: `--state DIR`, or the export after the file.",
  MADEUS_SSH_MISSING: "Install OpenSSH's client, or `npm install ssh2`.",
  MADEUS_STATE_BEHIND:
    "`madeus adopt --recorded` puts on record here what others have done; no action is run by that.",
  MADEUS_STATE_DAMAGED:
    "Keep the file. Go back to a copy of it, or bring its commits from elsewhere (`madeus clone`) and `madeus adopt --recorded`; or `madeus adopt` what runs, by its probes.",
  MADEUS_STATE_FOREIGN: "Another program made the file: name another directory with `--state`.",
  MADEUS_STATE_LOCKED:
    "Wait for the other process. If an action of it hangs, `madeus why` says how to end it; if it cannot be reached: `madeus unlock`.",
  MADEUS_STATE_NEWER: "Use the Madeus that wrote it, or a newer one.",
  MADEUS_STATE_UNWRITABLE:
    "Make room on the disk, or let yourself write there; then `madeus resume`. Nothing that was recorded is lost.",
  MADEUS_STEP_FAILED: "The last lines say why; mend that and `madeus resume`.",
  MADEUS_STEP_INEFFECTIVE:
    "Something else changes the same thing, or the step looks at something else than it changes.",
  MADEUS_STILL_CONNECTED: "Disconnect its ports first.",
  MADEUS_TOO_FEW_PROVIDERS: "Wire as many as the port's `min` says.",
  MADEUS_TRACE_REFUSED:
    "The trace is of another declaration, or of another state of this one: make it again.",
  MADEUS_UNDECIDED:
    "Give it more: `--seconds`, `--states`, `--memory`; or start it all the same, after a yes.",
  MADEUS_UNKNOWN_BEHAVIOR: "`madeus describe` lists the behaviors of each component.",
  MADEUS_UNKNOWN_BRANCH: "`madeus branch` lists the branches.",
  MADEUS_UNKNOWN_COMMIT:
    "`madeus history` lists the commits; give more digits where several begin alike.",
  MADEUS_UNKNOWN_CONNECTION: "Disconnect what is connected: the port's name and its provider's.",
  MADEUS_UNKNOWN_GROUP: "Name a group of the inventory.",
  MADEUS_UNKNOWN_HOST: "Declare the host in `hosts`.",
  MADEUS_UNKNOWN_INSTANCE: "`madeus status` lists the instances.",
  MADEUS_UNKNOWN_PATH: "`madeus show --verbose` lists the paths of a commit.",
  MADEUS_UNKNOWN_PLACE: "Name a place of the component.",
  MADEUS_UNKNOWN_PORT: "Name a port of the component.",
  MADEUS_UNKNOWN_SETTING: 'Declare it in the file, `setting("name", …)`, or leave it out.',
  MADEUS_UNKNOWN_TRANSITION: "`madeus describe` lists what each behavior does.",
  MADEUS_UNKNOWN_TYPE: "Export the component from the file under the name that it had.",
  MADEUS_UNREACHABLE_PLACE: "Let a transition lead there, or leave the place out.",
  MADEUS_USAGE: "`madeus VERB --help` shows how it is called.",
  MADEUS_USE_AT_INITIAL: "Let the use begin at a transition.",
  MADEUS_VALUE_NOT_GIVEN: "Let the action that leads there `give` the value; then `madeus resume`.",
  MADEUS_VAULT:
    'Keep the secret elsewhere and refer to it: a file that is encrypted by age, or secret({ command: ["ansible-vault", "view", FILE] }) for as long as it stays.',
  MADEUS_WRONG_BINDING: "A provide port is active in places; only a use may name transitions.",
  MADEUS_WRONG_PORT_TYPE: "Wire ports of one type.",
  MADEUS_WRONG_WIRE_COUNT: "Wire a list to `many(…)`, and one provider to all others.",
};

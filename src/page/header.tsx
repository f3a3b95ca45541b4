/** The head of the page: which deployment, which run and how it does, and the views to choose from. */
import type { JSX } from "preact";
import type { Tab, ViewProps } from "./look.ts";
import { outcomeText } from "./moment.ts";
import { shownRun, tookText } from "./shown-run.ts";
import type { Connection } from "./source.ts";

const tabs: readonly (readonly [Tab, string])[] = [
  ["graph", "Graph"],
  ["timeline", "Timeline"],
  ["history", "History"],
  ["net", "Net"],
];

export function Header(props: ViewProps): JSX.Element {
  const { live, moment } = props;
  const span = shownRun(props);
  const isLast = span === live.chronology.runs.at(-1);
  const outcome = span === undefined ? "" : outcomeText(span, isLast, live.pulse);
  return (
    <header class="head">
      <h1 class="assembly">{moment.site.name}</h1>
      <RunChoice {...props} />
      <span class={`chip outcome ${outcomeLooks[outcome] ?? "bad"}`}>{outcome}</span>
      <span class="took">{span === undefined ? "" : tookText(props, span)}</span>
      <Tabs {...props} />
      <ConnectionSign connection={live.connection} isAtWork={live.pulse.atWork !== null} />
    </header>
  );
}

const outcomeLooks: Readonly<Record<string, string>> = {
  done: "good",
  "at work": "warn",
  cancelled: "odd",
  "cut off": "odd",
};

/** An earlier run is shown as it ended; the last one as it goes on. */
function RunChoice(props: ViewProps): JSX.Element {
  const { runs } = props.live.chronology;
  return (
    <label class="run">
      <span class="unseen">Run</span>
      <select
        value={String(shownRun(props)?.run ?? "")}
        onChange={({ currentTarget }) => {
          const chosen = runs.find(({ run }) => run === Number(currentTarget.value));
          const isLast = chosen === runs.at(-1);
          props.change({
            run: isLast ? undefined : chosen?.run,
            seq: isLast ? undefined : chosen?.lastSeq,
          });
        }}
      >
        {runs.toReversed().map(({ run, verb }) => (
          <option key={run} value={String(run)}>
            run {run} · {verb}
          </option>
        ))}
      </select>
    </label>
  );
}

function Tabs({ look, change }: ViewProps): JSX.Element {
  return (
    <div
      class="tabs"
      role="tablist"
      aria-label="Views"
      onKeyDown={(event) => moveTab(event, look.tab, change)}
    >
      {tabs.map(([tab, name]) => (
        <button
          key={tab}
          type="button"
          role="tab"
          id={`tab-${tab}`}
          aria-selected={look.tab === tab}
          aria-controls="view"
          tabIndex={look.tab === tab ? 0 : -1}
          onClick={() => change({ tab })}
        >
          {name}
        </button>
      ))}
    </div>
  );
}

function moveTab(event: KeyboardEvent, now: Tab, change: ViewProps["change"]): void {
  const by = event.key === "ArrowRight" ? 1 : event.key === "ArrowLeft" ? -1 : 0;
  if (by === 0) return;
  const at = tabs.findIndex(([tab]) => tab === now);
  const [next] = tabs[(at + by + tabs.length) % tabs.length] ?? ["graph"];
  change({ tab: next });
  document.getElementById(`tab-${next}`)?.focus();
}

function ConnectionSign({
  connection,
  isAtWork,
}: {
  readonly connection: Connection | undefined;
  readonly isAtWork: boolean;
}): JSX.Element {
  const [look, text] =
    connection === "open"
      ? isAtWork
        ? ["live", "live"]
        : ["still", "up to date"]
      : connection === "file"
        ? ["still", "saved page"]
        : ["gone", connection === "refused" ? "another token is needed" : "not connected"];
  return (
    <span class={`connection ${look}`} role="status">
      {text}
    </span>
  );
}

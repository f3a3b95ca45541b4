/** All instances in a list that is searched and filtered; however many there are, only those that are seen are in the page. */
import type { JSX, RefObject } from "preact";
import { useEffect, useMemo, useState } from "preact/hooks";
import type { ViewProps } from "./look.ts";
import { useSize } from "./screen-size.ts";
import { found } from "./search.ts";
import { type Stage, countStages, stageWords } from "./stage.ts";
import { StageSign } from "./stage-sign.tsx";

const rowHeight = 30;

export function InstanceList(
  props: ViewProps & { readonly search: RefObject<HTMLInputElement | null> },
): JSX.Element {
  const { moment, search } = props;
  const [query, setQuery] = useState("");
  const [only, setOnly] = useState<Stage | undefined>(undefined);
  const { instances } = moment.site;
  const counts = countStages(moment.stages);
  const stage = only !== undefined && counts.has(only) ? only : undefined;
  const shown = useMemo(
    () => found(instances, moment.stages, query, stage),
    [moment, query, stage],
  );
  return (
    <nav class="instances" aria-label="Instances">
      <SearchField
        field={search}
        query={query}
        ask={setQuery}
        take={() => {
          const first = instances[shown[0] ?? -1];
          if (first !== undefined) props.change({ selection: { instance: first.name } });
        }}
      />
      <div class="stages" role="group" aria-label="Show only">
        {[...counts].map(([one, count]) => (
          <button
            key={one}
            type="button"
            class="chip"
            aria-pressed={stage === one}
            title={`Only those ${stageWords[one]}`}
            onClick={() => setOnly(stage === one ? undefined : one)}
          >
            <StageSign stage={one} />
            {count} {stageWords[one]}
          </button>
        ))}
      </div>
      <Rows {...props} shown={shown} />
    </nav>
  );
}

function SearchField({
  field,
  query,
  ask,
  take,
}: {
  readonly field: RefObject<HTMLInputElement | null>;
  readonly query: string;
  readonly ask: (query: string) => void;
  /** The first that was found. */
  readonly take: () => void;
}): JSX.Element {
  return (
    <input
      ref={field}
      type="search"
      placeholder="Search  /"
      aria-label="Search instances by name, component or host"
      value={query}
      onInput={({ currentTarget }) => ask(currentTarget.value)}
      onKeyDown={(event) => {
        if (event.key === "Enter") take();
        if (event.key !== "Escape") return;
        ask("");
        event.currentTarget.blur();
      }}
    />
  );
}

function Rows({
  moment,
  look,
  change,
  shown,
}: ViewProps & { readonly shown: readonly number[] }): JSX.Element {
  const [list, { height }] = useSize<HTMLDivElement>();
  const [top, setTop] = useState(0);
  const { instances } = moment.site;
  const chosen = shown.findIndex((k) => instances[k]?.name === look.selection?.instance);
  useEffect(() => {
    const { current } = list;
    if (current === null || chosen < 0) return;
    const at = chosen * rowHeight;
    if (at < current.scrollTop || at + rowHeight > current.scrollTop + current.clientHeight)
      current.scrollTop = at - current.clientHeight / 2;
  }, [look.selection?.instance]);
  const first = Math.max(0, Math.floor(top / rowHeight) - 4);
  const last = Math.ceil((top + height) / rowHeight) + 4;
  return (
    <div
      class="rows"
      ref={list}
      tabIndex={-1}
      onScroll={({ currentTarget }) => setTop(currentTarget.scrollTop)}
    >
      {shown.length === 0 && <p class="hint">No instance is called so.</p>}
      <ul style={{ height: `${shown.length * rowHeight}px` }}>
        {shown.slice(first, last).map((k, n) => {
          const { name = "", life, host } = instances[k] ?? {};
          return (
            <li key={name} style={{ top: `${(first + n) * rowHeight}px` }}>
              <button
                type="button"
                aria-current={look.selection?.instance === name}
                onClick={() => change({ selection: { instance: name } })}
              >
                <StageSign stage={moment.stages[k] ?? "fresh"} />
                <span class="name">{name}</span>
                <span class="soft">
                  {host ?? (life?.component.name === name ? "" : life?.component.name)}
                </span>
              </button>
            </li>
          );
        })}
      </ul>
    </div>
  );
}

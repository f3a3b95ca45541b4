/** What is selected, in words: where it stands, why it waits, how long its actions took, what they printed. */
import type { JSX } from "preact";
import { useMemo } from "preact/hooks";
import { nothing } from "../semantics/configuration.ts";
import { whyProgram } from "../semantics/why.ts";
import { standing } from "../show/standing.ts";
import type { ViewProps } from "./look.ts";
import { LogView } from "./log-view.tsx";
import { PartLists } from "./part-lists.tsx";
import { type Selection, membersOf, reasonsOf } from "./selection.ts";
import { countStages, stageWords } from "./stage.ts";
import { StageSign } from "./stage-sign.tsx";
import { TryTable } from "./try-table.tsx";
import { WhyTree } from "./why-tree.tsx";

export function DetailPanel(props: ViewProps): JSX.Element {
  const { look, moment } = props;
  const { selection } = look;
  const instance =
    selection?.group === undefined
      ? moment.configuration.number(selection?.instance ?? "")
      : undefined;
  return (
    <aside class="detail" aria-label="Details" tabIndex={-1}>
      {selection === undefined ? (
        <Overview {...props} />
      ) : instance === undefined ? (
        <Group {...props} selection={selection} />
      ) : (
        <Instance {...props} selection={selection} instance={instance} />
      )}
    </aside>
  );
}

/** Of the whole. */
function Overview(props: ViewProps): JSX.Element {
  const { moment, change } = props;
  const { configuration: c } = moment;
  const reasons = useMemo(() => whyProgram(c), [moment]);
  const underway = [...c.all()].flatMap((instance) => {
    const { transitions } = standing(c, instance);
    return transitions.flatMap(({ name, state }) =>
      state === "waits" ? [] : [{ instance: c.names[instance] ?? "", name, state }],
    );
  });
  return (
    <>
      <h2>Overview</h2>
      <p class="soft">
        {moment.site.instances.length} instances, {moment.site.connections.length} connections.
        Select one to see where it stands, and why it waits.
      </p>
      <Actions
        {...props}
        title="In trouble"
        actions={underway.filter(({ state }) => state !== "runs")}
      />
      <Actions
        {...props}
        title="At work"
        actions={underway.filter(({ state }) => state === "runs")}
      />
      <section>
        <h3>What is waited for</h3>
        {reasons.length === 0 ? (
          <p class="soft">Nothing.</p>
        ) : (
          <WhyTree reasons={reasons} change={change} />
        )}
      </section>
    </>
  );
}

interface Action {
  readonly instance: string;
  readonly name: string;
  readonly state: "runs" | "failed" | "unknown";
}

function Actions({
  title,
  actions,
  change,
}: ViewProps & {
  readonly title: string;
  readonly actions: readonly Action[];
}): JSX.Element | null {
  if (actions.length === 0) return null;
  return (
    <section>
      <h3>{title}</h3>
      <ul class="parts">
        {actions.slice(0, actionsMax).map(({ instance, name, state }) => (
          <li key={`${instance}.${name}`}>
            <button
              type="button"
              onClick={() =>
                change({ selection: { instance, part: { kind: "transition", name } } })
              }
            >
              <StageSign stage={state} />
              <span class="name">
                {instance}.{name}
              </span>
            </button>
          </li>
        ))}
      </ul>
      {actions.length > actionsMax && <p class="hint">… and {actions.length - actionsMax} more</p>}
    </section>
  );
}
const actionsMax = 40;

/** Of what stands for several. */
function Group({
  moment,
  change,
  selection,
}: ViewProps & { readonly selection: Selection }): JSX.Element {
  const members = membersOf(moment.site, selection).map((k) => ({
    name: moment.site.instances[k]?.name ?? "",
    stage: moment.stages[k] ?? "fresh",
  }));
  const counts = countStages(members.map(({ stage }) => stage));
  return (
    <>
      <h2>{selection.instance}</h2>
      <p class="soft">
        {members.length === 0
          ? "It is not there at this moment."
          : [...counts].map(([stage, n]) => `${n} ${stageWords[stage]}`).join(", ")}
      </p>
      <ul class="parts">
        {members.slice(0, membersMax).map(({ name, stage }) => (
          <li key={name}>
            <button type="button" onClick={() => change({ selection: { instance: name } })}>
              <StageSign stage={stage} />
              <span class="name">{name}</span>
            </button>
          </li>
        ))}
      </ul>
      {members.length > membersMax && <p class="hint">… and {members.length - membersMax} more</p>}
    </>
  );
}
const membersMax = 200;

interface InstanceProps extends ViewProps {
  readonly selection: Selection;
  readonly instance: number;
}

function Instance(props: InstanceProps): JSX.Element {
  const { moment, selection, instance, look, change } = props;
  const { configuration: c, site } = moment;
  const at = site.instances.findIndex(({ name }) => name === selection.instance);
  const { life, host } = site.instances[at] ?? {};
  const stage = moment.stages[at] ?? "fresh";
  const behavior = c.behavior(instance);
  const asked = behavior === nothing ? undefined : life?.behaviors[behavior];
  return (
    <>
      <h2>
        <StageSign stage={stage} />
        <span>{selection.instance}</span>
      </h2>
      <p class="soft">
        {[life?.component.name, host, stageWords[stage], asked && `in ${asked}`]
          .filter(Boolean)
          .join(" · ")}
      </p>
      <p class="acts">
        <button
          type="button"
          class="chip"
          aria-pressed={look.focus === selection.instance}
          onClick={() =>
            change({
              tab: "graph",
              focus: look.focus === selection.instance ? undefined : selection.instance,
            })
          }
        >
          focus
        </button>
        <button type="button" class="chip" onClick={() => change({ selection: undefined })}>
          close
        </button>
      </p>
      <Why {...props} />
      <Failure {...props} />
      <TryTable {...props} />
      <Log {...props} />
      <PartLists {...props} />
    </>
  );
}

function Why({ moment, selection, change }: InstanceProps): JSX.Element {
  const { part, instance } = selection;
  const reasons = useMemo(() => reasonsOf(moment.configuration, selection), [moment, selection]);
  return (
    <section>
      <h3>
        Why{part === undefined ? "" : `: ${part.kind} ${part.name}`}
        {part !== undefined && (
          <button type="button" class="link" onClick={() => change({ selection: { instance } })}>
            all of {instance}
          </button>
        )}
      </h3>
      {reasons.length === 0 ? (
        <p class="soft">It waits for nothing.</p>
      ) : (
        <WhyTree reasons={reasons} change={change} />
      )}
    </section>
  );
}

/** The last words of what failed. */
function Failure({ moment, selection, live }: InstanceProps): JSX.Element | null {
  const { configuration: c } = moment;
  const instance = c.number(selection.instance);
  if (instance === undefined) return null;
  const failed = standing(c, instance).transitions.filter(({ error }) => error !== undefined);
  if (failed.length === 0) return null;
  const { chronology } = live;
  return (
    <section>
      <h3>What went wrong</h3>
      {failed.map(({ name, error }) => {
        let tail: string | undefined;
        for (let seq = moment.seq; seq > 0 && tail === undefined; seq--) {
          const record = chronology.record(seq);
          if (
            record?.type === "failed" &&
            record.instance === selection.instance &&
            record.transition === name
          )
            tail = record.error.tail ?? "";
        }
        return (
          <div key={name} class="failure">
            <p>
              <b>{name}</b> {error}
            </p>
            {tail !== undefined && tail !== "" && (
              <pre class="tail" tabIndex={0} aria-label={`Last words of ${name}`}>
                {tail}
              </pre>
            )}
          </div>
        );
      })}
    </section>
  );
}

/** Of the transition that is selected, else of the one that was begun last. */
function Log({ source, live, moment, selection, look }: InstanceProps): JSX.Element | null {
  const { chronology } = live;
  const { instance, part } = selection;
  const transition = useMemo(() => {
    if (part?.kind === "transition") return part.name;
    for (let seq = moment.seq; seq > 0; seq--) {
      const record = chronology.record(seq);
      if (record?.type === "started" && record.instance === instance) return record.transition;
    }
    return undefined;
  }, [instance, part, moment.seq]);
  if (transition === undefined) return null;
  return (
    <section>
      <h3>Log of {transition}</h3>
      <LogView
        key={`${instance}.${transition}`}
        source={source}
        instance={instance}
        transition={transition}
        isOpen={live.pulse.atWork !== null && look.seq === undefined}
      />
    </section>
  );
}

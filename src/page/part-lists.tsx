/** The places, transitions and ports of an instance as buttons: what the picture shows, for the keyboard and for readers of screens. */
import type { JSX } from "preact";
import { failed, lost, none, running, unknown } from "../semantics/configuration.ts";
import type { ViewProps } from "./look.ts";
import { type Part, type Selection, isSamePart } from "./selection.ts";
import type { Stage } from "./stage.ts";
import { StageSign } from "./stage-sign.tsx";

type ListProps = ViewProps & { readonly selection: Selection; readonly instance: number };

interface Row {
  readonly part: Part;
  readonly stage: Stage;
  readonly text: string;
}

export function PartLists(props: ListProps): JSX.Element {
  const { moment, instance } = props;
  const c = moment.configuration;
  const life = c.life(instance);
  const places = life.places.map((name, p): Row => {
    const mark = c.mark(instance, p);
    const stage = mark === none ? "fresh" : mark === lost ? "lost" : "rests";
    return { part: { kind: "place", name }, stage, text: p === life.initial ? "initial" : "" };
  });
  const transitions = life.transitions.map(({ name, on, slots, behavior }): Row => {
    const stage = transitionStage(
      c.mark(instance, on),
      slots.some((s) => c.mark(instance, s) !== none),
    );
    return { part: { kind: "transition", name }, stage, text: life.behaviors[behavior] ?? "" };
  });
  const ports = life.ports.map(({ name, side }, q): Row => {
    const far = c.across(instance, q).map((one) => {
      const port = c.life(one.instance).ports[one.port]?.name ?? "";
      return `${c.names[one.instance] ?? ""}.${port}`;
    });
    const shown =
      far.slice(0, 3).join(", ") + (far.length > 3 ? ` and ${far.length - 3} more` : "");
    const text =
      far.length === 0 ? "not connected" : side === "use" ? `from ${shown}` : `to ${shown}`;
    return { part: { kind: side, name }, stage: "fresh", text };
  });
  return (
    <>
      <List {...props} title="Places" rows={places} />
      <List {...props} title="Transitions" rows={transitions} />
      {ports.length > 0 && <List {...props} title="Ports" rows={ports} />}
    </>
  );
}

function transitionStage(mark: number, isPassed: boolean): Stage {
  if (mark === running) return "runs";
  if (mark === failed) return "failed";
  if (mark === unknown) return "unknown";
  return isPassed ? "waits" : "fresh";
}

function List({
  title,
  rows,
  selection,
  change,
}: ListProps & { readonly title: string; readonly rows: readonly Row[] }): JSX.Element {
  const { instance } = selection;
  return (
    <section>
      <h3>{title}</h3>
      <ul class="parts">
        {rows.map(({ part, stage, text }) => (
          <li key={`${part.kind} ${part.name}`}>
            <button
              type="button"
              aria-pressed={isSamePart(part, selection.part)}
              onClick={() => change({ selection: { instance, part } })}
            >
              {part.kind === "use" || part.kind === "provide" ? (
                <span class="side">{part.kind === "use" ? "uses" : "gives"}</span>
              ) : (
                <StageSign stage={stage} />
              )}
              <span class="name">{part.name}</span>
              <span class="soft">{text}</span>
            </button>
          </li>
        ))}
      </ul>
    </section>
  );
}

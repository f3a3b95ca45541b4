/** How the graph is drawn: what is one box, what is in it, how large. */
import type { JSX } from "preact";
import type { Collapse } from "../show/graph.ts";
import type { ViewProps } from "./look.ts";
import type { Detail, PlanWish } from "./scene-plan.ts";

const collapses: Readonly<Record<Collapse, string>> = {
  none: "each instance",
  type: "each component",
  host: "each host",
};
const details: Readonly<Record<Detail, string>> = { boxes: "boxes", lifecycles: "lifecycles" };

export function GraphTools({
  look: { focus },
  change,
  wish,
  zoom,
  fit,
}: ViewProps & {
  readonly wish: PlanWish;
  readonly zoom: (factor: number) => void;
  readonly fit: () => void;
}): JSX.Element {
  return (
    <div class="tools">
      {focus === undefined ? (
        <>
          <Choice
            text="A box for"
            of={collapses}
            value={wish.collapse}
            choose={(collapse) => change({ collapse })}
          />
          <Choice
            text="drawn as"
            of={details}
            value={wish.detail}
            isOff={wish.collapse === "host"}
            choose={(detail) => change({ detail })}
          />
        </>
      ) : (
        <button type="button" class="chip" onClick={() => change({ focus: undefined })}>
          {focus} and its neighbours · show all
        </button>
      )}
      <span class="spring" />
      <div class="zoom" role="group" aria-label="Zoom">
        <button type="button" class="icon" aria-label="Zoom out" onClick={() => zoom(0.8)}>
          −
        </button>
        <button type="button" class="icon" aria-label="Zoom in" onClick={() => zoom(1.25)}>
          +
        </button>
        <button type="button" class="chip" onClick={fit}>
          fit
        </button>
      </div>
    </div>
  );
}

interface ChoiceProps<Value extends string> {
  readonly text: string;
  /** Value → in words. */
  readonly of: Readonly<Record<Value, string>>;
  readonly value: Value;
  readonly isOff?: boolean;
  readonly choose: (value: Value) => void;
}

function Choice<Value extends string>({
  text,
  of,
  value,
  isOff = false,
  choose,
}: ChoiceProps<Value>): JSX.Element {
  const values = Object.keys(of) as Value[];
  return (
    <label>
      {text}{" "}
      <select
        value={value}
        disabled={isOff}
        onChange={({ currentTarget }) => {
          const chosen = values.find((one) => one === currentTarget.value);
          if (chosen !== undefined) choose(chosen);
        }}
      >
        {values.map((one) => (
          <option key={one} value={one}>
            {of[one]}
          </option>
        ))}
      </select>
    </label>
  );
}

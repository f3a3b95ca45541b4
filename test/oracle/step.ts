/** Steps of the naive semantics: each is one application of one rule, or one thing that the engine or the operator says. */
export type NaiveStep = Rule | Event;

/** What the semantics does by itself; `end` is included, since an action may end at any time. */
export type Rule =
  | { readonly rule: "leave"; readonly instance: string; readonly place: string }
  | { readonly rule: "fire"; readonly instance: string; readonly transition: string }
  | {
      readonly rule: "end";
      readonly instance: string;
      readonly transition: string;
      readonly station: string;
      /** Data provide ports that the action gave a value to. */
      readonly gives: readonly string[];
    }
  | { readonly rule: "enter"; readonly instance: string; readonly station: string }
  | { readonly rule: "collide"; readonly instance: string; readonly station: string }
  | { readonly rule: "ungiven"; readonly instance: string; readonly station: string }
  | { readonly rule: "finish"; readonly instance: string }
  | { readonly rule: "withdraw"; readonly instance: string }
  | { readonly rule: "instruct" };

/** What can only come from outside. */
export type Event =
  | { readonly rule: "fail"; readonly instance: string; readonly transition: string }
  | { readonly rule: "unknown"; readonly instance: string; readonly transition: string }
  | { readonly rule: "refire"; readonly instance: string; readonly transition: string }
  | {
      readonly rule: "skip";
      readonly instance: string;
      readonly transition: string;
      readonly station: string;
      readonly gives: readonly string[];
    }
  | {
      readonly rule: "ask";
      readonly instance: string;
      /** The behavior that goes to the front of the queue once the instance is withdrawn. */
      readonly next: string | undefined;
    }
  | { readonly rule: "lost"; readonly instance: string; readonly place: string }
  | { readonly rule: "found"; readonly instance: string; readonly place: string }
  | { readonly rule: "stop" | "go" | "abandon" };

/** The step in words, e.g. `end db.start running`. Two steps of one state are the same if their texts are. */
export function stepText(step: NaiveStep): string {
  switch (step.rule) {
    case "leave":
    case "lost":
    case "found":
      return `${step.rule} ${step.instance}.${step.place}`;
    case "fire":
    case "fail":
    case "unknown":
    case "refire":
      return `${step.rule} ${step.instance}.${step.transition}`;
    case "end":
    case "skip":
      return `${step.rule} ${step.instance}.${step.transition} ${step.station}`;
    case "enter":
    case "collide":
    case "ungiven":
      return `${step.rule} ${step.instance}.${step.station}`;
    case "ask":
      return `ask ${step.instance}${step.next === undefined ? "" : ` then ${step.next}`}`;
    case "finish":
    case "withdraw":
      return `${step.rule} ${step.instance}`;
    case "instruct":
    case "stop":
    case "go":
    case "abandon":
      return step.rule;
  }
}

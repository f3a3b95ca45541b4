/** How the verbs end that bring stores together. */
import type { ObjectId } from "../store/object-id.ts";
import type { SentBranch } from "../store/pack/bundle.ts";
import type { Landing } from "../store/pack/landing.ts";
import type { Ended } from "./ended.ts";

export interface PushEnding extends Ended<"done"> {
  /** Under which the other store is known here, and where it is. */
  readonly remote: string;
  readonly address: string;
  readonly branch: string;
  readonly commit: ObjectId;
  /** What became of the branch there. */
  readonly how: "made" | "forward" | "same";
}
/** `apart`: a branch has gone on in both stores, and is to be merged. */
export interface PullEnding extends Ended<"done" | "apart"> {
  readonly remote: string;
  readonly address: string;
  readonly branches: readonly Landing[];
}
export interface CloneEnding extends Ended<"done"> {
  /** Where the new state lives: absolute. */
  readonly directory: string;
  readonly remote: string;
  readonly address: string;
  readonly branches: readonly Landing[];
  /** The history is not all there. */
  readonly partial: boolean;
}
export interface BundleCreateEnding extends Ended<"done"> {
  /** Absolute. */
  readonly file: string;
  readonly branches: readonly SentBranch[];
  readonly bytes: number;
}
export interface BundleApplyEnding extends Ended<"done" | "apart"> {
  readonly branches: readonly Landing[];
  /** How many were new. */
  readonly objects: number;
}
export interface ServeEnding extends Ended<"done"> {
  readonly url: string;
}

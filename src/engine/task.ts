/** The actions whose tokens are on their transitions. An instance has few of them at a time, so they are kept by instance. */
import type { ProcessGroup } from "./host.ts";

/** An action whose token is on its transition: due, at work, between two tries, failed or of unknown outcome. */
export interface Task {
  readonly instance: number;
  readonly transition: number;
  /** The same for all tries of one passing of the token, different for every other in every state. */
  readonly key: string;
  /** The number of the record with which it became due, if that has one. */
  dueWith: number | undefined;
  /** Tries begun so far, and how many of them before the last `refire`. */
  attempts: number;
  readonly attemptsBefore: number;
  state: "due" | "at-work" | "pausing" | "failed" | "unknown";
  /** Every process group begun by the current try. */
  processes: readonly ProcessGroup[];
}

/** One for each token on a transition. Whatever is done to one costs in proportion to the tasks of its instance. */
export class Tasks {
  size = 0;
  readonly #byInstance: (Task[] | undefined)[] = [];

  get(instance: number, transition: number): Task | undefined {
    const own = this.#byInstance[instance];
    if (own === undefined) return undefined;
    for (const task of own) if (task.transition === transition) return task;
    return undefined;
  }

  /** Puts a task in the place of one of the same token, if there is one. */
  set(task: Task): void {
    const own = this.#byInstance[task.instance];
    if (own === undefined) {
      // An array that grows from its end stays an array, and does not become a dictionary.
      while (this.#byInstance.length < task.instance) this.#byInstance.push(undefined);
      this.#byInstance[task.instance] = [task];
    } else {
      this.delete(task.instance, task.transition);
      this.#byInstance[task.instance] = [...(this.#byInstance[task.instance] ?? []), task];
    }
    this.size++;
  }

  delete(instance: number, transition: number): void {
    const own = this.#byInstance[instance];
    const task = this.get(instance, transition);
    if (own === undefined || task === undefined) return;
    this.size--;
    if (own.length === 1) this.#byInstance[instance] = undefined;
    else own.splice(own.indexOf(task), 1);
  }

  /** Deletes all tasks of an instance. */
  drop(instance: number): void {
    this.size -= this.#byInstance[instance]?.length ?? 0;
    if (instance < this.#byInstance.length) this.#byInstance[instance] = undefined;
  }

  /** Gives all tasks, and has none any more. */
  take(): readonly Task[] {
    const all = [...this];
    this.#byInstance.length = 0;
    this.size = 0;
    return all;
  }

  /** By instance; those of one as they became due. */
  *values(): Generator<Task> {
    for (const own of this.#byInstance) if (own !== undefined) yield* own;
  }

  [Symbol.iterator](): Iterator<Task> {
    return this.values();
  }
}

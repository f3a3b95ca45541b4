/** First in, first out. A list of links: it is mostly short, and new all the time. */

export class Queue<T> {
  #first: Link<T> | undefined;
  #last: Link<T> | undefined;

  get isEmpty(): boolean {
    return this.#first === undefined;
  }

  push(item: T): void {
    const link = { item, next: undefined };
    if (this.#last === undefined) this.#first = link;
    else this.#last.next = link;
    this.#last = link;
  }

  /** Puts all of another queue behind its own; that one must not be used any more. O(1). */
  append(other: Queue<T>): void {
    if (this.#last === undefined) this.#first = other.#first;
    else this.#last.next = other.#first;
    this.#last = other.#last ?? this.#last;
  }

  /** Takes out the one who came first, if there is one. */
  shift(): T | undefined {
    const link = this.#first;
    if (link === undefined) return undefined;
    this.#first = link.next;
    if (link.next === undefined) this.#last = undefined;
    return link.item;
  }
}

interface Link<T> {
  readonly item: T;
  next: Link<T> | undefined;
}

/**
 * The backends of the balancer, and whose turn it is.
 *
 * A backend that could not be reached rests for a moment: it is asked only if all others have failed too. One that is being detached
 * gets nothing new; it is gone when all it had been given is answered.
 */
export interface Address {
  readonly host: string;
  readonly port: number;
}

export class Backend {
  readonly name: string;
  readonly address: Address;
  restsUntilMs = 0;
  #open = 0;
  #idle: (() => void)[] = [];

  constructor(name: string, address: Address) {
    this.name = name;
    this.address = address;
  }

  /** Counts a request in; the function that it gives counts it out. */
  enter(): () => void {
    this.#open += 1;
    let inside = true;
    return () => {
      if (!inside) return;
      inside = false;
      this.#open -= 1;
      if (this.#open === 0) for (const wake of this.#idle.splice(0)) wake();
    };
  }

  /** Resolves when no request is inside, or after `timeoutMs`. */
  drained(timeoutMs: number): Promise<void> {
    if (this.#open === 0) return Promise.resolve();
    return new Promise((resolve) => {
      const timer = setTimeout(resolve, timeoutMs);
      this.#idle.push(() => {
        clearTimeout(timer);
        resolve();
      });
    });
  }
}

const restMs = 1_000;
const drainMs = 5_000;

export class Backends {
  readonly #attached = new Map<string, Backend>();
  #turn = 0;

  attach(name: string, address: Address): void {
    this.#attached.set(name, new Backend(name, address));
  }

  /** Resolves when the backend has answered all that it was given. False where it was not attached. */
  async detach(name: string): Promise<boolean> {
    const backend = this.#attached.get(name);
    if (backend === undefined) return false;
    this.#attached.delete(name);
    await backend.drained(drainMs);
    return true;
  }

  list(): readonly Backend[] {
    return [...this.#attached.values()];
  }

  /** The next in turn that is not among `tried`: one that rests only if there is no other. */
  next(tried: ReadonlySet<Backend>): Backend | undefined {
    const all = this.list();
    this.#turn = all.length === 0 ? 0 : (this.#turn + 1) % all.length;
    const inTurn = [...all.slice(this.#turn), ...all.slice(0, this.#turn)].filter(
      (backend) => !tried.has(backend),
    );
    return inTurn.find(({ restsUntilMs }) => restsUntilMs <= Date.now()) ?? inTurn[0];
  }

  /** The backend could not be reached just now. */
  rest(backend: Backend): void {
    backend.restsUntilMs = Date.now() + restMs;
  }
}

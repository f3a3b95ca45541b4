/** Delivers notices: to each target in order, one after the other, beside the run and never in its way. */
import { type Remark, warning } from "../model/finding.ts";
import type { JournalRecord } from "../store/journal.ts";
import type { Follower } from "./audience.ts";
import type { Occasions } from "./audience-flags.ts";
import { DeliveryFault } from "./delivery-fault.ts";
import { type Notice, Notices } from "./notice.ts";
import type { NoticeTarget } from "./notice-target.ts";

export interface NotifierOptions extends Occasions {
  readonly targets: readonly NoticeTarget[];
  /** How long what is under way is waited for when the command ends. Default: 5,000. */
  readonly graceMs?: number;
}

export class Notifier implements Follower {
  readonly #options: NotifierOptions;
  readonly #notices = new Notices();
  readonly #queues: readonly Queue[];
  #silence: NodeJS.Timeout | undefined;

  constructor(options: NotifierOptions) {
    this.#options = options;
    this.#queues = options.targets.map((target) => new Queue(target));
  }

  tell(record: JournalRecord): void {
    this.#send(this.#notices.add(record));
    this.#listen();
  }

  async close(): Promise<readonly Remark[]> {
    clearTimeout(this.#silence);
    this.#send(this.#notices.end(Date.now()));
    const { graceMs = 5000 } = this.#options;
    const remarks = await Promise.all(this.#queues.map((queue) => queue.close(graceMs)));
    return remarks.flat();
  }

  #send(notices: readonly Notice[]): void {
    for (const notice of notices)
      if (this.#options.on.has(notice.event)) for (const queue of this.#queues) queue.add(notice);
  }

  /** Told once for each silence. */
  #listen(): void {
    const { on, silentMs } = this.#options;
    clearTimeout(this.#silence);
    if (!on.has("waits-long") || !this.#notices.isOpen) return;
    this.#silence = setTimeout(() => {
      this.#send(this.#notices.silence(Date.now(), silentMs));
    }, silentMs);
    this.#silence.unref();
  }
}

/** What waits for one target. */
class Queue {
  readonly #target: NoticeTarget;
  readonly #cut = new AbortController();
  #last: Promise<void> = Promise.resolve();
  #given = 0;
  #arrived = 0;
  #fault: string | undefined;

  constructor(target: NoticeTarget) {
    this.#target = target;
  }

  add(notice: Notice): void {
    this.#given++;
    this.#last = this.#last.then(() => this.#deliver(notice));
  }

  async close(graceMs: number): Promise<readonly Remark[]> {
    const timer = setTimeout(() => this.#cut.abort(), graceMs);
    await this.#last;
    clearTimeout(timer);
    const lost = this.#given - this.#arrived;
    if (lost === 0) return [];
    const many = this.#given === 1 ? "The notice" : `${lost} of ${this.#given} notices`;
    return [
      warning(
        "MADEUS_NOTICE_LOST",
        `${many} did not reach ${this.#target.name}: ${this.#fault}.`,
        "The run is as it is told: nothing of it depends on notices.",
      ),
    ];
  }

  async #deliver(notice: Notice): Promise<void> {
    const { signal } = this.#cut;
    try {
      // What is left when the time is over is not begun.
      if (signal.aborted) throw new DeliveryFault("there was no time left", false);
      await this.#target.deliver(notice, signal);
      this.#arrived++;
    } catch (error) {
      this.#fault ??= error instanceof DeliveryFault ? error.message : "it could not be sent";
    }
  }
}

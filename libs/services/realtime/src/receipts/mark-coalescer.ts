type Forward<Result> = (seq: number) => Promise<Result>;

/** Callers that wait for one and the same forward. */
interface Round<Result> {
  seq: number;
  forward: Forward<Result>;
  promise: Promise<Result>;
  settle: (result: Promise<Result>) => void;
}

interface Lane<Result> {
  next?: Round<Result>;
}

function round<Result>(seq: number, forward: Forward<Result>): Round<Result> {
  let settle: Round<Result>['settle'] = () => undefined;
  const promise = new Promise<Result>((resolve) => {
    settle = resolve;
  });
  return { seq, forward, promise, settle };
}

/**
 * Forwards marks that only advance: the first at once; those that follow within the pause become one,
 * the highest, and all who asked get its answer.
 */
export class MarkCoalescer<Result> {
  private readonly lanes = new Map<string, Lane<Result>>();

  constructor(private readonly pauseMs: number) {}

  /** `forward` is that of the latest caller. */
  mark(key: string, seq: number, forward: Forward<Result>): Promise<Result> {
    const lane = this.lanes.get(key);
    if (!lane) return this.start(key, seq, forward);
    lane.next ??= round(seq, forward);
    lane.next.seq = Math.max(lane.next.seq, seq);
    lane.next.forward = forward;
    return lane.next.promise;
  }

  /** How many keys are in their pause. */
  get size(): number {
    return this.lanes.size;
  }

  private start(key: string, seq: number, forward: Forward<Result>): Promise<Result> {
    const lane: Lane<Result> = {};
    this.lanes.set(key, lane);
    const answer = forward(seq);
    void Promise.allSettled([answer, new Promise((resolve) => setTimeout(resolve, this.pauseMs).unref())]).then(() => {
      this.lanes.delete(key);
      if (lane.next) lane.next.settle(this.start(key, lane.next.seq, lane.next.forward));
    });
    return answer;
  }
}

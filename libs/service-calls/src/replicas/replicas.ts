import { createHash } from 'node:crypto';

import type { LocalReplica } from './local-replica';
import { type Found, isLookedUp, NameLookup } from './name-lookup';
import { Replica } from './replica';

/** How long an answer of DNS is kept; its own time counts within these bounds. */
const shortestMs = 1_000;
const usualMs = 5_000;
const longestMs = 30_000;
/** From here on it is better to wait for DNS than to go by what it said. */
const staleMs = 60_000;
/** Who needs an answer waits this long for DNS, and then goes by what is known. */
const patienceMs = 1_000;

/** The replicas of one service: those that are listed, and those that DNS names at present. */
export class Replicas {
  private known = new Map<string, Replica>();
  private readonly names: string[];
  private readonly found = new Map<string, Found>();
  private lookedUpAt = -Infinity;
  private keptMs = 0;
  private looking?: Promise<void>;
  private next = 0;

  /**
   * @param settings addresses (`http://10.0.0.1:3003`) and names that are looked up
   * @param local the one that runs in this process, whether it is listed or not
   */
  constructor(
    private readonly settings: string[],
    private readonly lookup = new NameLookup(),
    private readonly local?: LocalReplica,
  ) {
    this.names = settings.filter(isLookedUp);
    this.take();
  }

  /** All of them, as far as is known. Waits for DNS only when it was not asked for long. */
  async all(): Promise<Replica[]> {
    const age = Date.now() - this.lookedUpAt;
    if (this.names.length > 0 && age > this.keptMs) {
      const looking = this.lookUp();
      if (this.known.size === 0 || age > staleMs) await atMost(patienceMs, looking);
    }
    return [...this.known.values()];
  }

  /** All of them as DNS names them now. */
  async allNow(): Promise<Replica[]> {
    if (this.names.length > 0) await atMost(patienceMs, this.lookUp());
    return [...this.known.values()];
  }

  /** In the order to try them: the one of this process, or each in its turn, first; those that rest come last. */
  async inTurn(): Promise<Replica[]> {
    if (this.local) return [this.local];
    const all = await this.all();
    const start = this.next % Math.max(1, all.length);
    this.next += 1;
    return restingLast([...all.slice(start), ...all.slice(0, start)]);
  }

  /** The same, but one key begins at the same replica as long as that answers, wherever it is asked. */
  async inTurnFor(key: string): Promise<Replica[]> {
    const all = await this.all();
    const weights = new Map(all.map((replica) => [replica, createHash('sha256').update(`${key} ${replica.url}`).digest('hex')]));
    return restingLast(all.sort((a, b) => (weights.get(a)! < weights.get(b)! ? -1 : 1)));
  }

  end(): void {
    for (const replica of this.known.values()) replica.end();
  }

  private lookUp(): Promise<void> {
    this.looking ??= this.ask().finally(() => (this.looking = undefined));
    return this.looking;
  }

  /** A name that cannot be looked up, or that suddenly leads nowhere, keeps what it had. */
  private async ask(): Promise<void> {
    const answers = await Promise.allSettled(this.names.map((name) => this.lookup.find(name)));
    let kept = longestMs;
    for (const [i, answer] of answers.entries()) {
      const isNew = answer.status === 'fulfilled' && answer.value.urls.length > 0;
      if (isNew) this.found.set(this.names[i]!, answer.value);
      kept = Math.min(kept, isNew ? (answer.value.ttlMs ?? usualMs) : shortestMs);
    }
    this.keptMs = Math.max(shortestMs, kept);
    this.lookedUpAt = Date.now();
    this.take();
  }

  /** Those that stay keep how they have been doing. */
  private take(): void {
    const urls = this.settings.flatMap((setting) => (this.names.includes(setting) ? (this.found.get(setting)?.urls ?? []) : [new URL(setting).origin]));
    const next = new Map<string, Replica>([...new Set(urls)].sort().map((url) => [url, this.known.get(url) ?? new Replica(url)]));
    if (this.local) next.set(this.local.url, this.local);
    for (const [url, replica] of this.known) if (!next.has(url)) replica.end();
    this.known = next;
  }
}

function atMost(ms: number, work: Promise<void>): Promise<void> {
  return Promise.race([work, new Promise<void>((resolve) => void setTimeout(resolve, ms).unref())]);
}

function restingLast(replicas: Replica[]): Replica[] {
  return [...replicas.filter(({ resting }) => !resting), ...replicas.filter(({ resting }) => resting)];
}

import type { UserProfile } from '@hallway/contracts-auth';
import { type Conversation, conversationsApi } from '@hallway/contracts-conversations';

import { HallwayProblem } from '../http/client-problem.ts';
import type { Http } from '../http/http.ts';
import { type Notifier, type Observable, Store } from '../platform/store.ts';
import { type ConversationList, type ConversationsEvent, emptyList, reduceConversations, withProfiles } from './reduce-conversations.ts';

export interface ConversationsState extends ConversationList {
  /** Has the whole list been fetched? */
  loaded: boolean;
}

/** Above this many, pages are fetched instead of conversations one by one. */
const mostSingleFetches = 5;
const pageSize = 100;

/** The list of conversations, kept live. */
export class Conversations implements Observable<ConversationsState> {
  private readonly store: Store<ConversationsState>;
  private loading: Promise<void> | null = null;
  private generation = 0;
  private departures = 0;
  /** The departure with which each conversation was last left: an answer that was asked for before may still show it. */
  private readonly leftWith = new Map<string, number>();
  private readonly entered = new Set<(id: string) => void>();

  constructor(
    private readonly http: Http,
    private readonly userId: () => string,
    notifier: Notifier,
    /** The newest that is known of a person, whose profile has just been answered. */
    private readonly latest: <Profile extends UserProfile>(answered: Profile) => Profile = (answered) => answered,
    /** The server has answered an earlier read mark than is known here, such as that of a page that was closed without network. */
    private readonly behind?: (id: string, readSeq: number) => void,
  ) {
    this.store = new Store<ConversationsState>({ ...emptyList, loaded: false }, notifier);
  }

  readonly getSnapshot = (): ConversationsState => this.store.getSnapshot();
  readonly subscribe = (listener: () => void): (() => void) => this.store.subscribe(listener);

  /** Called at once with each conversation that comes into the list, however it does. */
  onEntered(listener: (id: string) => void): void {
    this.entered.add(listener);
  }

  get(id: string): Conversation | undefined {
    return this.getSnapshot().byId.get(id);
  }

  /** Shows a list kept from an earlier visit until the server's arrives. */
  hydrate(conversations: readonly Conversation[]): void {
    if (!this.getSnapshot().loaded) this.apply({ type: 'loaded', conversations });
  }

  /** Puts a conversation in that a call has just answered, without waiting for its event. */
  put(conversation: Conversation): void {
    this.apply({ type: 'loaded', conversations: [conversation] });
  }

  apply(event: ConversationsEvent): void {
    for (const id of leftBy(event)) this.leftWith.set(id, ++this.departures);
    const state = this.getSnapshot();
    const list = reduceConversations(state, this.withLatest(event), this.userId());
    if (list === state) return;
    this.store.set({ byId: list.byId, order: list.order, loaded: state.loaded });
    for (const id of list.order) if (!state.byId.has(id)) for (const listener of this.entered) listener(id);
  }

  /** Fetches the whole list, page by page. */
  load(): Promise<void> {
    this.loading ??= this.fetchAll().finally(() => {
      this.loading = null;
    });
    return this.loading;
  }

  /** Fetches these conversations anew. */
  async refresh(ids: readonly string[]): Promise<void> {
    const missing = new Set(ids);
    if (missing.size > mostSingleFetches) {
      await this.pages((page) => {
        for (const { id } of page) missing.delete(id);
        return missing.size > mostSingleFetches;
      });
    }
    await Promise.all([...missing].slice(0, pageSize).map((id) => this.fetchOne(id)));
  }

  /** Forgets everything: another user may sign in. */
  reset(): void {
    this.generation += 1;
    this.loading = null;
    this.store.set({ ...emptyList, loaded: false });
  }

  private async fetchAll(): Promise<void> {
    const generation = this.generation;
    const before = new Set(this.getSnapshot().order);
    await this.pages((page) => {
      for (const { id } of page) before.delete(id);
      return true;
    });
    if (generation !== this.generation) return;
    // Shown from an earlier visit, and not the user's any more.
    for (const conversationId of before) this.apply({ type: 'left', conversationId });
    this.store.set({ ...this.getSnapshot(), loaded: true });
  }

  /** Walks the list from the top while `more` says so. */
  private async pages(more: (page: readonly Conversation[]) => boolean): Promise<void> {
    const generation = this.generation;
    let cursor: string | undefined;
    do {
      const asked = this.departures;
      const page = await this.http.call(conversationsApi.list, { query: { limit: pageSize, cursor } });
      if (generation !== this.generation) return;
      this.show(page.items, asked);
      cursor = more(page.items) ? (page.nextCursor ?? undefined) : undefined;
    } while (cursor);
  }

  private async fetchOne(conversationId: string): Promise<void> {
    const { generation, departures: asked } = this;
    try {
      const conversation = await this.http.call(conversationsApi.get, { params: { conversationId } });
      if (generation === this.generation) this.show([conversation], asked);
    } catch (error) {
      const isGone = error instanceof HallwayProblem && error.status === 404;
      if (!isGone) throw error;
      if (generation === this.generation) this.apply({ type: 'left', conversationId });
    }
  }

  private withLatest(event: ConversationsEvent): ConversationsEvent {
    if (event.type !== 'loaded') return event;
    return { ...event, conversations: event.conversations.map((conversation) => withProfiles(conversation, this.latest)) };
  }

  /** What the server answered, without what was left since it was asked. */
  private show(conversations: readonly Conversation[], asked: number): void {
    const ahead = conversations.filter(({ id, readSeq }) => readSeq < (this.get(id)?.readSeq ?? 0));
    this.apply({ type: 'loaded', conversations: conversations.filter(({ id }) => (this.leftWith.get(id) ?? 0) <= asked) });
    for (const { id } of ahead) this.behind?.(id, this.get(id)?.readSeq ?? 0);
  }
}

function leftBy(event: ConversationsEvent): readonly string[] {
  if (event.type === 'left') return [event.conversationId];
  return event.type === 'synced' ? event.result.left : [];
}

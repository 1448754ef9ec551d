import { Injectable } from '@nestjs/common';

import { conversationsInternalApi, type MemberSnapshot } from '@hallway/contracts-conversations';
import { notFound } from '@hallway/contracts-core';
import { ServiceClient } from '@hallway/service-calls';
import { ProblemError } from '@hallway/service-kit/errors';
import { Logger } from '@hallway/service-kit/log';

const maxCachedMembers = 200_000;

interface Known {
  version: number;
  users: Set<string>;
}

/** What changed while a snapshot was on its way. */
interface Loading {
  answer: Promise<ReadonlySet<string> | undefined>;
  changes: { version: number; userId: string; member: boolean }[];
}

/** Who is in a conversation, on whatever replica: asked once, then kept up to date by events. */
@Injectable()
export class ConversationMembersService {
  private readonly known = new Map<string, Known>();
  private readonly loading = new Map<string, Loading>();
  private cachedMembers = 0;

  constructor(
    private readonly client: ServiceClient,
    private readonly logger: Logger,
  ) {}

  /** What is known without asking. */
  peek(conversationId: string): ReadonlySet<string> | undefined {
    return this.known.get(conversationId)?.users;
  }

  /** How many members there are; asks in the background when it is not known yet. */
  size(conversationId: string): number | undefined {
    const users = this.peek(conversationId);
    if (!users) void this.get(conversationId);
    return users?.size;
  }

  /** Undefined when the conversations service does not answer. */
  get(conversationId: string): Promise<ReadonlySet<string> | undefined> {
    const known = this.peek(conversationId);
    if (known) return Promise.resolve(known);
    const running = this.loading.get(conversationId);
    if (running) return running.answer;
    const loading: Loading = { changes: [], answer: Promise.resolve(undefined) };
    this.loading.set(conversationId, loading);
    loading.answer = this.load(conversationId, loading);
    return loading.answer;
  }

  applySnapshot({ conversationId, version, members }: MemberSnapshot): void {
    if ((this.known.get(conversationId)?.version ?? -1) >= version) return;
    this.keep(conversationId, { version, users: new Set(members.map(({ userId }) => userId)) });
  }

  change(conversationId: string, version: number, userId: string, member: boolean): void {
    this.loading.get(conversationId)?.changes.push({ version, userId, member });
    const known = this.known.get(conversationId);
    if (!known || known.version >= version) return;
    this.cachedMembers -= known.users.size;
    apply(known, version, userId, member);
    this.cachedMembers += known.users.size;
  }

  forget(conversationId: string): void {
    this.cachedMembers -= this.known.get(conversationId)?.users.size ?? 0;
    this.known.delete(conversationId);
  }

  /** Events were lost: nothing kept can be relied on. */
  forgetAll(): void {
    this.known.clear();
    this.cachedMembers = 0;
  }

  private async load(conversationId: string, loading: Loading): Promise<ReadonlySet<string> | undefined> {
    try {
      const snapshot = await this.client.call(conversationsInternalApi.members, { params: { conversationId } });
      // Now, because changes are kept for running loads: going through what grows would have no end.
      this.loading.delete(conversationId);
      this.applySnapshot(snapshot);
      for (const { version, userId, member } of loading.changes) this.change(conversationId, version, userId, member);
      return this.peek(conversationId);
    } catch (err) {
      // It was deleted a moment ago.
      if (err instanceof ProblemError && err.code === notFound.code) return new Set();
      this.logger.debug('the members of a conversation cannot be asked for', { err });
      return undefined;
    } finally {
      this.loading.delete(conversationId);
    }
  }

  private keep(conversationId: string, entry: Known): void {
    this.forget(conversationId);
    this.known.set(conversationId, entry);
    this.cachedMembers += entry.users.size;
    for (const oldest of this.known.keys()) {
      if (this.cachedMembers <= maxCachedMembers || oldest === conversationId) break;
      this.forget(oldest);
    }
  }
}

function apply(known: Known, version: number, userId: string, member: boolean): void {
  known.version = version;
  if (member) known.users.add(userId);
  else known.users.delete(userId);
}

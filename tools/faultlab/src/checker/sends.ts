import { type Call, ofKind } from './calls';
import { groupBy } from './grouping';

/** All tries to send one message: the same sender and client id, from whichever device and through whichever door. */
export interface Send {
  key: string;
  conversationId: string;
  clientMessageId: string;
  sender: string;
  tries: Call<'send'>[];
  acked: Call<'send'>[];
  /** Every try was refused for good. */
  refused: boolean;
  firstInvokedAt: number;
  /** When a device first knew that it is stored. */
  firstAckedAt: number;
}

export function sendKey(conversationId: string, sender: string, clientMessageId: string): string {
  return `${conversationId} ${sender} ${clientMessageId}`;
}

/** By key. */
export function readSends(calls: readonly Call[]): Map<string, Send> {
  const tries = groupBy(ofKind(calls, 'send'), ({ user, operation }) => sendKey(operation.conversationId, user, operation.clientMessageId));
  return new Map([...tries].map(([key, group]) => [key, toSend(key, group)]));
}

function toSend(key: string, tries: Call<'send'>[]): Send {
  const [first] = tries as [Call<'send'>];
  const acked = tries.filter(({ outcome }) => outcome === 'acked');
  return {
    key,
    conversationId: first.operation.conversationId,
    clientMessageId: first.operation.clientMessageId,
    sender: first.user,
    tries,
    acked,
    refused: tries.every(({ outcome }) => outcome === 'refused'),
    firstInvokedAt: Math.min(...tries.map(({ invokedAt }) => invokedAt)),
    firstAckedAt: Math.min(...acked.map(({ endedAt }) => endedAt)),
  };
}

import { type QueryClient, queryOptions } from '@tanstack/react-query';

import type { Client } from '@hallway/client';
import { type Message, messagesApi, receiptsApi } from '@hallway/contracts-messages';

const messageKey = (messageId: string) => ['message', messageId];

/** A message that is answered and not in the window. */
export const messageQuery = (client: Client, messageId: string) =>
  queryOptions({
    queryKey: messageKey(messageId),
    queryFn: async ({ client: queries }) =>
      newer(queries.getQueryData<Message>(messageKey(messageId)), await client.call(messagesApi.get, { params: { messageId } })),
  });

/** Takes over what an event has brought, wherever the message is quoted; an older answer on its way does not undo it. */
export function changeMessage(queries: QueryClient, message: Message): void {
  const queryKey = messageKey(message.id);
  if (queries.getQueryState(queryKey)) queries.setQueryData<Message>(queryKey, (known) => newer(known, message));
}

function newer(known: Message | undefined, other: Message): Message {
  return known && known.rev > other.rev ? known : other;
}

/** Who has read a message and whom it has reached. */
export const receiptsQuery = (client: Client, messageId: string) =>
  queryOptions({ queryKey: ['receipts', messageId], queryFn: () => client.call(receiptsApi.ofMessage, { params: { messageId } }), staleTime: 0 });

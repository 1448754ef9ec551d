import { queryOptions } from '@tanstack/react-query';
import type { Client } from '@hallway/client';
import { messagesApi, receiptsApi } from '@hallway/contracts-messages';

/** A message that is answered and not in the window. */
export const messageQuery = (client: Client, messageId: string) =>
  queryOptions({ queryKey: ['message', messageId], queryFn: () => client.call(messagesApi.get, { params: { messageId } }) });

/** Who has read a message and whom it has reached. */
export const receiptsQuery = (client: Client, messageId: string) =>
  queryOptions({ queryKey: ['receipts', messageId], queryFn: () => client.call(receiptsApi.ofMessage, { params: { messageId } }), staleTime: 0 });

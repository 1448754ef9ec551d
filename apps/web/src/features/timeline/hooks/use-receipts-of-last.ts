import { useEffect, useRef } from 'react';
import type { Client } from '@hallway/client';
import { type Message, receiptsApi } from '@hallway/contracts-messages';

/** What others did with my last message while nobody looked is asked for once; afterwards events tell. */
export function useReceiptsOfLast(client: Client, message: Message | undefined): void {
  const asked = useRef(false);
  useEffect(() => {
    if (asked.current || !message) return;
    asked.current = true;
    client.call(receiptsApi.ofMessage, { params: { messageId: message.id } }).then(
      (receipts) => client.receipts.learn(message.conversationId, message.seq, receipts),
      // The state stays at what is known: no reason to bother anybody.
      () => undefined,
    );
  }, [client, message]);
}

import { type RefObject, useEffect } from 'react';

import type { Message } from '@hallway/contracts-messages';
import { plainText } from '@hallway/markup';

import type { useDraft } from './use-draft';

const excerptLength = 120;

interface ReplyOptions {
  replyTo: Message | undefined;
  onReplyDone: () => void;
  draft: ReturnType<typeof useDraft>;
  field: RefObject<HTMLTextAreaElement | null>;
}

/** Takes the message that is to be answered into the draft, and puts the caret to work. */
export function useReply({ replyTo, onReplyDone, draft, field }: ReplyOptions): { end: () => void } {
  const { change } = draft;
  useEffect(() => {
    // On a phone the keyboard would cover what is to be read first.
    if (window.matchMedia('(pointer: coarse)').matches && !replyTo) return;
    field.current?.focus();
  }, [replyTo, field]);
  useEffect(() => {
    if (replyTo)
      change({
        reply: {
          id: replyTo.id,
          senderId: replyTo.senderId,
          excerpt: plainText(replyTo.body ?? '', excerptLength) || (replyTo.attachments[0]?.fileName ?? ''),
        },
      });
  }, [replyTo, change]);
  return {
    end: () => {
      change({ reply: null });
      onReplyDone();
    },
  };
}

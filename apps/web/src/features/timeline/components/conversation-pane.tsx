import { type ReactNode, useCallback, useState } from 'react';

import { HallwayProblem, type TimelineState } from '@hallway/client';
import type { Message } from '@hallway/contracts-messages';
import { Button, EmptyState } from '@hallway/ui';

import { useClient, useStore } from '../../../lib/client-context';
import styles from './conversation-pane.module.css';
import { ConversationTimeline } from './conversation-timeline';
import { PaneHeader } from './pane-header';
import type { EmojiPicker } from './reaction-picker';

export interface ConversationPaneProps {
  conversationId: string;
  title: string;
  /** What the header says about the conversation. */
  head: ReactNode;
  /** A message to open at. */
  focusSeq?: number;
  onBack: () => void;
  /** Buttons at the end of the header. */
  actions?: ReactNode;
  /** The composer, told which message is being answered, and how to change my last one; that says whether there is one. */
  composer: (replyTo: Message | undefined, endReply: () => void, editLast: () => boolean) => ReactNode;
  /** Chooses among all emoji; without it there is the quick set. */
  emojiPicker?: EmojiPicker;
}

/** One conversation: its head, what was said, and where to say more. */
export function ConversationPane(props: ConversationPaneProps) {
  const { conversationId, title, head, onBack, actions } = props;
  const client = useClient();
  const state = useStore(client.timeline(conversationId));
  const conversation = useStore(client.conversations).byId.get(conversationId);
  const [pane, setPane] = useState<HTMLElement | null>(null);
  const toComposer = useCallback(() => pane?.querySelector<HTMLElement>('form textarea')?.focus(), [pane]);
  if (isGone(state)) {
    return (
      <div className={styles.center}>
        <EmptyState title="This conversation is not here" action={<Button onClick={onBack}>To my conversations</Button>}>
          It was deleted, or you are no longer in it.
        </EmptyState>
      </div>
    );
  }
  return (
    <section ref={setPane} className={styles.pane} aria-label={title}>
      <PaneHeader head={head} actions={actions} onBack={onBack} />
      <ConversationTimeline {...props} state={state} conversation={conversation} toComposer={toComposer} />
    </section>
  );
}

function isGone({ status, error }: TimelineState): boolean {
  return status === 'gone' || (status === 'failed' && error instanceof HallwayProblem && error.status === 404);
}

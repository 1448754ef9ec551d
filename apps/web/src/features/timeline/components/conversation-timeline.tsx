import { type KeyboardEvent, useCallback, useEffect, useMemo, useState } from 'react';

import type { TimelineState } from '@hallway/client';
import type { Conversation } from '@hallway/contracts-conversations';
import type { Message } from '@hallway/contracts-messages';
import { Button } from '@hallway/ui';

import { useClient, useStore } from '../../../lib/client-context';
import { ActiveRow } from '../hooks/active-row';
import { PendingChanges } from '../hooks/pending-changes';
import { rowKeyOf, TimelineContext, type TimelineScope } from '../hooks/timeline-scope';
import { useAnnouncements } from '../hooks/use-announcements';
import { useCommands } from '../hooks/use-commands';
import { useFlash } from '../hooks/use-flash';
import { useOpening } from '../hooks/use-opening';
import { usePaneOverlay } from '../hooks/use-pane-overlay';
import { useRowActions } from '../hooks/use-row-actions';
import { useSeenView } from '../hooks/use-seen-view';
import { useOnSend, useTimelineRows } from '../hooks/use-timeline-rows';
import { useVisit } from '../hooks/use-visit';
import type { ConversationPaneProps } from './conversation-pane';
import styles from './conversation-pane.module.css';
import { FloatingDay } from './floating-day';
import { LatestPill } from './latest-pill';
import { LoadingRows } from './loading-rows';
import { PaneOverlays, prefetchPaneOverlays } from './pane-overlays';
import { PinBanner } from './pin-banner';
import { TimelineList } from './timeline-list';
import { TypingLine } from './typing-line';

interface ConversationTimelineProps extends ConversationPaneProps {
  state: TimelineState;
  conversation: Conversation | undefined;
  toComposer: () => void;
}

/** What was said, what lies over it, and the composer below. */
export function ConversationTimeline(props: ConversationTimelineProps) {
  const { conversationId, title, focusSeq, state, conversation, toComposer, composer, emojiPicker } = props;
  const client = useClient();
  const timeline = client.timeline(conversationId);
  const { user } = useStore(client.session);
  const me = useMemo(() => ({ id: user?.id ?? '', username: user?.username ?? '' }), [user]);
  const known = useStore(client.conversations).loaded || conversation !== undefined;
  const [{ pending, active }] = useState(() => ({ pending: new PendingChanges(), active: new ActiveRow() }));
  const [scroller, setScroller] = useState<HTMLDivElement | null>(null);
  const frame = useCallback((node: HTMLDivElement | null) => {
    // Beside a scroll bar, the column of messages is still in the middle of the pane.
    node?.style.setProperty('--scrollbar', `${node.offsetWidth - node.clientWidth}px`);
    setScroller(node);
  }, []);
  const [replyTo, setReplyTo] = useState<Message>();
  const [editing, setEditing] = useState<Message | null>(null);
  const commands = useCommands(pending);
  const dividerAfter = useVisit(client, conversationId, known);
  const { arrival, go } = useOpening(client, timeline, focusSeq, known);
  const view = useTimelineRows(conversationId, state, pending, dividerAfter, me.id);
  const { overlay, open, close, returnFocus } = usePaneOverlay(active);
  const seen = useSeenView(client, timeline, scroller);
  const toEnd = useCallback(() => go({ at: 'end' }), [go]);
  const jumpTo = useCallback((seq: number) => go({ at: 'row', seq, below: 'center', flash: true }), [go]);
  // How it ends is in the state of the timeline.
  const tryAgain = () => void timeline.open().catch(() => undefined);
  const endReply = useCallback(() => setReplyTo(undefined), []);
  const actions = useRowActions({ commands, open, reply: setReplyTo, setEditing, jumpTo, toComposer, scroller });
  const editLast = () => {
    if (view.lastMine) setEditing(view.lastMine);
    return view.lastMine !== undefined;
  };
  const isGroup = conversation?.type === 'group';
  const runsGroup = isGroup && conversation.role !== 'member';
  const scope = useMemo<TimelineScope>(
    () => ({ conversationId, me, isGroup, runsGroup, active, commands }),
    [conversationId, me, isGroup, runsGroup, active, commands],
  );
  const flashSeq = useFlash(arrival);
  useAnnouncements(state.window, me.id);
  useOnSend(view.waiting, toEnd);
  useEffect(() => client.receipts.follow(conversationId), [client, conversationId]);
  useEffect(() => {
    const timer = setTimeout(prefetchPaneOverlays, 2_000);
    return () => clearTimeout(timer);
  }, []);
  const onKeyDown = (event: KeyboardEvent<HTMLElement>) => {
    if (!event.currentTarget.contains(event.target as Node) || event.defaultPrevented || !seen.away) return;
    const writes = event.target instanceof HTMLTextAreaElement;
    if (event.key !== 'Escape' && !(event.key === 'End' && event.shiftKey && !writes)) return;
    event.preventDefault();
    toEnd();
  };
  return (
    <TimelineContext value={scope}>
      <PinBanner onJump={jumpTo} onList={() => open({ kind: 'pins' })} />
      <div className={styles.body} onKeyDown={onKeyDown}>
        <div ref={frame} className={styles.scroll} role="region" aria-label="Messages">
          {arrival === null && state.status !== 'failed' && <LoadingRows />}
          {state.status === 'failed' && (
            <div className={styles.day}>
              <Button onClick={tryAgain}>Messages could not be loaded. Try again</Button>
            </div>
          )}
          {arrival && scroller && state.status === 'ready' && (
            <TimelineList
              {...{ scroller, arrival, title, view, seen, actions, toEnd, toComposer, scope }}
              key={arrival.list}
              state={state}
              editingKey={editing && rowKeyOf(editing)}
              flashSeq={flashSeq}
            />
          )}
        </div>
        <FloatingDay day={seen.away ? seen.day : null} scroller={scroller} onPick={actions.pickDate} />
      </div>
      <div className={styles.foot} onKeyDown={onKeyDown}>
        {seen.away && arrival && <LatestPill unread={conversation?.unread ?? 0} onPress={toEnd} />}
        <TypingLine conversationId={conversationId} myId={me.id} />
        {composer(replyTo, endReply, editLast)}
      </div>
      <PaneOverlays overlay={overlay} actions={actions} emojiPicker={emojiPicker} onClose={close} returnFocus={returnFocus} />
    </TimelineContext>
  );
}

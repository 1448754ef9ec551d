import { ArrowDown, ArrowLeft } from 'lucide-react';
import { useCallback, useEffect, useMemo, useRef, useState } from 'react';
import type { Message } from '@hallway/contracts-messages';
import { Button, EmptyState, IconButton, Spinner } from '@hallway/ui';
import { useClient, useStore } from '../../../lib/client-context';
import { PersonName } from '../../../lib/people/person-avatar';
import { dayOf } from '../../../lib/time';
import styles from './conversation-pane.module.css';
import { MessageRow } from './message-row';
import { timelineRows } from './timeline-rows';
import { useScroll } from './use-scroll';
import { WaitingRow } from './waiting-row';

export interface ConversationPaneProps {
  conversationId: string;
  title: string;
  /** A message to open at. */
  focusSeq?: number;
  onBack: () => void;
  /** Buttons at the end of the header. */
  actions?: React.ReactNode;
  /** The composer, told which message is being answered. */
  composer: (replyTo: Message | undefined, endReply: () => void) => React.ReactNode;
}

export function ConversationPane({ conversationId, title, focusSeq, onBack, actions, composer }: ConversationPaneProps) {
  const client = useClient();
  const timeline = client.timeline(conversationId);
  const state = useStore(timeline);
  const { messages: waiting } = useStore(client.outbox);
  const { user } = useStore(client.session);
  const conversation = useStore(client.conversations).byId.get(conversationId);
  const receipts = useStore(client.receipts.of(conversationId));
  const [replyTo, setReplyTo] = useState<Message>();
  const scroller = useRef<HTMLDivElement>(null);
  const me = useMemo(() => ({ id: user?.id ?? '', username: user?.username ?? '' }), [user]);
  const [dividerAfter] = useState(() => (conversation && conversation.unread > 0 ? conversation.readSeq : 0));
  useEffect(() => void (focusSeq === undefined ? timeline.open() : timeline.jumpTo(focusSeq)), [timeline, focusSeq]);
  const mine = useMemo(() => {
    const shown = new Set(state.window.items.filter((message) => message.senderId === me.id).map((message) => message.clientMessageId));
    return waiting.filter((message) => message.conversationId === conversationId && !shown.has(message.clientMessageId));
  }, [waiting, conversationId, state.window, me]);
  const rows = useMemo(() => timelineRows({ items: state.window.items, waiting: mine, dividerAfter, myId: me.id }), [state.window, mine, dividerAfter, me]);
  const bySeq = useMemo(() => new Map(state.window.items.map((message) => [message.id, message])), [state.window]);
  const { onScroll, toEnd, away } = useScroll(scroller, timeline, state, rows.length, focusSeq);
  useReading(conversationId, state.window.atLive && !away ? state.window.last : 0);
  const lastMine = state.window.items.findLast((message) => message.senderId === me.id && message.body !== null);
  const readTo = Math.max(0, ...[...receipts.read].filter(([userId]) => userId !== me.id).map(([, seq]) => seq));
  const endReply = useCallback(() => setReplyTo(undefined), []);
  if (state.status === 'gone') return <div className={styles.center}><EmptyState title="This conversation is not here" action={<Button onClick={onBack}>To my conversations</Button>}>It was deleted, or you are no longer in it.</EmptyState></div>;
  return (
    <section className={styles.pane} aria-label={title}>
      <header className={styles.header}>
        <span className={styles.back}><IconButton label="Back to the list" onClick={onBack}><ArrowLeft /></IconButton></span>
        <div>
          <h1 className={styles.title}>{title}</h1>
          {conversation?.type === 'group' && <div className={styles.sub}>{conversation.memberCount} people</div>}
        </div>
        {actions && <div className={styles.actions}>{actions}</div>}
      </header>
      <div className={styles.scroll} ref={scroller} onScroll={onScroll} tabIndex={0} role="region" aria-label="Messages">
        {(state.status === 'loading' || state.loadingBefore) && <div className={styles.day}><Spinner label="Loading messages" /></div>}
        {state.status === 'failed' && <div className={styles.day}><Button variant="secondary" onClick={() => void timeline.open()}>Messages could not be loaded. Try again</Button></div>}
        <ol className={styles.list}>
          {rows.map((row) => {
            if (row.kind === 'day') return <li key={row.key} className={styles.day}>{dayOf(row.at)}</li>;
            if (row.kind === 'unread') return <li key={row.key} className={styles.unread}>New</li>;
            if (row.kind === 'waiting') return <WaitingRow key={row.key} message={row.message} me={me} />;
            const { message } = row;
            const reached = message === lastMine ? (readTo >= message.seq ? 'read' : 'sent') : undefined;
            return <MessageRow key={row.key} message={message} first={row.first} me={me} focused={message.seq === focusSeq} reached={reached} quoted={message.replyTo ? bySeq.get(message.replyTo) : undefined} onReply={setReplyTo} />;
          })}
        </ol>
      </div>
      <div className={styles.foot}>
        {away && <div className={styles.newest}><Button variant="secondary" size="small" icon={<ArrowDown />} onClick={() => void toEnd()}>{conversation && conversation.unread > 0 ? `${conversation.unread} new` : 'Latest'}</Button></div>}
        <TypingLine conversationId={conversationId} myId={me.id} />
        {composer(replyTo, endReply)}
      </div>
    </section>
  );
}

/** Everything up to the last message on screen counts as read while somebody looks. */
function useReading(conversationId: string, seq: number): void {
  const client = useClient();
  useEffect(() => {
    if (seq === 0) return;
    const mark = () => {
      if (document.visibilityState === 'visible' && document.hasFocus()) client.markRead(conversationId, seq);
    };
    mark();
    window.addEventListener('focus', mark);
    return () => window.removeEventListener('focus', mark);
  }, [client, conversationId, seq]);
}

function TypingLine({ conversationId, myId }: { conversationId: string; myId: string }) {
  const { typing } = useClient();
  const names = useStore(typing.of(conversationId)).filter((id) => id !== myId).slice(0, 3);
  return (
    <div className={styles.typing} aria-live="off">
      {names.map((id, i) => <span key={id}>{i > 0 && ', '}<PersonName userId={id} /></span>)}
      {names.length > 0 && (names.length === 1 ? ' is typing…' : ' are typing…')}
    </div>
  );
}

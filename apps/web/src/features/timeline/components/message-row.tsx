import { Pin } from 'lucide-react';
import { memo } from 'react';

import { isMentioned } from '@hallway/client';
import type { Message } from '@hallway/contracts-messages';
import { plainText } from '@hallway/markup';

import { shownName } from '../../../lib/file-name';
import { PersonAvatar } from '../../../lib/people/person-avatar';
import { PersonLink } from '../../../lib/people/person-link';
import { useProfile } from '../../../lib/people/profiles';
import { fullTimeOf, timeOf } from '../../../lib/time';
import type { SendState } from '../hooks/send-state';
import { TabStopContext, useRowFocused, useRowHasTools, useTabStop, useTimeline } from '../hooks/timeline-scope';
import { Attachments } from './attachments';
import { EditBox } from './edit-box';
import { Fold } from './fold';
import { gutterTimeOf } from './gutter-time';
import { MarkupView } from './markup-view';
import styles from './message-row.module.css';
import { MessageToolbar } from './message-toolbar';
import { Reactions } from './reactions';
import { ReplyQuote } from './reply-quote';
import type { RowActions } from './row-actions';
import { SendStateIcon } from './send-state-icon';

const longLines = 40;
const longestLabel = 300;

interface MessageRowProps {
  rowKey: string;
  message: Message;
  first: boolean;
  /** The reader was just brought here. */
  flash: boolean;
  editing: boolean;
  state: SendState | undefined;
  /** The message that is answered, when it is in the window. */
  quoted: Message | undefined;
  actions: RowActions;
}

/** One message, as an article that the arrow keys reach. */
export const MessageRow = memo(function MessageRow(props: MessageRowProps) {
  const { rowKey, message, first, flash, actions, editing } = props;
  const { me } = useTimeline();
  const focused = useRowFocused(rowKey);
  const hasTools = useRowHasTools(rowKey);
  const mentioned = message.body !== null && isMentioned(message, me.id);
  return (
    <TabStopContext value={focused ? 0 : -1}>
      <article
        className={styles.row}
        tabIndex={-1}
        data-row
        aria-label={useLabel(props)}
        data-first={first}
        data-flash={flash}
        data-mentioned={mentioned}
        data-tools={hasTools}
      >
        {first ? (
          <span className={styles.avatar}>
            <PersonAvatar userId={message.senderId} />
          </span>
        ) : (
          <time className={styles.side} dateTime={message.createdAt} title={fullTimeOf(message.createdAt)}>
            {gutterTimeOf(message.createdAt)}
          </time>
        )}
        <div className={styles.content}>
          {first && <Head message={message} />}
          <Content {...props} />
          <Reactions message={message} onAdd={() => actions.openPicker(message)} />
        </div>
        <div className={styles.state}>
          <State {...props} />
        </div>
        {hasTools && !editing && message.body !== null && <MessageToolbar message={message} actions={actions} />}
      </article>
    </TabStopContext>
  );
});

function Head({ message: { senderId, createdAt } }: { message: Message }) {
  const tabIndex = useTabStop();
  return (
    <div className={styles.head}>
      <span className={styles.who}>
        <PersonLink userId={senderId} tabIndex={tabIndex} />
      </span>
      <time className={styles.time} dateTime={createdAt} title={fullTimeOf(createdAt)}>
        {timeOf(createdAt)}
      </time>
    </div>
  );
}

function Content({ message, editing, quoted, actions }: MessageRowProps) {
  const { me } = useTimeline();
  if (message.body === null) return <span className={styles.gone}>Message deleted</span>;
  const marks = [message.editedAt && 'edited', message.pinned && 'pinned'].filter(Boolean);
  return (
    <>
      {message.replyTo && <ReplyQuote messageId={message.replyTo} shown={quoted} onJump={actions.jumpTo} />}
      {editing && <EditBox body={message.body} onSave={(text) => actions.saveEdit(message, text)} onCancel={actions.endEdit} />}
      {!editing && message.body !== '' && (
        <Fold place={message.id} lines={message.body.split('\n').length} most={longLines} what="message">
          <MarkupView id={message.id} rev={message.rev} body={message.body} me={me} message={message} />
        </Fold>
      )}
      <Attachments attachments={message.attachments} onOpen={(index) => actions.showPicture(message, index)} />
      {marks.length > 0 && (
        <div className={styles.marks}>
          {message.pinned && <Pin aria-hidden="true" />}
          {marks.join(' · ')}
        </div>
      )}
    </>
  );
}

function State({ message, state, actions }: MessageRowProps) {
  const { isGroup } = useTimeline();
  if (!state || message.body === null) return null;
  return <SendStateIcon state={state} onShow={isGroup ? () => actions.showReceipts(message) : undefined} />;
}

/** What was said comes early; a screen reader can go into the row for the rest. */
function useLabel({ message, state }: MessageRowProps): string {
  const name = useProfile(message.senderId)?.displayName ?? '';
  const text = message.body === null ? 'Message deleted' : plainText(message.body, longestLabel);
  const files = message.attachments.map(({ fileName }) => shownName(fileName)).join(', ');
  const reactions = message.reactions.map(({ emoji, count }) => `${emoji} ${count}`).join(', ');
  return [name, text, files, reactions, state?.reached, timeOf(message.createdAt)].filter(Boolean).join(', ');
}

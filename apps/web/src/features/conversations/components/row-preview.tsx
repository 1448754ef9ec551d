import { PencilLine } from 'lucide-react';

import type { Conversation } from '@hallway/contracts-conversations';
import { plainText } from '@hallway/markup';

import { useClient, useStore } from '../../../lib/client-context';
import { useDraftText } from '../../../lib/drafts';
import { shownName } from '../../../lib/file-name';
import { useProfile } from '../../../lib/people/profiles';
import styles from './conversation-row.module.css';

const previewLength = 90;
/** As much of a long draft as can matter to its first words. */
const draftSeen = 1_000;

interface RowPreviewProps {
  conversation: Conversation;
  selected: boolean;
}

/** In a word: who types, or that something was written and not sent. */
export function RowMark({ conversation: { id }, selected }: RowPreviewProps) {
  const draft = useDraftText(id);
  const typist = useTypist(id);
  if (typist) return <span className={styles.typing}>typing…</span>;
  // The open one is being written, not left.
  if (!draft || selected) return null;
  return (
    <span className={styles.mark}>
      <PencilLine aria-hidden="true" />
      Draft
    </span>
  );
}

/** Who types, what was written and not sent, or what was said last. */
export function RowPreview({ conversation: { id, type, lastMessage, members }, selected }: RowPreviewProps) {
  const draft = useDraftText(id);
  const typist = useTypist(id);
  const myId = useClient().session.user?.id;
  const mine = lastMessage?.senderId === myId;
  const named = typist ?? (type === 'group' && !mine ? lastMessage?.senderId : undefined);
  const profile = useProfile(named);
  const name = (profile ?? members?.find(({ userId }) => userId === named)?.user)?.displayName ?? '';
  if (typist) return <span className={styles.typing}>{type === 'group' ? `${name} is typing…` : 'typing…'}</span>;
  if (draft && !selected)
    return (
      <>
        <span className={styles.draft}>Draft:</span> {plainText(draft.slice(0, draftSeen), previewLength)}
      </>
    );
  if (!lastMessage) return 'No messages yet';
  const { body, attachments, deletedAt } = lastMessage;
  const said = deletedAt
    ? 'Message deleted'
    : plainText(body ?? '', previewLength) || (attachments.length > 1 ? `${attachments.length} files` : shownName(attachments[0]?.fileName ?? ''));
  return (
    <>
      {mine ? 'You: ' : named && name ? `${firstName(name)}: ` : ''}
      <bdi>{said}</bdi>
    </>
  );
}

/** One of the others, who is writing there. */
function useTypist(conversationId: string): string | undefined {
  const { typing, session } = useClient();
  return useStore(typing.of(conversationId)).find((userId) => userId !== session.user?.id);
}

function firstName(name: string): string {
  return name.split(/\s/, 1)[0] ?? name;
}

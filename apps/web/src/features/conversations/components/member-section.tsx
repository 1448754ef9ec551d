import { UserPlus } from 'lucide-react';
import { useState } from 'react';

import type { Conversation } from '@hallway/contracts-conversations';
import { Banner, Button, Skeleton, TextField } from '@hallway/ui';

import { useClient } from '../../../lib/client-context';
import { lazyPart } from '../../../lib/lazy-part';
import { byName, fits } from '../../../lib/name-match';
import { problemText } from '../../../lib/problem-text';
import { useMembers } from '../hooks/use-members';
import styles from './details-panel.module.css';
import { MemberRow } from './member-row';

const AddPeopleDialog = lazyPart(async () => (await import('./add-people-dialog')).AddPeopleDialog, 'over');

/** From this many on, a field helps to find a member. */
const manyMembers = 12;

export function MemberSection({ conversation }: { conversation: Conversation }) {
  const { session } = useClient();
  const { members, error, hasMore, loadMore, loadingMore } = useMembers(conversation.id);
  const [text, setText] = useState('');
  const [adding, setAdding] = useState(false);
  const shown = members && byName(members, text, ({ user }) => [user.displayName, user.username], fits.within);
  return (
    <section className={styles.section} aria-label="Members">
      <div className={styles.title}>
        <h3>Members</h3>
        {conversation.role !== 'member' && (
          <Button size="small" icon={<UserPlus />} onClick={() => setAdding(true)}>
            Add people
          </Button>
        )}
      </div>
      {error && <Banner kind="danger">{problemText(error)}</Banner>}
      {conversation.memberCount > manyMembers && (
        <TextField label="Find a member" labelHidden placeholder="Find a member" size="medium" value={text} onChange={(event) => setText(event.target.value)} />
      )}
      {!members && !error && <Skeleton shape="block" height={96} />}
      <ul role="list" className={styles.members}>
        {shown?.map((member) => (
          <MemberRow key={member.userId} member={member} conversation={conversation} isMe={member.userId === session.user?.id} />
        ))}
      </ul>
      {hasMore && (
        <Button variant="quiet" loading={loadingMore} onClick={loadMore}>
          Show more
        </Button>
      )}
      {adding && (
        <AddPeopleDialog conversationId={conversation.id} memberIds={new Set(members?.map(({ userId }) => userId))} onClose={() => setAdding(false)} />
      )}
    </section>
  );
}

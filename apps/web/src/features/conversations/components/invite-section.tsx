import { Link } from 'lucide-react';

import { Banner, Button, Skeleton } from '@hallway/ui';

import { problemText } from '../../../lib/problem-text';
import { useInvites } from '../hooks/use-invites';
import styles from './details-panel.module.css';
import { copyInvite, InviteRow } from './invite-row';

/** The links that let people in. */
export function InviteSection({ conversationId }: { conversationId: string }) {
  const { invites, error, hasMore, loadMore, loadingMore, make, revoke } = useInvites(conversationId);
  return (
    <section className={styles.section} aria-label="Invite links">
      <div className={styles.title}>
        <h3>Invite links</h3>
        <Button size="small" icon={<Link />} loading={make.isPending} onClick={() => make.mutate(undefined, { onSuccess: copyInvite })}>
          Make a link
        </Button>
      </div>
      <p className={styles.note}>Anyone with a link can join this group, with or without an account.</p>
      {error && <Banner kind="danger">{problemText(error)}</Banner>}
      {!invites && !error && <Skeleton shape="block" height={48} />}
      <ul role="list" className={styles.invites}>
        {invites?.map((invite) => (
          <InviteRow key={invite.code} invite={invite} onRevoke={() => revoke.mutateAsync(invite.code)} />
        ))}
      </ul>
      {hasMore && (
        <Button variant="quiet" loading={loadingMore} onClick={loadMore}>
          Show more
        </Button>
      )}
    </section>
  );
}

import { useMutation } from '@tanstack/react-query';
import { Copy, Link } from 'lucide-react';
import { type Invite, invitesApi } from '@hallway/contracts-conversations';
import { Button, IconButton } from '@hallway/ui';
import { useClient } from '../../../lib/client-context';
import { problemText } from '../../../lib/problem-text';
import { fullTimeOf } from '../../../lib/time';
import { toasts } from '../../../lib/toasts';
import styles from './details-panel.module.css';

/** A link that lets people in. */
export function InviteSection({ conversationId }: { conversationId: string }) {
  const client = useClient();
  const make = useMutation({
    mutationFn: () => client.call(invitesApi.create, { params: { conversationId }, body: {} }),
    onSuccess: copy,
    onError: (error) => toasts.show({ kind: 'danger', text: problemText(error) }),
  });
  return (
    <section className={styles.section} aria-label="Invite link">
      <div className={styles.title}>
        <h3>Invite link</h3>
        {!make.data && <Button size="small" icon={<Link />} loading={make.isPending} onClick={() => make.mutate()}>Make a link</Button>}
      </div>
      {make.data ? <Made invite={make.data} /> : <p className={styles.note}>Whoever has the link can join this group, with or without an account.</p>}
    </section>
  );
}

function Made({ invite }: { invite: Invite }) {
  return (
    <>
      <div className={styles.link}>
        <input readOnly value={invite.url} aria-label="Invite link" onFocus={(event) => event.target.select()} />
        <IconButton label="Copy the link" title="Copy the link" onClick={() => void copy(invite)}><Copy /></IconButton>
      </div>
      <p className={styles.note}>Works until {fullTimeOf(invite.expiresAt)}.</p>
    </>
  );
}

async function copy({ url }: Invite): Promise<void> {
  try {
    await navigator.clipboard.writeText(url);
    toasts.show({ kind: 'success', text: 'The invite link is copied.' });
  } catch {
    toasts.show({ text: 'The invite link is ready to be copied.' });
  }
}

import { Copy, Trash2 } from 'lucide-react';
import { useState } from 'react';

import type { Invite, ListedInvite } from '@hallway/contracts-conversations';
import { IconButton } from '@hallway/ui';
import { ConfirmDialog } from '@hallway/ui/dialog';

import { copyText } from '../../../lib/device/clipboard';
import { useProfile } from '../../../lib/people/profiles';
import { fullTimeOf } from '../../../lib/time';
import { toasts } from '../../../lib/toasts';
import styles from './details-panel.module.css';

interface InviteRowProps {
  invite: ListedInvite;
  onRevoke: () => Promise<unknown>;
}

/** One link: to copy, to read, to end. */
export function InviteRow({ invite, onRevoke }: InviteRowProps) {
  const [asking, setAsking] = useState(false);
  const [busy, setBusy] = useState(false);
  const maker = useProfile(invite.createdBy);
  const made = maker ? `, made by ${maker.displayName}` : '';
  const revoke = async () => {
    setBusy(true);
    await onRevoke().catch(() => setBusy(false)); // a toast says why
    setAsking(false);
  };
  return (
    <li>
      <div className={styles.link}>
        <input readOnly value={invite.url} aria-label={`Invite link${made}`} onFocus={(event) => event.target.select()} />
        <IconButton label="Copy the link" title="Copy the link" onClick={() => void copyInvite(invite)}>
          <Copy />
        </IconButton>
        <IconButton label="Revoke the link" title="Revoke the link" onClick={() => setAsking(true)}>
          <Trash2 />
        </IconButton>
      </div>
      <p className={styles.note}>
        {usesOf(invite)}
        {made}. Works until {fullTimeOf(invite.expiresAt)}.
      </p>
      {asking && (
        <ConfirmDialog
          open
          danger
          onOpenChange={() => setAsking(false)}
          title="Revoke this link?"
          description="It stops working at once. Who has joined stays."
          confirmLabel="Revoke"
          busy={busy}
          onConfirm={() => void revoke()}
        />
      )}
    </li>
  );
}

function usesOf({ uses, maxUses }: ListedInvite): string {
  if (maxUses !== null) return `${uses} of ${maxUses} joined`;
  return uses === 1 ? '1 person joined' : `${uses} people joined`;
}

export async function copyInvite({ url }: Invite): Promise<void> {
  if (await copyText(url)) toasts.show({ kind: 'success', text: 'The invite link is copied.' });
  else toasts.show({ text: 'The invite link is ready to be copied.' });
}

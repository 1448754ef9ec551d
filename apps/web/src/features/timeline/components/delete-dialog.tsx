import { useState } from 'react';

import type { Message } from '@hallway/contracts-messages';
import { plainText } from '@hallway/markup';
import { ConfirmDialog } from '@hallway/ui/dialog';

import { useTimeline } from '../hooks/timeline-scope';

/** A deleted message is gone for everyone, so this asks first. */
export function DeleteDialog({ message, onClose, returnFocus }: { message: Message; onClose: () => void; returnFocus: () => void }) {
  const { commands } = useTimeline();
  const [busy, setBusy] = useState(false);
  const text = plainText(message.body ?? '', 120);
  const confirm = async () => {
    setBusy(true);
    const done = await commands.remove(message);
    setBusy(false);
    if (done) close();
  };
  const close = () => {
    onClose();
    returnFocus();
  };
  return (
    <ConfirmDialog
      open
      onOpenChange={close}
      title="Delete this message?"
      description={text === '' ? 'It will be gone for everyone, with its files.' : `“${text}” will be gone for everyone.`}
      confirmLabel="Delete"
      danger
      busy={busy}
      onConfirm={() => void confirm()}
    />
  );
}

import { useState } from 'react';

import type { UserProfile } from '@hallway/contracts-auth';
import { Banner, Button } from '@hallway/ui';
import { Dialog } from '@hallway/ui/dialog';

import { PeoplePicker } from '../../../lib/people/people-picker';
import { problemText } from '../../../lib/problem-text';
import { useConversationActions } from '../hooks/use-conversation-actions';

interface AddPeopleDialogProps {
  conversationId: string;
  memberIds: ReadonlySet<string>;
  onClose: () => void;
}

export function AddPeopleDialog({ conversationId, memberIds, onClose }: AddPeopleDialogProps) {
  const [chosen, setChosen] = useState<UserProfile[]>([]);
  const { add } = useConversationActions(conversationId);
  const label = chosen.length > 1 ? `Add ${chosen.length} people` : 'Add';
  const submit = () =>
    add.mutate(
      chosen.map(({ id }) => id),
      { onSuccess: onClose },
    );
  return (
    <Dialog
      open
      onOpenChange={onClose}
      title="Add people"
      description="They see all messages of this group, earlier ones too."
      footer={
        <Button size="large" variant="primary" disabled={chosen.length === 0} loading={add.isPending} onClick={submit}>
          {label}
        </Button>
      }
    >
      {add.error && <Banner kind="danger">{problemText(add.error)}</Banner>}
      <PeoplePicker chosen={chosen} onChange={setChosen} without={memberIds} />
    </Dialog>
  );
}

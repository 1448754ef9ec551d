import { useMutation } from '@tanstack/react-query';
import { useState } from 'react';
import { useNavigate } from 'react-router';

import type { UserProfile } from '@hallway/contracts-auth';
import { conversationLimits, conversationsApi, type CreateConversation } from '@hallway/contracts-conversations';
import { isVisible } from '@hallway/contracts-core';
import { Banner, Button, Switch, TextField } from '@hallway/ui';
import { Dialog } from '@hallway/ui/dialog';

import { useClient } from '../../../lib/client-context';
import { PeoplePicker } from '../../../lib/people/people-picker';
import { problemText } from '../../../lib/problem-text';
import styles from './new-conversation-dialog.module.css';

/** One person makes a direct conversation; several, or the wish for one, make a group. */
export function NewConversationDialog({ onClose }: { onClose: () => void }) {
  const client = useClient();
  const navigate = useNavigate();
  const [chosen, setChosen] = useState<UserProfile[]>([]);
  const [title, setTitle] = useState('');
  const [wantsGroup, setWantsGroup] = useState(false);
  const group = wantsGroup || chosen.length > 1;
  const start = useMutation({
    mutationFn: (body: CreateConversation) => client.call(conversationsApi.create, { body }),
    onSuccess: (conversation) => {
      client.conversations.put(conversation);
      onClose();
      void navigate(`/c/${conversation.id}`);
    },
  });
  const submit = () => {
    const memberIds = chosen.map(({ id }) => id);
    start.mutate(group ? { type: 'group', title: isVisible(title) ? title : titleOf(chosen), memberIds } : { type: 'direct', memberIds });
  };
  const ready = group ? isVisible(title) || chosen.length > 0 : chosen.length === 1;
  return (
    <Dialog
      open
      onOpenChange={onClose}
      title="New conversation"
      footer={
        <Button size="large" variant="primary" disabled={!ready} loading={start.isPending} onClick={submit}>
          {group ? 'Create group' : 'Start chat'}
        </Button>
      }
    >
      <div className={styles.form}>
        {start.error && <Banner kind="danger">{problemText(start.error)}</Banner>}
        {group && (
          <TextField
            label="Group title"
            placeholder={titleOf(chosen) || 'What is it about?'}
            value={title}
            maxLength={conversationLimits.title}
            onChange={(event) => setTitle(event.target.value)}
            autoFocus={wantsGroup}
          />
        )}
        <PeoplePicker chosen={chosen} onChange={setChosen} />
        {chosen.length < 2 && (
          <Switch
            label="Make it a group"
            hint="A group has a title, and people can be added later."
            checked={wantsGroup}
            onChange={(event) => setWantsGroup(event.target.checked)}
          />
        )}
      </div>
    </Dialog>
  );
}

/** A group without a title is called after its people. */
function titleOf(people: readonly UserProfile[]): string {
  return [...people.map(({ displayName }) => displayName).join(', ')].slice(0, conversationLimits.title).join('');
}

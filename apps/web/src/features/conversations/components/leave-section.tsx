import { LogOut, Trash2 } from 'lucide-react';
import { useState } from 'react';

import type { Conversation } from '@hallway/contracts-conversations';
import { Button } from '@hallway/ui';
import { ConfirmDialog } from '@hallway/ui/dialog';

import { useConversationActions } from '../hooks/use-conversation-actions';
import styles from './details-panel.module.css';

const leaveText = 'You no longer see its messages. To come back, you have to be added or invited.';

interface LeaveSectionProps {
  conversation: Conversation;
  onLeft: () => void;
}

/** The ways out of a group. */
export function LeaveSection({ conversation: { id, title, role, memberCount }, onLeft }: LeaveSectionProps) {
  const { leave, destroy } = useConversationActions(id);
  const [question, ask] = useState<'leave' | 'delete' | null>(null);
  const close = () => ask(null);
  // The section goes with the conversation: what comes then must not hang on it.
  const go = (way: typeof leave) => void way.mutateAsync().then(onLeft, close);
  return (
    <section className={styles.section} aria-label="Leave or delete">
      <div className={styles.ways}>
        <Button icon={<LogOut />} onClick={() => ask('leave')}>
          Leave group
        </Button>
        {role === 'owner' && (
          <Button className={styles.delete} icon={<Trash2 />} onClick={() => ask('delete')}>
            Delete group
          </Button>
        )}
      </div>
      {question === 'leave' && (
        <ConfirmDialog
          open
          danger
          onOpenChange={close}
          title={`Leave ${title ?? 'the group'}?`}
          description={role === 'owner' ? ownerText(memberCount) : leaveText}
          confirmLabel="Leave"
          busy={leave.isPending}
          onConfirm={() => go(leave)}
        />
      )}
      {question === 'delete' && (
        <ConfirmDialog
          open
          danger
          onOpenChange={close}
          title={`Delete ${title ?? 'the group'}?`}
          description="Its messages and files are gone for everyone. This cannot be undone."
          confirmLabel="Delete group"
          busy={destroy.isPending}
          onConfirm={() => go(destroy)}
        />
      )}
    </section>
  );
}

/** As the server does it. */
function ownerText(memberCount: number): string {
  if (memberCount === 1) return 'You are alone in it: the group, its messages and its files go with you.';
  return `You are its owner. The admin who has been here longest becomes the owner, or without an admin the member who has. ${leaveText}`;
}

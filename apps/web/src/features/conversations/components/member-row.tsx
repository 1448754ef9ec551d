import { Crown, Ellipsis, MessageSquare, ShieldCheck, ShieldOff, UserMinus } from 'lucide-react';
import { useState } from 'react';

import type { Conversation, Member, MemberRole } from '@hallway/contracts-conversations';
import { IconButton } from '@hallway/ui';
import { ConfirmDialog } from '@hallway/ui/dialog';
import { Menu, MenuItem, MenuSeparator } from '@hallway/ui/menu';

import { useOpenProfile } from '../../../lib/people/open-profile';
import { PresentAvatar } from '../../../lib/people/person-avatar';
import { useStartDirect } from '../../../lib/start-direct';
import { useConversationActions } from '../hooks/use-conversation-actions';
import styles from './details-panel.module.css';

interface MemberRowProps {
  member: Member;
  conversation: Conversation;
  isMe: boolean;
}

const rank: Record<MemberRole, number> = { owner: 2, admin: 1, member: 0 };
const roleNames: Record<MemberRole, string> = { owner: 'Owner', admin: 'Admin', member: '' };

export function MemberRow({ member, conversation, isMe }: MemberRowProps) {
  const openProfile = useOpenProfile();
  const { user, role } = member;
  return (
    <li className={styles.member}>
      <button type="button" className={styles.memberMain} onClick={() => openProfile(member.userId)}>
        <PresentAvatar userId={member.userId} size={32} />
        <span className={styles.memberText}>
          <span className={styles.memberName}>
            {user.displayName}
            {isMe && <span className={styles.note}> (you)</span>}
          </span>
          <span className={styles.note}>@{user.username}</span>
        </span>
        {roleNames[role] && <span className={styles.role}>{roleNames[role]}</span>}
      </button>
      {!isMe && <MemberMenu member={member} conversation={conversation} />}
    </li>
  );
}

type Question = 'remove' | 'hand-over' | null;

function MemberMenu({ member: { userId, role, user }, conversation }: Omit<MemberRowProps, 'isMe'>) {
  const { remove, changeRole } = useConversationActions(conversation.id);
  const startDirect = useStartDirect();
  const [question, ask] = useState<Question>(null);
  const [trigger, setTrigger] = useState<HTMLButtonElement | null>(null);
  const owner = conversation.role === 'owner';
  const above = rank[conversation.role] > rank[role];
  const close = () => ask(null);
  return (
    <>
      <Menu
        align="end"
        trigger={
          <IconButton ref={setTrigger} size="small" label={`Actions for ${user.displayName}`}>
            <Ellipsis />
          </IconButton>
        }
      >
        <MenuItem icon={<MessageSquare />} onSelect={() => void startDirect(userId)}>
          Message
        </MenuItem>
        {owner && role === 'member' && (
          <MenuItem icon={<ShieldCheck />} onSelect={() => changeRole.mutate({ userId, role: 'admin' })}>
            Make admin
          </MenuItem>
        )}
        {owner && role === 'admin' && (
          <MenuItem icon={<ShieldOff />} onSelect={() => changeRole.mutate({ userId, role: 'member' })}>
            Take admin rights away
          </MenuItem>
        )}
        {owner && (
          <MenuItem icon={<Crown />} onSelect={() => ask('hand-over')}>
            Make owner…
          </MenuItem>
        )}
        {above && <MenuSeparator />}
        {above && (
          <MenuItem icon={<UserMinus />} danger onSelect={() => ask('remove')}>
            Remove from group…
          </MenuItem>
        )}
      </Menu>
      {question === 'remove' && (
        <ConfirmDialog
          open
          danger
          onOpenChange={close}
          title={`Remove ${user.displayName}?`}
          description="They no longer see this group or its messages, until they are added again."
          confirmLabel="Remove"
          busy={remove.isPending}
          onConfirm={() => remove.mutate(userId, { onSettled: close })}
          returnFocus={() => trigger}
        />
      )}
      {question === 'hand-over' && (
        <ConfirmDialog
          open
          onOpenChange={close}
          title={`Make ${user.displayName} the owner?`}
          description="There is one owner. You stay as an admin, and only the new owner can give the group back."
          confirmLabel="Make owner"
          busy={changeRole.isPending}
          onConfirm={() => changeRole.mutate({ userId, role: 'owner' }, { onSettled: close })}
          returnFocus={() => trigger}
        />
      )}
    </>
  );
}

import { useMutation } from '@tanstack/react-query';
import { TicketX } from 'lucide-react';
import { useEffect, useRef } from 'react';
import { useNavigate } from 'react-router';

import { HallwayProblem } from '@hallway/client';
import { invitesApi, removed } from '@hallway/contracts-conversations';
import { Button, EmptyState, Spinner } from '@hallway/ui';

import { useClient } from '../lib/client-context';
import { problemText } from '../lib/problem-text';
import styles from './no-conversation.module.css';

/** Joins by an invite link and opens the conversation. */
export function InviteView({ code }: { code: string }) {
  const client = useClient();
  const navigate = useNavigate();
  const { mutate, error } = useMutation({
    mutationFn: () => client.call(invitesApi.accept, { params: { code } }),
    onSuccess: (conversation) => {
      client.conversations.put(conversation);
      void navigate(`/c/${conversation.id}`, { replace: true });
    },
  });
  const asked = useRef<string>(undefined);
  useEffect(() => {
    if (asked.current === code) return;
    asked.current = code;
    mutate();
  }, [code, mutate]);
  if (!error)
    return (
      <div className={styles.place}>
        <Spinner label="Joining" />
      </div>
    );
  return (
    <div className={styles.place}>
      <EmptyState
        icon={<TicketX />}
        title="This invite did not work"
        action={
          <Button variant="primary" onClick={() => void navigate('/', { replace: true })}>
            To my conversations
          </Button>
        }
      >
        {problemText(error)}
        {canAskAgain(error) && ' Ask the person who sent it for a new one.'}
      </EmptyState>
    </div>
  );
}

/** A new link is no help to who was removed, nor where the server has a problem. */
function canAskAgain(error: Error): boolean {
  return error instanceof HallwayProblem && error.status < 500 && error.code !== removed.code;
}

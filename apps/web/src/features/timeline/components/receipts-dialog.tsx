import { useQuery } from '@tanstack/react-query';
import { useEffect, useRef } from 'react';

import type { Message, Receipt } from '@hallway/contracts-messages';
import { Button, Spinner } from '@hallway/ui';
import { Dialog } from '@hallway/ui/dialog';

import { useClient, useStore } from '../../../lib/client-context';
import { PersonAvatar, PersonName } from '../../../lib/people/person-avatar';
import { fullTimeOf, timeOf, whenOf } from '../../../lib/time';
import { receiptsQuery } from '../api/messages';
import styles from './receipts-dialog.module.css';

/** Who has read a message, and whom it has reached so far. */
export function ReceiptsDialog({ message, onClose, returnFocus }: { message: Message; onClose: () => void; returnFocus: () => void }) {
  const client = useClient();
  const { data, isError, refetch } = useQuery(receiptsQuery(client, message.id));
  // Marks go on moving while the list is open; an answer that is older than the last of them is asked for anew.
  const marks = useStore(client.receipts.of(message.conversationId));
  const answered = useRef(marks);
  useEffect(() => {
    if (answered.current === marks) return;
    answered.current = marks;
    void refetch();
  }, [marks, refetch]);
  const others = (receipts: Receipt[]) => receipts.filter(({ userId }) => userId !== message.senderId);
  const read = others(data?.read ?? []);
  const reached = others(data?.delivered ?? []).filter(({ userId }) => !read.some((receipt) => receipt.userId === userId));
  const close = () => {
    onClose();
    returnFocus();
  };
  return (
    <Dialog open onOpenChange={close} title="Seen by" size="small">
      {!data && !isError && (
        <div className={styles.wait}>
          <Spinner label="Loading" />
        </div>
      )}
      {isError && <Button onClick={() => void refetch()}>That could not be loaded. Try again</Button>}
      {data && read.length === 0 && reached.length === 0 && <p className={styles.none}>It has reached no other person yet.</p>}
      {read.length > 0 && <ReceiptList title={`Read by ${read.length}`} receipts={read} />}
      {reached.length > 0 && <ReceiptList title={`Delivered to ${reached.length}`} receipts={reached} />}
    </Dialog>
  );
}

function ReceiptList({ title, receipts }: { title: string; receipts: Receipt[] }) {
  return (
    <section className={styles.group} aria-label={title}>
      <h3 className={styles.title}>{title}</h3>
      <ul role="list">
        {receipts.map(({ userId, at }) => (
          <li key={userId} className={styles.person}>
            <PersonAvatar userId={userId} size={28} />
            <span className={styles.name}>
              <PersonName userId={userId} />
            </span>
            <time className={styles.time} dateTime={at} title={fullTimeOf(at)}>
              {shortTime(at)}
            </time>
          </li>
        ))}
      </ul>
    </section>
  );
}

function shortTime(iso: string): string {
  const [when, time] = [whenOf(iso), timeOf(iso)];
  return when === time ? time : `${when}, ${time}`;
}

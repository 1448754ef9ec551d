import { useMutation } from '@tanstack/react-query';
import { type FormEvent, useState } from 'react';

import { messagesApi } from '@hallway/contracts-messages';
import { Button, TextField } from '@hallway/ui';
import { Dialog } from '@hallway/ui/dialog';

import { useClient } from '../../../lib/client-context';
import { problemText } from '../../../lib/problem-text';
import { dayBefore, dayInput, startOfDayInput } from '../../../lib/time';
import { firstSince } from '../hooks/first-since';
import { useTimeline } from '../hooks/timeline-scope';
import styles from './date-dialog.module.css';

interface DateDialogProps {
  /** The day that was on screen. */
  day: string;
  onJump: (seq: number) => void;
  onClose: () => void;
  returnFocus: () => void;
}

/** Goes to what was said on a day. */
export function DateDialog({ day, onJump, onClose, returnFocus }: DateDialogProps) {
  const { conversationId } = useTimeline();
  const client = useClient();
  const today = dayInput(new Date());
  const [date, setDate] = useState(dayInput(new Date(day)));
  const { mutate, isPending, error } = useMutation({
    mutationFn: (chosen: string) =>
      firstSince(startOfDayInput(chosen), client.conversations.get(conversationId)?.lastSeq ?? 1, async (seq) => {
        const { items } = await client.call(messagesApi.window, { params: { conversationId }, query: { after: seq - 1, limit: 1 } });
        return Date.parse(items[0]?.createdAt ?? '') || Infinity;
      }),
    onSuccess: (seq) => {
      onClose();
      onJump(seq);
    },
  });
  const submit = (event: FormEvent) => {
    event.preventDefault();
    if (date) mutate(date);
  };
  const close = () => {
    onClose();
    returnFocus();
  };
  return (
    <Dialog open onOpenChange={close} title="Jump to a date" size="small">
      <form className={styles.form} onSubmit={submit}>
        <TextField
          label="Date"
          type="date"
          value={date}
          max={today}
          required
          autoFocus
          onChange={(event) => setDate(event.target.value)}
          error={error ? problemText(error) : undefined}
        />
        <div className={styles.ways}>
          <Button onClick={() => mutate(dayBefore(today, 7))}>A week ago</Button>
          <Button onClick={() => mutate(dayBefore(today, 30))}>A month ago</Button>
          <Button onClick={() => mutate('1970-01-02')}>The beginning</Button>
          <Button type="submit" variant="primary" loading={isPending}>
            Jump
          </Button>
        </div>
      </form>
    </Dialog>
  );
}

import { randomUUID } from 'node:crypto';

import { createClient } from '@hallway/client';
import { messagesApi } from '@hallway/contracts-messages';

import type { LabUser } from '../clients/lab-user';
import { Backup, type RestoredMessage, storedMessages } from '../lab/restored';
import type { Fault } from './fault';

/** A backup that is taken while people are at it, on another machine. */
export const backupFaults: Fault[] = [
  {
    id: 'F37',
    title: 'a backup is taken under load, and restored into an empty machine',
    boundMs: 5_000,
    ackGapMs: 1_000,
    async harm({ lab, users, begin, heal }) {
      const before = await storedMessages(lab.databaseUrl);
      begin('backup');
      const backup = await Backup.take(lab);
      heal('backup');
      try {
        await backup.restored(async ({ url, databaseUrl }) => {
          const restored = await storedMessages(databaseUrl);
          compare(before, restored, await storedMessages(lab.databaseUrl));
          await goesOn(url, users.places[0]!.owner, users.places[0]!.id, restored);
        });
      } finally {
        backup.discard();
      }
    },
  },
];

type Messages = ReadonlyMap<string, RestoredMessage>;

/** Everything from before the backup is in it, nothing else but what came later, and nothing is moved or has another text. */
function compare(before: Messages, restored: Messages, now: Messages): void {
  const lost = [...before.keys()].filter((id) => !restored.has(id));
  if (lost.length > 0) throw new Error(`${lost.length} messages from before the backup are not in it`);
  const wrong = [...restored.values()].filter((message) => !isSame(message, now.get(message.id)));
  if (wrong.length > 0) throw new Error(`${wrong.length} messages of the backup are others than on the machine that it was taken of`);
  const last = new Map<string, number>();
  const counts = new Map<string, number>();
  for (const { conversation_id: of, seq } of restored.values()) {
    last.set(of, Math.max(last.get(of) ?? 0, Number(seq)));
    counts.set(of, (counts.get(of) ?? 0) + 1);
  }
  for (const [of, count] of counts) if (count !== last.get(of)) throw new Error(`Of ${last.get(of)} messages of a conversation the backup has ${count}`);
}

/** Edited since, it has another text and a higher `rev`. */
function isSame(message: RestoredMessage, now: RestoredMessage | undefined): boolean {
  if (!now) return false;
  const edited = Number(now.rev) > Number(message.rev);
  return (
    now.conversation_id === message.conversation_id && now.seq === message.seq && now.sender_id === message.sender_id && (edited || now.body === message.body)
  );
}

/** Who was there signs in with the same password, and what is sent gets the next number. */
async function goesOn(url: string, person: LabUser, conversationId: string, restored: Messages): Promise<void> {
  const client = createClient({ url, auth: { transport: 'body' } });
  try {
    await client.session.login({ login: person.username, password: person.password });
    const last = [...restored.values()]
      .filter((message) => message.conversation_id === conversationId)
      .reduce((most, { seq }) => Math.max(most, Number(seq)), 0);
    const { seq } = await client.call(messagesApi.send, { params: { conversationId }, body: { clientMessageId: randomUUID(), body: 'after the restore' } });
    if (seq !== last + 1) throw new Error(`After message ${last} of the backup came ${seq}`);
  } finally {
    client.close();
  }
}

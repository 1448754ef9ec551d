import { randomUUID } from 'node:crypto';

import { waitUntil } from '../../../local-stack/processes.mjs';
import { withDatabase } from '../lab/database';
import type { Lab } from '../lab/lab';
import { readMachinery } from '../lab/state-reader';
import type { Fault } from './fault';

/** Longer than all tries of a handler. */
const PUT_ASIDE_MS = 60_000;

/** Harm that comes as an event. */
export const eventFaults: Fault[] = [
  {
    id: 'F31',
    title: 'a poison event: no handler can ever take it',
    boundMs: 5_000,
    ackGapMs: 0,
    needs: { own: true },
    poison: 1,
    async harm({ lab, begin, heal, pass }) {
      begin('a member-added without a user');
      await withDatabase(lab.databaseUrl, async (client) => {
        await client.query('set search_path to conversations');
        const payload = JSON.stringify({ conversationId: randomUUID(), userId: 'nobody', rev: 1 });
        await client.query('select outbox_append($1::uuid[], $2, $3, $4, null)', [
          [randomUUID()],
          ['conversations.member-added.v1'],
          [randomUUID()],
          [payload],
        ]);
      });
      if (!(await waitUntil(() => isPutAside(lab), PUT_ASIDE_MS, 300))) throw new Error('The poison event was not put aside');
      await pass(3_000);
      heal('a member-added without a user');
    },
  },
];

async function isPutAside(lab: Lab): Promise<boolean> {
  const { deadLetters } = await readMachinery(lab);
  return deadLetters > 0;
}

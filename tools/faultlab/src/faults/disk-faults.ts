import { createHash, randomBytes } from 'node:crypto';

import { HallwayProblem, isRetryable } from '@hallway/client';

import { waitUntil } from '../../../local-stack/processes.mjs';
import type { LabDevice } from '../clients/lab-device';
import { noSmallDisks } from '../lab/small-disk';
import type { Fault } from './fault';

const FULL_MS = 10_000;
const BACK_MS = 30_000;
const file = { name: 'picture.bin', type: 'application/octet-stream', size: 2_000_000 };

/** Disks that fill up, and have room again. */
export const diskFaults: Fault[] = [
  {
    id: 'F22',
    title: 'the disk of PostgreSQL is full for 10 s',
    boundMs: 10_000,
    needs: { smallDisk: 'postgres' },
    cannot: noSmallDisks,
    async harm({ lab, begin, heal, pass }) {
      begin('the disk of postgres');
      lab.disk.fill();
      await pass(FULL_MS);
      lab.disk.free();
      heal('the disk of postgres');
    },
  },
  {
    id: 'F23',
    title: 'the disk of uploads is full for 10 s',
    boundMs: 5_000,
    ackGapMs: 0,
    needs: { smallDisk: 'uploads' },
    cannot: noSmallDisks,
    async harm({ lab, users, begin, heal, pass }) {
      const { first } = users.present[0]!;
      const bytes = new Uint8Array(randomBytes(file.size));
      begin('the disk of uploads');
      lab.disk.fill();
      const refusal = await upload(first, bytes).then(
        () => undefined,
        (error: unknown) => error,
      );
      if (!(refusal instanceof HallwayProblem) || refusal.status !== 503)
        throw new Error('An upload for which there is no room was not refused with 503', { cause: refusal });
      await pass(FULL_MS);
      lab.disk.free();
      heal('the disk of uploads');
      if (!(await waitUntil(() => isKept(first, bytes), BACK_MS, 500))) throw new Error('With room again, an upload did not come back as it was');
    },
  },
];

function upload({ client }: LabDevice, data: Uint8Array) {
  return client.uploads.upload({ ...file, data });
}

/** Uploads it and looks whether all of it is there. */
async function isKept(device: LabDevice, data: Uint8Array): Promise<boolean> {
  try {
    const { sha256 } = await upload(device, data);
    return sha256 === createHash('sha256').update(data).digest('hex');
  } catch (error) {
    if (isRetryable(error)) return false;
    throw error;
  }
}

import { appendFileSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

import type { HistoryEvent } from './history-event';
import { HistoryWriter, loadHistory } from './history-file';

const folder = mkdtempSync(join(tmpdir(), 'hallway-history-'));
afterAll(() => rmSync(folder, { recursive: true }));

const events: HistoryEvent[] = [
  { type: 'invoked', t: 1, op: 1, user: 'u', device: 'd', operation: { kind: 'read', conversationId: 'c', seq: 3 } },
  { type: 'answered', t: 2.5, op: 1 },
];

const written = async (name: string): Promise<string> => {
  const writer = new HistoryWriter(join(folder, name));
  for (const event of events) writer.append(event);
  await writer.close();
  return writer.path;
};

describe('a history file', () => {
  it('gives back what was written', async () => {
    expect(await loadHistory(await written('whole'))).toEqual(events);
  });

  it('leaves out a last line that was cut off', async () => {
    const path = await written('cut');
    appendFileSync(path, '{"type":"answered","t":3,"o');
    expect(await loadHistory(path)).toEqual(events);
  });

  it('names a line that is no event', async () => {
    const path = join(folder, 'broken');
    writeFileSync(path, '{"type":"answered","t":1,"op":1}\nnonsense\n{"type":"answered","t":2,"op":2}\n');
    await expect(loadHistory(path)).rejects.toThrow('Line 2');
  });

  it('tells when it cannot be written', async () => {
    const writer = new HistoryWriter(join(folder, 'nowhere', 'at', 'all'));
    await expect(writer.close()).rejects.toThrow('ENOENT');
    expect(() => writer.append(events[0]!)).toThrow('ENOENT');
  });
});

import type { DeclaredUpload } from '@hallway/contracts-uploads';

import { settled } from '../../test/fake-clock.ts';
import { OutboxBench } from '../../test/outbox-bench.ts';
import { HallwayProblem, NetworkProblem } from '../http/client-problem.ts';
import type { TransferOptions } from './file-transfers.ts';
import type { OutboxFile } from './outbox-message.ts';

const fileOf = (name: string): OutboxFile => ({ name, type: 'text/plain', size: 3, data: new Uint8Array([1, 2, 3]) });

/** Uploads that end when the test says so. */
class Transfers {
  readonly begun: string[] = [];
  readonly seen: OutboxFile[] = [];
  current: (TransferOptions & { done(id: string): void; fail(error: Error): void }) | undefined;

  readonly upload = (file: OutboxFile, options: TransferOptions): Promise<string> => {
    this.begun.push(file.name);
    this.seen.push(file);
    return new Promise((resolve, reject) => {
      options.signal.addEventListener('abort', () => reject(options.signal.reason));
      this.current = { ...options, done: resolve, fail: reject };
    });
  };
}

async function writing(...names: string[]) {
  const transfers = new Transfers();
  const bench = new OutboxBench({ upload: transfers.upload });
  await bench.outbox.start('ana');
  const message = await bench.outbox.enqueue({ conversationId: 'c', body: 'see', files: names.map(fileOf) });
  await settled();
  const share = (index: number) => bench.progress.of(message.clientMessageId, index).getSnapshot();
  const files = () => bench.outbox.of('c')[0]?.files;
  return { transfers, bench, id: message.clientMessageId, share, files };
}

describe('files of a waiting message', () => {
  it('go one after another, and say how far they are', async () => {
    const { transfers, bench, share } = await writing('a', 'b');
    expect([share(0), share(1)]).toEqual([0, null]);
    transfers.current?.onProgress(0.5);
    expect([share(0), share(1)]).toEqual([0.5, null]);
    transfers.current?.done('upload-a');
    await settled();
    expect(transfers.begun).toEqual(['a', 'b']);
    expect(share(1)).toBe(0);
    transfers.current?.done('upload-b');
    await settled();
    expect([share(0), share(1)]).toEqual([null, null]);
    expect(bench.texts('c')).toEqual(['see']);
  });

  it('are not sent again when only a later one failed', async () => {
    const { transfers, bench } = await writing('a', 'b');
    transfers.current?.done('upload-a');
    await settled();
    transfers.current?.fail(new NetworkProblem('failed'));
    await settled();
    await bench.clock.advance(30_000);
    expect(transfers.begun).toEqual(['a', 'b', 'b']);
  });

  it('go on with what was declared, and begin anew when the user retries', async () => {
    const { transfers, bench, id, files } = await writing('a');
    const declared = { id: 'upload-a' } as Parameters<TransferOptions['onDeclared']>[0];
    await transfers.current?.onDeclared(declared);
    expect(files()?.[0]?.declared).toBe(declared);
    transfers.current?.fail(new NetworkProblem('failed'));
    await settled();
    await bench.clock.advance(30_000);
    expect(transfers.seen[1]?.declared).toBe(declared);
    transfers.current?.fail(new HallwayProblem({ code: 'quota-exceeded', status: 413, title: 'Your storage quota is used up' }));
    await settled();
    expect(bench.outbox.of('c')[0]).toMatchObject({ state: 'failed', problem: { code: 'quota-exceeded' } });
    await bench.outbox.retry(id);
    await settled();
    expect(transfers.seen[2]?.declared).toBeUndefined();
  });

  it('can be taken off one by one; the others go on', async () => {
    const { transfers, bench, id, files } = await writing('a', 'b');
    const first = transfers.current?.signal;
    await bench.outbox.dropFile(id, 0);
    await settled();
    expect(first?.aborted).toBe(true);
    expect(files()?.map(({ name }) => name)).toEqual(['b']);
    expect(transfers.begun).toEqual(['a', 'b']);
    transfers.current?.done('upload-b');
    await settled();
    expect(bench.texts('c')).toEqual(['see']);
  });

  it('stop with their message, which is not sent then', async () => {
    const { transfers, bench, id, share } = await writing('a');
    await bench.outbox.discard(id);
    await bench.clock.advance(60_000);
    expect(transfers.current?.signal.aborted).toBe(true);
    expect([bench.states(), bench.texts('c'), share(0)]).toEqual([[], [], null]);
  });

  it('take a message along of which nothing else is left', async () => {
    const transfers = new Transfers();
    const bench = new OutboxBench({ upload: transfers.upload });
    await bench.outbox.start('ana');
    const { clientMessageId } = await bench.outbox.enqueue({ conversationId: 'c', body: '', files: [fileOf('a')] });
    await settled();
    await bench.outbox.dropFile(clientMessageId, 0);
    await bench.clock.advance(60_000);
    expect([bench.states(), bench.texts('c')]).toEqual([[], []]);
  });

  it('are uploaded anew when a refused message is written again', async () => {
    const { transfers, bench, id } = await writing('a', 'b');
    transfers.current?.done('upload-a');
    await settled();
    await transfers.current?.onDeclared({ id: 'declared-b' } as DeclaredUpload);
    transfers.current?.fail(new HallwayProblem({ code: 'upload-expired', status: 409, title: 'expired' }));
    await settled();
    expect(bench.states()).toEqual(['see failed']);
    const begun = transfers.begun.length;
    await bench.outbox.rewrite(id, 'look');
    for (const _file of ['a', 'b']) {
      await settled();
      transfers.current?.done('again');
    }
    await settled();
    expect(transfers.begun.slice(begun)).toEqual(['a', 'b']);
    expect(transfers.seen.slice(begun)).toEqual([fileOf('a'), fileOf('b')]);
    expect(bench.texts('c')).toEqual(['look']);
  });
});

import type { DeclaredUpload } from '@hallway/contracts-uploads';

import type { UploadProgress } from '../uploads/upload-progress.ts';
import type { OutboxFile, OutboxMessage } from './outbox-message.ts';

/** The transfer was called off; nothing went wrong. */
export class TransferStopped extends Error {
  override readonly name = 'TransferStopped';
}

export interface TransferOptions {
  onProgress(share: number): void;
  onDeclared(declared: DeclaredUpload): Promise<void>;
  signal: AbortSignal;
}

export interface TransferPorts {
  /** Uploads a file, and resolves to the id of the upload. */
  upload(file: OutboxFile, options: TransferOptions): Promise<string>;
  /** Keeps what is known of the files now, so that a reload goes on from there. */
  keep(clientMessageId: string, files: OutboxFile[]): Promise<void>;
  progress: UploadProgress;
}

/** Sends the files of waiting messages ahead, one after another. */
export class FileTransfers {
  private readonly running = new Map<string, AbortController>();

  constructor(private readonly ports: TransferPorts) {}

  /** Resolves to the ids of all uploads, in the order of the files. */
  async run({ clientMessageId, files }: OutboxMessage): Promise<string[]> {
    const abort = new AbortController();
    const done = [...files];
    const keep = async (index: number, file: OutboxFile) => {
      abort.signal.throwIfAborted();
      done[index] = file;
      await this.ports.keep(clientMessageId, [...done]);
      abort.signal.throwIfAborted();
    };
    this.running.set(clientMessageId, abort);
    try {
      for (const [index, file] of files.entries()) {
        if (file.uploadId) continue;
        this.ports.progress.report(clientMessageId, index, 0);
        const uploadId = await this.ports.upload(file, {
          signal: abort.signal,
          onProgress: (share) => {
            if (!abort.signal.aborted) this.ports.progress.report(clientMessageId, index, share);
          },
          onDeclared: (declared) => keep(index, { ...file, declared }),
        });
        const { declared: _used, ...rest } = file;
        await keep(index, { ...rest, uploadId });
      }
      return done.flatMap((file) => file.uploadId ?? []);
    } finally {
      this.running.delete(clientMessageId);
      this.ports.progress.clear(clientMessageId);
    }
  }

  /** Calls a transfer off; `false` when none is under way. */
  stop(clientMessageId: string): boolean {
    const running = this.running.get(clientMessageId);
    running?.abort(new TransferStopped());
    return running !== undefined;
  }

  stopAll(): void {
    for (const id of this.running.keys()) this.stop(id);
  }
}

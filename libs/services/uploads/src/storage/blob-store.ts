import type { Readable } from 'node:stream';

import type { UploadHeaders } from '@hallway/contracts-uploads';

/** Inclusive byte positions, as in a Range header. */
export interface ByteRange {
  start: number;
  end: number;
}

export interface PutTarget {
  url: string;
  headers: UploadHeaders;
}

/**
 * Where bytes live, by key. Two implementations, one suite: a folder, and an object store.
 * Keys are made by us (upload-keys.ts), never from a file's name.
 */
export abstract class BlobStore {
  /** Where a client may send the bytes without us; `undefined` when they must come through this service. */
  abstract putTarget(key: string, type: string, size: number, seconds: number): Promise<PutTarget | undefined>;

  /** Stores a stream whole or not at all. */
  abstract write(key: string, bytes: Readable): Promise<void>;

  /** Takes over a finished file of this machine; the file is gone afterwards. */
  abstract adopt(key: string, path: string): Promise<void>;

  /**
   * Puts the bytes that lie under a key now under another one too, without sending them anywhere.
   * A later write to the first does not change the second.
   * @returns whether there were any
   */
  abstract copy(from: string, to: string): Promise<boolean>;

  abstract read(key: string, range?: ByteRange): Promise<Readable>;

  /** Removing what is not there is fine. */
  abstract remove(key: string): Promise<void>;

  /** The keys that begin with the id of an upload, or with `sent/`; only those last written before a time when one is given. */
  abstract list(prefix: string, before?: Date): Promise<string[]>;

  /** @throws when the store cannot be used */
  abstract check(): Promise<void>;
}

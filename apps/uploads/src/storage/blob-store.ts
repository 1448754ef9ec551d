import type { Readable } from 'node:stream';

/** Inclusive byte positions, as in a Range header. */
export interface ByteRange {
  start: number;
  end: number;
}

export interface PutTarget {
  url: string;
  headers: Record<string, string>;
}

/**
 * Where bytes live, by key. Two implementations, one suite: a folder, and an object store.
 * Keys are made by us (`<uuid>` or `<uuid>.thumb`), never from a file's name.
 */
export abstract class BlobStore {
  /** Where a client may send the bytes without us; `undefined` when they must come through this service. */
  abstract putTarget(key: string, type: string, size: number, seconds: number): Promise<PutTarget | undefined>;

  /** Stores a stream whole or not at all. */
  abstract write(key: string, bytes: Readable): Promise<void>;

  /** Takes over a finished file of this machine; the file is gone afterwards. */
  abstract adopt(key: string, path: string): Promise<void>;

  /** Size in bytes, or `undefined` when there is nothing. */
  abstract size(key: string): Promise<number | undefined>;

  abstract read(key: string, range?: ByteRange): Promise<Readable>;

  /** Removing what is not there is fine. */
  abstract remove(key: string): Promise<void>;

  /** @throws when the store cannot be used */
  abstract check(): Promise<void>;
}

/** All that may lie under one upload: what was sent, its copy without metadata, smaller pictures. */
export const blobNames = ['original', 'clean', 'thumb', 'preview'] as const;

/** They lie beside each other. */
export function blobKey(uploadId: string, name: string): string {
  return name === 'original' ? uploadId : `${uploadId}.${name}`;
}

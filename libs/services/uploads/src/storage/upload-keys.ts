import { v7 as uuidv7 } from 'uuid';

import type { VariantName } from '@hallway/contracts-uploads';

import type { BlobStore } from './blob-store';

/** Begins every key that clients write to; nothing under it is ever served. */
export const sentPrefix = 'sent/';

/** Where the bytes of an upload come in. They may be replaced at any time, also after it is finished. */
export function sentKey(uploadId: string): string {
  return sentPrefix + uploadId;
}

/** A new key, which no other writer has or will have. */
export function newContentKey(uploadId: string): string {
  return `${uploadId}-${uuidv7()}`;
}

/** Smaller pictures lie beside their original: the same key with another ending. */
export function variantKey(contentKey: string, variant: Exclude<VariantName, 'original'>): string {
  return `${contentKey.replace(/\.\w+$/, '')}.${variant}`;
}

/** Removes what is stored of an upload, but for one content with its smaller pictures. */
export async function removeContents(blobs: BlobStore, uploadId: string, kept?: string): Promise<void> {
  const keys = new Set(await blobs.list(uploadId));
  if (kept) for (const key of [kept, variantKey(kept, 'thumb'), variantKey(kept, 'preview')]) keys.delete(key);
  await Promise.all([...keys].map((key) => blobs.remove(key)));
}

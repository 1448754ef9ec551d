import { useSyncExternalStore } from 'react';

import { messageLimits } from '@hallway/contracts-messages';
import { plainFileName, uploadLimits } from '@hallway/contracts-uploads';

import { fileSize } from '../../../lib/file-size';
import { useUserStore } from '../../../lib/person/user-stores';

/** A file that is to go with the next message. */
export interface SelectedFile {
  id: number;
  name: string;
  file: File;
}

export interface FileSelection {
  files: readonly SelectedFile[];
  /** Why something was not taken; empty when all was well. */
  fault: string;
}

const empty: FileSelection = { files: [], fault: '' };

/** The files chosen and not sent, by conversation. They outlive a look into another conversation, not a reload. */
export class SelectedFiles {
  private readonly selectedFiles = new Map<string, FileSelection>();
  private readonly listeners = new Set<() => void>();
  private lastId = 0;

  readonly of = (conversationId: string): FileSelection => this.selectedFiles.get(conversationId) ?? empty;

  readonly subscribe = (listener: () => void): (() => void) => {
    this.listeners.add(listener);
    return () => this.listeners.delete(listener);
  };

  /** Puts files in behind the others, as far as they may be sent, and says what may not. */
  add(conversationId: string, chosen: Iterable<File>): void {
    const { files } = this.of(conversationId);
    const all = [...chosen];
    const fitting = all.filter((file) => refusalOf(file) === undefined);
    const taken = fitting.slice(0, Math.max(0, messageLimits.attachments - files.length));
    const faults = all.flatMap((file) => refusalOf(file) ?? []);
    const surplus = fitting.length - taken.length;
    if (surplus > 0)
      faults.push(`A message takes ${messageLimits.attachments} files. ${surplus === 1 ? `${nameOf(fitting.at(-1))} was` : `${surplus} were`} left out.`);
    const added = taken.map((file) => ({ id: (this.lastId += 1), name: nameOf(file), file }));
    this.set(conversationId, { files: [...files, ...added], fault: faults.join(' ') });
  }

  remove(conversationId: string, id: number): void {
    this.set(conversationId, { files: this.of(conversationId).files.filter((file) => file.id !== id), fault: '' });
  }

  say(conversationId: string, fault: string): void {
    this.set(conversationId, { ...this.of(conversationId), fault });
  }

  clear(conversationId: string): void {
    this.set(conversationId, empty);
  }

  /** Puts back what could not be sent, before what was chosen since. */
  restore(conversationId: string, files: readonly SelectedFile[], fault: string): void {
    this.set(conversationId, { files: [...files, ...this.of(conversationId).files], fault });
  }

  private set(conversationId: string, fileSelection: FileSelection): void {
    this.selectedFiles.set(conversationId, fileSelection);
    for (const listener of this.listeners) listener();
  }
}

export function useFileSelection(conversationId: string): [FileSelection, SelectedFiles] {
  const selectedFiles = useUserStore(SelectedFiles);
  return [useSyncExternalStore(selectedFiles.subscribe, () => selectedFiles.of(conversationId)), selectedFiles];
}

function refusalOf(file: File): string | undefined {
  if (file.size > uploadLimits.maxBytes) return `${nameOf(file)} is ${fileSize(file.size)}. A file may have ${fileSize(uploadLimits.maxBytes)}.`;
  // A folder comes as a file without bytes, or cannot be told from one.
  if (file.size === 0) return `${nameOf(file)} is empty, or a folder. It cannot be sent.`;
  return undefined;
}

/** As it will be kept, so that one sees it before it is sent. A pasted picture has no name of its own. */
function nameOf(file: File | undefined): string {
  return plainFileName(file?.name ?? '') || 'picture.png';
}

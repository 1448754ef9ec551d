import { isVisible } from '@hallway/contracts-core';

/** A message shows something: text, or at least a file. */
export function isEmpty(body: string, attachments: readonly unknown[]): boolean {
  return attachments.length === 0 && !isVisible(body);
}

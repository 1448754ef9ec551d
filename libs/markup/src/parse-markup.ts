import { isVisible } from '@hallway/contracts-core';

import { engineFor } from './markdown-engine.ts';
import type { BlockNode } from './markup-node.ts';
import { nodeText } from './node-text.ts';
import { blockNodes } from './token-tree.ts';

/** Longer text is cut before it is parsed; the contract refuses it anyway: 16,000 characters, each of one unit or two. */
export const maxMarkupLength = 32_000;

/**
 * Parses a message body. Never throws, never yields HTML, and gives every non-blank body
 * something to show.
 */
export function parseMarkup(body: string): BlockNode[] {
  const text = body.slice(0, maxMarkupLength);
  const blocks = blockNodes(engineFor(text).parse(text, {}));
  // `#` alone is an empty heading to markdown, and a message to the person who sent it.
  return isVisible(nodeText(blocks)) || !isVisible(text) ? blocks : [{ type: 'paragraph', children: [{ type: 'text', text }] }];
}

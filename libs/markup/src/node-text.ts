import type { BlockNode, InlineNode, MarkupNode } from './markup-node.ts';

/** The words of a tree without marks; blocks, rows and line breaks are separated by line feeds. */
export function nodeText(blocks: BlockNode[]): string {
  return blocks.map(blockText).join('\n');
}

function blockText(block: BlockNode): string {
  switch (block.type) {
    case 'paragraph':
    case 'heading':
      return inlineText(block.children);
    case 'quote':
      return nodeText(block.children);
    case 'list':
      return block.items.map((item, index) => [block.markers[index], nodeText(item)].filter(Boolean).join(' ')).join('\n');
    case 'fence':
      return block.text;
    case 'table':
      return [block.head, ...block.rows].map((row) => row.map(inlineText).join(' ')).join('\n');
    case 'rule':
      return '---';
  }
}

/** The words of a line without marks. */
export function inlineText(nodes: InlineNode[]): string {
  return nodes.map(oneInlineText).join('');
}

function oneInlineText(node: InlineNode): string {
  if (node.type === 'break') {
    return '\n';
  }
  return 'children' in node ? inlineText(node.children) : node.text;
}

/** Calls `visit` for each node of the tree, parents first, in reading order. */
export function walkMarkup(nodes: MarkupNode[], visit: (node: MarkupNode) => void): void {
  for (const node of nodes) {
    visit(node);
    if (node.type === 'list') {
      node.items.forEach((item) => walkMarkup(item, visit));
    } else if (node.type === 'table') {
      [node.head, ...node.rows].forEach((row) => row.forEach((cell) => walkMarkup(cell, visit)));
    } else if ('children' in node) {
      walkMarkup(node.children, visit);
    }
  }
}

import type { Token } from 'markdown-it';

import { fenceLanguage } from './fence-language.ts';
import { inlineNodes } from './inline-tree.ts';
import type { BlockNode, ColumnAlign, InlineNode, ListNode, TableNode } from './markup-node.ts';

/** A walk over the flat token list; every reader leaves it after the token that closes its block. */
class TokenReader {
  private at = 0;

  constructor(private readonly tokens: Token[]) {}

  next(): Token | undefined {
    return this.tokens[this.at++];
  }
}

/** Turns block tokens into the plain tree. */
export function blockNodes(tokens: Token[]): BlockNode[] {
  return readBlocks(new TokenReader(tokens), '');
}

function readBlocks(reader: TokenReader, close: string, seen?: (token: Token) => void): BlockNode[] {
  const blocks: BlockNode[] = [];
  for (let token = reader.next(); token && token.type !== close; token = reader.next()) {
    seen?.(token);
    const block = readBlock(reader, token);
    if (block) {
      blocks.push(block);
    }
  }
  return blocks;
}

function readBlock(reader: TokenReader, token: Token): BlockNode | null {
  switch (token.type) {
    case 'paragraph_open':
      return { type: 'paragraph', children: readInline(reader) };
    case 'heading_open':
      return readHeading(reader, token);
    case 'blockquote_open':
      return { type: 'quote', children: readBlocks(reader, 'blockquote_close') };
    case 'bullet_list_open':
      return readList(reader, 'bullet_list_close');
    case 'ordered_list_open':
      return readList(reader, 'ordered_list_close');
    case 'fence':
      return readFence(token);
    case 'table_open':
      return readTable(reader);
    case 'hr':
      return { type: 'rule' };
    default:
      return null;
  }
}

/** One without words would be invisible. */
function readHeading(reader: TokenReader, { tag, markup }: Token): BlockNode {
  const children = readInline(reader);
  return children.length > 0 ? { type: 'heading', level: Number(tag.slice(1)), children } : { type: 'paragraph', children: [{ type: 'text', text: markup }] };
}

/** What stands behind the opening marks and is no language was typed as code. */
function readFence({ info, content }: Token): BlockNode {
  const language = fenceLanguage(info);
  const first = language === '' ? info.trim() : '';
  return { type: 'fence', language, text: [first, content.replace(/\n$/, '')].filter((part) => part !== '').join('\n') };
}

/** The one inline token of a block, and past the token that closes the block. */
function readInline(reader: TokenReader): InlineNode[] {
  const nodes = inlineNodes(reader.next()?.children ?? []);
  reader.next();
  return nodes;
}

function readList(reader: TokenReader, close: string): ListNode {
  const ordered = close === 'ordered_list_close';
  const markers: string[] = [];
  const items: BlockNode[][] = [];
  let tight = true;
  const seen = (token: Token) => {
    // markdown-it hides the paragraphs of a tight list.
    tight = tight && (token.type !== 'paragraph_open' || token.hidden);
  };
  for (let item = reader.next(); item && item.type !== close; item = reader.next()) {
    if (ordered) markers.push(item.info + item.markup);
    items.push(readBlocks(reader, 'list_item_close', seen));
  }
  return { type: 'list', ordered, markers, tight, items };
}

function readTable(reader: TokenReader): TableNode {
  const table: TableNode = { type: 'table', align: [], head: [], rows: [] };
  let row: InlineNode[][] = table.head;
  for (let token = reader.next(); token && token.type !== 'table_close'; token = reader.next()) {
    if (token.type === 'th_open') {
      table.align.push(alignOf(token));
      row.push(readInline(reader));
    } else if (token.type === 'td_open') {
      row.push(readInline(reader));
    } else if (token.type === 'tr_open' && table.align.length > 0) {
      table.rows.push((row = []));
    } else if (token.type === 'tr_close' && row !== table.head) {
      dropEmptyTail(row);
    }
  }
  return table;
}

function dropEmptyTail(row: InlineNode[][]): void {
  while (row.length > 0 && row[row.length - 1]?.length === 0) {
    row.pop();
  }
}

function alignOf(token: Token): ColumnAlign | null {
  const style = String(token.attrGet('style'));
  if (style.endsWith('left')) {
    return 'start';
  }
  if (style.endsWith('right')) {
    return 'end';
  }
  return style.endsWith('center') ? 'center' : null;
}

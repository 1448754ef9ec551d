import type { Token } from 'markdown-it';
import { inlineNodes } from './inline-tree';
import type { BlockNode, ColumnAlign, InlineNode, ListNode, TableNode } from './markup-node';

/** A walk over the flat token list; every reader leaves it after the token that closes its block. */
class TokenReader {
  private at = 0;

  constructor(private readonly tokens: Token[]) {}

  next(): Token | undefined {
    return this.tokens[this.at++];
  }

  /** True, and past the token, when the next one is of this type. */
  skip(type: string): boolean {
    const found = this.tokens[this.at]?.type === type;
    this.at += found ? 1 : 0;
    return found;
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
      return { type: 'heading', level: Number(token.tag.slice(1)), children: readInline(reader) };
    case 'blockquote_open':
      return { type: 'quote', children: readBlocks(reader, 'blockquote_close') };
    case 'bullet_list_open':
      return readList(reader, token, 'bullet_list_close');
    case 'ordered_list_open':
      return readList(reader, token, 'ordered_list_close');
    case 'fence':
      return { type: 'fence', language: languageOf(token.info), text: token.content.replace(/\n$/, '') };
    case 'table_open':
      return readTable(reader);
    case 'hr':
      return { type: 'rule' };
    default:
      return null;
  }
}

/** The one inline token of a block, and past the token that closes the block. */
function readInline(reader: TokenReader): InlineNode[] {
  const nodes = inlineNodes(reader.next()?.children ?? []);
  reader.next();
  return nodes;
}

function readList(reader: TokenReader, open: Token, close: string): ListNode {
  const items: BlockNode[][] = [];
  let tight = true;
  const seen = (token: Token) => {
    // markdown-it hides the paragraphs of a tight list.
    tight = tight && (token.type !== 'paragraph_open' || token.hidden);
  };
  while (!reader.skip(close) && reader.skip('list_item_open')) {
    items.push(readBlocks(reader, 'list_item_close', seen));
  }
  return { type: 'list', ordered: close === 'ordered_list_close', start: Number(open.attrGet('start') ?? 1), tight, items };
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

function languageOf(info: string): string {
  const word = info.trim().split(/\s/, 1)[0] ?? '';
  return /^[a-z0-9_+#.-]{1,30}$/i.test(word) ? word.toLowerCase() : '';
}

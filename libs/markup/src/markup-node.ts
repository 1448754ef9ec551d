/** A run of characters, shown as they are. */
export interface TextNode {
  type: 'text';
  text: string;
}

/** A line break inside a paragraph. */
export interface BreakNode {
  type: 'break';
}

/** Inline code. */
export interface CodeNode {
  type: 'code';
  text: string;
}

/** `@name`. `name` is lower case and without the sign; `text` is what was typed. */
export interface MentionNode {
  type: 'mention';
  name: string;
  text: string;
}

/** A link whose address passed the link policy. */
export interface LinkNode {
  type: 'link';
  href: string;
  children: InlineNode[];
}

/** Emphasis, strong text or struck text. */
export interface MarkNode {
  type: 'emphasis' | 'strong' | 'strike';
  children: InlineNode[];
}

/** What may stand inside a line of text. */
export type InlineNode = TextNode | BreakNode | CodeNode | MentionNode | LinkNode | MarkNode;

/** A paragraph of text. */
export interface ParagraphNode {
  type: 'paragraph';
  children: InlineNode[];
}

/** A heading; `level` is 1 to 6. */
export interface HeadingNode {
  type: 'heading';
  level: number;
  children: InlineNode[];
}

/** Quoted blocks. */
export interface QuoteNode {
  type: 'quote';
  children: BlockNode[];
}

/** A list. A tight one has no blank lines between its items; `markers` are the numbers of an ordered one as typed, such as `3.`. */
export interface ListNode {
  type: 'list';
  ordered: boolean;
  markers: string[];
  tight: boolean;
  items: BlockNode[][];
}

/** A block of code; `language` is empty when none, or an odd one, was named. */
export interface FenceNode {
  type: 'fence';
  language: string;
  text: string;
}

/** How a table column is aligned, as logical directions. */
export type ColumnAlign = 'start' | 'center' | 'end';

/** A table. A row may hold fewer cells than the head; missing ones are empty. */
export interface TableNode {
  type: 'table';
  align: (ColumnAlign | null)[];
  head: InlineNode[][];
  rows: InlineNode[][][];
}

/** A line across the message. */
export interface RuleNode {
  type: 'rule';
}

/** What a message is made of. */
export type BlockNode = ParagraphNode | HeadingNode | QuoteNode | ListNode | FenceNode | TableNode | RuleNode;

/** Any node of a parsed message: plain data that survives JSON. */
export type MarkupNode = BlockNode | InlineNode;

import fc from 'fast-check';

import { hostileStrings } from '../test/hostile-strings.ts';
import { isEmojiOnly } from './emoji-only.ts';
import type { BlockNode, MarkupNode } from './markup-node.ts';
import { mentionNames } from './mention-names.ts';
import { nodeText, walkMarkup } from './node-text.ts';
import { maxMarkupLength, parseMarkup } from './parse-markup.ts';
import { plainText } from './plain-text.ts';

const nodeTypes = new Set([
  'paragraph',
  'heading',
  'list',
  'quote',
  'code',
  'fence',
  'table',
  'rule',
  'emphasis',
  'strong',
  'strike',
  'link',
  'mention',
  'text',
  'break',
]);

function allNodes(blocks: BlockNode[]): MarkupNode[] {
  const nodes: MarkupNode[] = [];
  walkMarkup(blocks, (node) => nodes.push(node));
  return nodes;
}

function depth(value: unknown): number {
  if (typeof value !== 'object' || value === null) {
    return 0;
  }
  return 1 + Math.max(0, ...Object.values(value).map(depth));
}

function isSound(node: MarkupNode): boolean {
  if (node.type === 'mention') {
    return /^[a-z0-9_.-]{3,32}$/.test(node.name);
  }
  if (node.type !== 'link') {
    return nodeTypes.has(node.type);
  }
  const inside = allNodes([{ type: 'paragraph', children: node.children }]).map((child) => child.type);
  return (
    /^(https?:\/\/|mailto:)[^\s<>"]+$/i.test(node.href) &&
    ['http:', 'https:', 'mailto:'].includes(new URL(node.href).protocol) &&
    inside.length > 1 &&
    !inside.includes('link') &&
    !inside.includes('mention')
  );
}

/** What must hold for every text, however it is meant. */
function checkTree(body: string): void {
  const blocks = parseMarkup(body);
  const nodes = allNodes(blocks);
  // One expectation for all nodes: thousands of single ones would dominate the run.
  expect(nodes.filter((node) => !isSound(node))).toEqual([]);
  // Work and memory grow with the text, and not faster.
  expect(nodes.length).toBeLessThanOrEqual(2 * body.length + 10);
  expect(JSON.stringify(blocks).length).toBeLessThanOrEqual(100 * body.length + 200);
  expect(depth(blocks)).toBeLessThan(160);
  if (body.slice(0, maxMarkupLength).trim() !== '') {
    expect(nodes.some((node) => node.type === 'rule') || nodeText(blocks).trim() !== '').toBe(true);
  }
  expect(JSON.parse(JSON.stringify(blocks))).toEqual(blocks);
}

const markdownish = fc
  .array(
    fc.oneof(
      fc.constantFrom(
        ...'*_~`[]()<>!#|-+:@\\&\n \t"\'='.split(''),
        '```',
        'https://',
        'www.',
        'mailto:',
        'javascript:',
        '@ana',
        '> ',
        '- ',
        '1. ',
        '| a |',
        '|---|',
      ),
      fc.string({ unit: 'grapheme', maxLength: 5 }),
    ),
    { maxLength: 120 },
  )
  .map((parts) => parts.join(''));

describe('hostile text', () => {
  it('has more than a hundred samples', () => {
    expect(new Set(hostileStrings).size).toBeGreaterThan(200);
  });

  it.each(hostileStrings.map((body): [string, string] => [JSON.stringify(body).slice(0, 60), body]))('survives %s', (_name, body) => {
    checkTree(body);
    expect(plainText(body, 100).length).toBeLessThanOrEqual(100);
    isEmojiOnly(body);
  });
});

describe('any text', () => {
  it('gives a bounded tree with allowed links only', () => {
    fc.assert(fc.property(markdownish, checkTree), { numRuns: 1_000 });
    fc.assert(fc.property(fc.string({ unit: 'binary', maxLength: 400 }), checkTree), { numRuns: 500 });
  });

  it('finds only names that are written in the text', () => {
    fc.assert(
      fc.property(markdownish, (body) => {
        for (const name of mentionNames(body)) {
          expect(body.toLowerCase()).toContain(`@${name}`);
        }
      }),
      { numRuns: 1_000 },
    );
  });

  it('finds a name wherever a sentence may put it', () => {
    const name = fc.stringMatching(/^[a-z0-9_][a-z0-9_.-]{1,30}[a-z0-9_]$/);
    const before = fc.constantFrom('', ' ', '(', '"', '> ', '- ', '**', 'hi\n', '你', '…', ', ');
    const after = fc.constantFrom('', ' ', ')', '.', '...', ', ok', '!', '?', ':', '\n', '**', '你', ' @ana');
    fc.assert(
      fc.property(before, name, after, (left, found, right) => {
        expect(mentionNames(`${left}@${found}${right}`)).toContain(found);
      }),
      { numRuns: 1_000 },
    );
  });

  it('never finds a name inside code', () => {
    fc.assert(
      fc.property(fc.stringMatching(/^[a-z0-9]{3,20}$/), (name) => {
        expect(mentionNames(`\`@${name}\`\n\n\`\`\`\n@${name}\n\`\`\``)).toEqual([]);
      }),
    );
  });

  it('reads a text without marks back as it was', () => {
    fc.assert(
      fc.property(fc.stringMatching(/^[a-z][a-z ,.;?]{0,200}[a-z]$/), (words) => {
        expect(plainText(words)).toBe(words.replace(/ +/g, ' '));
      }),
    );
  });
});

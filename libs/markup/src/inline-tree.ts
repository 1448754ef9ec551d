import type { Token } from 'markdown-it';

import { isVisible } from '@hallway/contracts-core';

import { isAllowedHref } from './link-policy.ts';
import { maxNesting } from './markdown-engine.ts';
import type { InlineNode, LinkNode, MarkNode } from './markup-node.ts';
import { inlineText } from './node-text.ts';

const markTypes: Record<string, MarkNode['type']> = { em_open: 'emphasis', strong_open: 'strong', s_open: 'strike' };

/** Turns inline tokens into nodes. */
export function inlineNodes(tokens: Token[]): InlineNode[] {
  const builder = new InlineBuilder();
  tokens.forEach((token) => builder.add(token));
  return builder.finish();
}

/** Keeps the open marks on a stack of its own, so that hostile nesting cannot exhaust the call stack. */
class InlineBuilder {
  private readonly root: InlineNode[] = [];
  private readonly open: InlineNode[][] = [];
  private linkDepth = 0;

  add(token: Token): void {
    switch (token.type) {
      case 'text':
        return this.addText(token.content);
      case 'mention':
        return this.addMention(token.content);
      case 'code_inline':
        return this.addNode({ type: 'code', text: token.content });
      case 'softbreak':
      case 'hardbreak':
        return this.addNode({ type: 'break' });
      case 'image':
        return this.addImage(token);
      case 'link_open':
        return this.openLink(token);
      case 'link_close':
        this.linkDepth -= 1;
        return this.close();
      default:
        return this.addMark(token);
    }
  }

  finish(): InlineNode[] {
    return this.root;
  }

  private addMark(token: Token): void {
    const type = markTypes[token.type];
    if (type) {
      this.openNode({ type, children: [] });
    } else if (token.nesting === -1) {
      this.close();
    }
  }

  private addText(text: string): void {
    const siblings = this.siblings();
    const last = siblings[siblings.length - 1];
    if (last?.type === 'text') {
      last.text += text;
    } else if (text !== '') {
      siblings.push({ type: 'text', text });
    }
  }

  private addMention(text: string): void {
    if (this.linkDepth > 0) {
      this.addText(text);
    } else {
      this.addNode({ type: 'mention', name: text.slice(1).toLowerCase(), text });
    }
  }

  /** Pictures come from uploads only; one in the text is shown as a link to it. */
  private addImage(token: Token): void {
    const href = String(token.attrGet('src') ?? '');
    const label = token.content || href;
    if (this.linkDepth > 0 || !isAllowedHref(href)) {
      this.addText(label);
    } else {
      this.addNode({ type: 'link', href, children: [{ type: 'text', text: label }] });
    }
  }

  private openLink(token: Token): void {
    this.linkDepth += 1;
    this.openNode({ type: 'link', href: String(token.attrGet('href') ?? ''), children: [] });
  }

  /** What is nested deeper than the cap joins its parent: the words stay, the mark goes. */
  private openNode(node: MarkNode | LinkNode): void {
    const siblings = this.siblings();
    if (this.open.length >= maxNesting) {
      this.open.push(siblings);
      return;
    }
    siblings.push(node);
    this.open.push(node.children);
  }

  private close(): void {
    const children = this.open.pop();
    const parent = this.siblings();
    const last = parent[parent.length - 1];
    // A link without words would be invisible.
    if (last?.type === 'link' && last.children === children && !isVisible(inlineText(children))) {
      children.splice(0, children.length, { type: 'text', text: last.href });
    }
  }

  private addNode(node: InlineNode): void {
    this.siblings().push(node);
  }

  private siblings(): InlineNode[] {
    return this.open[this.open.length - 1] ?? this.root;
  }
}

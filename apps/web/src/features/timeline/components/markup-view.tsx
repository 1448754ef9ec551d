import { type CSSProperties, Fragment, type ReactNode } from 'react';
import { type BlockNode, type InlineNode, isEmojiOnly, MarkupCache } from '@hallway/markup';
import { classNames } from '@hallway/ui';
import { useTabStop } from '../hooks/timeline-scope';
import { type MentionScope, useTold } from '../hooks/use-told';
import { CodeBlock } from './code-block';
import styles from './markup-view.module.css';

const cache = new MarkupCache();

/** A message's text as elements; never as HTML. */
export function MarkupView({ id, rev, body, ...scope }: { id: string; rev: number; body: string } & MentionScope) {
  return <div className={classNames(styles.text, isEmojiOnly(body) && styles.emoji)} dir="auto">{blocks(cache.get(id, rev, body), scope, id)}</div>;
}

function blocks(nodes: readonly BlockNode[], scope: MentionScope, place: string): ReactNode {
  return nodes.map((node, i) => <Fragment key={i}>{block(node, scope, `${place}-${i}`)}</Fragment>);
}

function block(node: BlockNode, scope: MentionScope, place: string): ReactNode {
  switch (node.type) {
    case 'paragraph':
      return <p>{inlines(node.children, scope)}</p>;
    case 'heading':
      return <p className={styles.heading}>{inlines(node.children, scope)}</p>;
    case 'quote':
      return <blockquote>{blocks(node.children, scope, place)}</blockquote>;
    case 'list': {
      const items = node.items.map((item, i) => <li key={i} style={numberStyle(node.markers[i])}>{blocks(item, scope, `${place}-${i}`)}</li>);
      return node.ordered ? <ol>{items}</ol> : <ul>{items}</ul>;
    }
    case 'fence':
      return <CodeBlock text={node.text} place={place} />;
    case 'rule':
      return <hr />;
    case 'table':
      return (
        <table>
          <thead><tr>{node.head.map((cell, i) => <th key={i}>{inlines(cell, scope)}</th>)}</tr></thead>
          <tbody>{node.rows.map((row, i) => <tr key={i}>{row.map((cell, j) => <td key={j}>{inlines(cell, scope)}</td>)}</tr>)}</tbody>
        </table>
      );
  }
}

/** The number as it was typed, whatever the count says. */
function numberStyle(marker: string | undefined): CSSProperties | undefined {
  return marker === undefined ? undefined : { listStyleType: `"${marker} "` };
}

function inlines(nodes: readonly InlineNode[], scope: MentionScope): ReactNode {
  return nodes.map((node, i) => <Fragment key={i}>{inline(node, scope)}</Fragment>);
}

function inline(node: InlineNode, scope: MentionScope): ReactNode {
  switch (node.type) {
    case 'text':
      return node.text;
    case 'code':
      return <code>{node.text}</code>;
    case 'break':
      return <br />;
    case 'mention':
      return <Mention name={node.name} scope={scope}>{node.text}</Mention>;
    case 'link':
      return <Link href={node.href}>{inlines(node.children, scope)}</Link>;
    case 'emphasis':
      return <em>{inlines(node.children, scope)}</em>;
    case 'strong':
      return <strong>{inlines(node.children, scope)}</strong>;
    case 'strike':
      return <s>{inlines(node.children, scope)}</s>;
  }
}

function Link({ href, children }: { href: string; children: ReactNode }) {
  return <a href={href} title={href} target="_blank" rel="noopener noreferrer nofollow" tabIndex={useTabStop()}>{children}</a>;
}

/** A name that tells nobody is a word like any other. */
function Mention({ name, scope, children }: { name: string; scope: MentionScope; children: string }) {
  const told = useTold(name, scope);
  return told === 'nobody' ? children : <span className={told === 'me' ? styles.mentionMe : styles.mention}>{children}</span>;
}

import { type CSSProperties, Fragment, type ReactNode } from 'react';
import { type BlockNode, type InlineNode, isEmojiOnly, MarkupCache } from '@hallway/markup';
import { classNames } from '@hallway/ui';
import { useTabStop } from '../hooks/timeline-scope';
import { CodeBlock } from './code-block';
import styles from './markup-view.module.css';

const cache = new MarkupCache();

/** A message's text as elements; never as HTML. */
export function MarkupView({ id, rev, body, myName }: { id: string; rev: number; body: string; myName: string }) {
  return <div className={classNames(styles.text, isEmojiOnly(body) && styles.emoji)} dir="auto">{blocks(cache.get(id, rev, body), myName, id)}</div>;
}

function blocks(nodes: readonly BlockNode[], me: string, place: string): ReactNode {
  return nodes.map((node, i) => <Fragment key={i}>{block(node, me, `${place}-${i}`)}</Fragment>);
}

function block(node: BlockNode, me: string, place: string): ReactNode {
  switch (node.type) {
    case 'paragraph':
      return <p>{inlines(node.children, me)}</p>;
    case 'heading':
      return <p className={styles.heading}>{inlines(node.children, me)}</p>;
    case 'quote':
      return <blockquote>{blocks(node.children, me, place)}</blockquote>;
    case 'list': {
      const items = node.items.map((item, i) => <li key={i} style={numberStyle(node.markers[i])}>{blocks(item, me, `${place}-${i}`)}</li>);
      return node.ordered ? <ol>{items}</ol> : <ul>{items}</ul>;
    }
    case 'fence':
      return <CodeBlock text={node.text} place={place} />;
    case 'rule':
      return <hr />;
    case 'table':
      return (
        <table>
          <thead><tr>{node.head.map((cell, i) => <th key={i}>{inlines(cell, me)}</th>)}</tr></thead>
          <tbody>{node.rows.map((row, i) => <tr key={i}>{row.map((cell, j) => <td key={j}>{inlines(cell, me)}</td>)}</tr>)}</tbody>
        </table>
      );
  }
}

/** The number as it was typed, whatever the count says. */
function numberStyle(marker: string | undefined): CSSProperties | undefined {
  return marker === undefined ? undefined : { listStyleType: `"${marker} "` };
}

function inlines(nodes: readonly InlineNode[], me: string): ReactNode {
  return nodes.map((node, i) => <Fragment key={i}>{inline(node, me)}</Fragment>);
}

function inline(node: InlineNode, me: string): ReactNode {
  switch (node.type) {
    case 'text':
      return node.text;
    case 'code':
      return <code>{node.text}</code>;
    case 'break':
      return <br />;
    case 'mention':
      return <span className={node.name === me ? styles.mentionMe : styles.mention}>{node.text}</span>;
    case 'link':
      return <Link href={node.href}>{inlines(node.children, me)}</Link>;
    case 'emphasis':
      return <em>{inlines(node.children, me)}</em>;
    case 'strong':
      return <strong>{inlines(node.children, me)}</strong>;
    case 'strike':
      return <s>{inlines(node.children, me)}</s>;
  }
}

function Link({ href, children }: { href: string; children: ReactNode }) {
  return <a href={href} title={href} target="_blank" rel="noopener noreferrer nofollow" tabIndex={useTabStop()}>{children}</a>;
}

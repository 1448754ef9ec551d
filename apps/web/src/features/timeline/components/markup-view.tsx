import { type CSSProperties, Fragment, type ReactNode } from 'react';

import { type BlockNode, type InlineNode, isEmojiOnly, MarkupCache } from '@hallway/markup';
import { classNames } from '@hallway/ui';

import { useTabStop } from '../hooks/timeline-scope';
import { type MentionScope, useMentionTarget } from '../hooks/use-mention-target';
import { CodeBlock } from './code-block';
import styles from './markup-view.module.css';
import { TableView } from './table-view';
import { TaskBox, taskOf } from './task-item';

const cache = new MarkupCache();

/** A message's text as elements; never as HTML. */
export function MarkupView({ id, rev, body, ...scope }: { id: string; rev: number; body: string } & MentionScope) {
  return (
    <div className={classNames(styles.text, isEmojiOnly(body) && styles.emoji)} dir="auto">
      {blocks(cache.get(id, rev, body), scope, id)}
    </div>
  );
}

function blocks(nodes: readonly BlockNode[], scope: MentionScope, place: string): ReactNode {
  return nodes.map((node, i) => <Fragment key={i}>{block(node, scope, `${place}-${i}`)}</Fragment>);
}

function block(node: BlockNode, scope: MentionScope, place: string): ReactNode {
  switch (node.type) {
    case 'paragraph':
      return <p>{inlines(node.children, scope)}</p>;
    case 'heading':
      return (
        <p className={styles.heading} data-level={Math.min(node.level, 3)}>
          {inlines(node.children, scope)}
        </p>
      );
    case 'quote':
      return <blockquote>{blocks(node.children, scope, place)}</blockquote>;
    case 'list': {
      const items = node.items.map((item, i) => {
        const task = taskOf(item);
        return (
          <li key={i} style={numberStyle(node.markers[i])} className={task && styles.task}>
            {task && <TaskBox done={task.done} />}
            {blocks(task?.rest ?? item, scope, `${place}-${i}`)}
          </li>
        );
      });
      return node.ordered ? <ol>{items}</ol> : <ul>{items}</ul>;
    }
    case 'fence':
      return <CodeBlock text={node.text} language={node.language} place={place} />;
    case 'rule':
      return <hr />;
    case 'table':
      return <TableView table={node} renderCell={(cell) => inlines(cell, scope)} />;
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
      return <code dir="ltr">{node.text}</code>;
    case 'break':
      return <br />;
    case 'mention':
      return (
        <Mention name={node.name} scope={scope}>
          {node.text}
        </Mention>
      );
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
  return (
    <a href={href} title={href} target="_blank" rel="noopener noreferrer nofollow" tabIndex={useTabStop()}>
      {children}
    </a>
  );
}

/** A name that mentions no user is a word like any other. */
function Mention({ name, scope, children }: { name: string; scope: MentionScope; children: string }) {
  const target = useMentionTarget(name, scope);
  return target === 'none' ? children : <span className={target === 'me' ? styles.mentionMe : styles.mention}>{children}</span>;
}

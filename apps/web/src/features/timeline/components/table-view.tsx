import type { CSSProperties, ReactNode } from 'react';

import type { InlineNode, TableNode } from '@hallway/markup';

import { useTabStop } from '../hooks/timeline-scope';
import styles from './table-view.module.css';

interface TableViewProps {
  table: TableNode;
  renderCell: (cell: readonly InlineNode[]) => ReactNode;
}

/** A table keeps its columns and is scrolled sideways when it is wider than the message. */
export function TableView({ table: { align, head, rows }, renderCell }: TableViewProps) {
  const tabIndex = useTabStop();
  const style = (column: number): CSSProperties | undefined => {
    const textAlign = align[column];
    return textAlign ? { textAlign } : undefined;
  };
  return (
    <div className={styles.frame} role="region" aria-label="Table" tabIndex={tabIndex}>
      <table>
        <thead>
          <tr>
            {head.map((cell, i) => (
              <th key={i} scope="col" style={style(i)}>
                {renderCell(cell)}
              </th>
            ))}
          </tr>
        </thead>
        <tbody>
          {rows.map((row, i) => (
            <tr key={i}>
              {head.map((_, j) => (
                <td key={j} style={style(j)}>
                  {renderCell(row[j] ?? [])}
                </td>
              ))}
            </tr>
          ))}
        </tbody>
      </table>
    </div>
  );
}

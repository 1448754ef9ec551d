import type { ReactNode } from 'react';

import styles from './main.module.css';

/** The main part of the page, which skip links and F6 lead to. */
export function Main({ children }: { children: ReactNode }) {
  return (
    <main className={styles.main} id="main" data-landmark tabIndex={-1}>
      {children}
    </main>
  );
}

import { type ReactNode, useId } from 'react';

import { BrandMark } from './brand-mark';
import styles from './sign-in-page.module.css';

interface SignInCardProps {
  title: string;
  lead: string;
  children: ReactNode;
  /** Below the card. */
  foot?: ReactNode;
}

/** The page of those who are not signed in: one card in the middle. */
export function SignInCard({ title, lead, children, foot }: SignInCardProps) {
  const titleId = useId();
  return (
    <main className={styles.page}>
      <div className={styles.column}>
        <div className={styles.brand}>
          <BrandMark />
          Hallway
        </div>
        <section className={styles.card} aria-labelledby={titleId}>
          <header>
            <h1 id={titleId} className={styles.title}>
              {title}
            </h1>
            <p className={styles.lead}>{lead}</p>
          </header>
          {children}
        </section>
        {foot}
      </div>
    </main>
  );
}

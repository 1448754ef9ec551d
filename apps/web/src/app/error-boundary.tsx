import { TriangleAlert } from 'lucide-react';
import { Component, type ErrorInfo, type ReactNode } from 'react';

import { Button, EmptyState } from '@hallway/ui';

import { copyText } from '../lib/device/clipboard';
import styles from './error-boundary.module.css';

interface ErrorBoundaryProps {
  /** What is broken, for the details. */
  where: string;
  children: ReactNode;
}

interface ErrorBoundaryState {
  details: string | null;
}

/** Keeps a fault in one part of the page from taking the rest with it. */
export class ErrorBoundary extends Component<ErrorBoundaryProps, ErrorBoundaryState> {
  override state: ErrorBoundaryState = { details: null };

  static getDerivedStateFromError(error: unknown): ErrorBoundaryState {
    return { details: error instanceof Error ? `${error.name}: ${error.message}` : String(error) };
  }

  override componentDidCatch(error: unknown, info: ErrorInfo): void {
    const stack = error instanceof Error ? error.stack : '';
    this.setState({ details: [this.props.where, window.location.pathname, new Date().toISOString(), stack, info.componentStack].join('\n') });
  }

  override render(): ReactNode {
    const { details } = this.state;
    if (details === null) return this.props.children;
    const actions = (
      <span className={styles.actions}>
        <Button variant="primary" onClick={() => window.location.reload()}>
          Reload
        </Button>
        <Button onClick={() => void copyText(details)}>Copy details</Button>
      </span>
    );
    return (
      <div className={styles.fault} role="alert">
        <EmptyState icon={<TriangleAlert />} title="This part has stopped working" action={actions}>
          Your messages are safe. Reload to go on; the details help the people who run Hallway here.
        </EmptyState>
      </div>
    );
  }
}

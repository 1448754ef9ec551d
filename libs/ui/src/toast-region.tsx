import { CircleAlert, CircleCheck, Info, X } from 'lucide-react';
import { useEffect, useRef, useState, useSyncExternalStore } from 'react';

import { useAnnounce } from './announcer';
import { classNames } from './class-names';
import { IconButton } from './icon-button';
import styles from './toast-region.module.css';
import type { Toast, ToastStore } from './toast-store';

const icons = { info: Info, success: CircleCheck, danger: CircleAlert };

export interface ToastRegionProps {
  store: ToastStore;
  /** Name of the region. */
  label?: string;
  dismissLabel?: string;
}

/** Shows the toasts of a store; once, inside the AnnouncerProvider. Their time stands still under the pointer and the focus. */
export function ToastRegion({ store, label = 'Notices', dismissLabel = 'Dismiss' }: ToastRegionProps) {
  const toasts = useSyncExternalStore(store.subscribe, store.snapshot, store.snapshot);
  const [paused, setPaused] = useState(false);
  useAnnounceNew(toasts);
  const dismiss = (id: number) => {
    // The card under the pointer goes without a leave event.
    setPaused(false);
    store.dismiss(id);
  };
  return (
    <section
      aria-label={label}
      className={styles.region}
      onPointerEnter={() => setPaused(true)}
      onPointerLeave={() => setPaused(false)}
      onFocus={() => setPaused(true)}
      onBlur={() => setPaused(false)}
    >
      <ol role="list" className={styles.list}>
        {toasts.map((toast) => (
          <ToastCard key={toast.id} toast={toast} paused={paused} dismissLabel={dismissLabel} onDismiss={() => dismiss(toast.id)} />
        ))}
      </ol>
    </section>
  );
}

interface ToastCardProps {
  toast: Toast;
  paused: boolean;
  dismissLabel: string;
  onDismiss: () => void;
}

function ToastCard({ toast, paused, dismissLabel, onDismiss }: ToastCardProps) {
  const Icon = icons[toast.kind];
  useTimeout(onDismiss, paused ? null : toast.durationMs);
  return (
    <li className={classNames(styles.toast, styles[toast.kind])} onKeyDown={(event) => event.key === 'Escape' && onDismiss()}>
      <Icon className={styles.icon} aria-hidden="true" />
      <span className={styles.text}>{toast.text}</span>
      {toast.action && (
        <button
          type="button"
          className={styles.action}
          onClick={() => {
            toast.action?.run();
            onDismiss();
          }}
        >
          {toast.action.label}
        </button>
      )}
      <IconButton label={dismissLabel} size="small" className={styles.close} onClick={onDismiss}>
        <X />
      </IconButton>
    </li>
  );
}

/** The cards are not a live region themselves: their buttons would be read out with them. */
function useAnnounceNew(toasts: readonly Toast[]): void {
  const announce = useAnnounce();
  const announced = useRef(0);
  useEffect(() => {
    for (const toast of toasts.filter(({ id }) => id > announced.current)) {
      announced.current = toast.id;
      announce(toast.text, toast.kind === 'danger' ? 'assertive' : 'polite');
    }
  }, [announce, toasts]);
}

function useTimeout(run: () => void, ms: number | null): void {
  const latest = useRef(run);
  useEffect(() => {
    latest.current = run;
  });
  useEffect(() => {
    if (ms === null) {
      return undefined;
    }
    const timer = setTimeout(() => latest.current(), ms);
    return () => clearTimeout(timer);
  }, [ms]);
}

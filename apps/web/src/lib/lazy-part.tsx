import { type ComponentType, type ReactNode, useEffect, useState } from 'react';

import { Banner, Button } from '@hallway/ui';

import styles from './lazy-part.module.css';

/** Where a part is in the page: in its place, or over everything else. */
type Placing = 'inside' | 'over';

interface Around {
  /** Stands for it while it is on its way; with `onGiveUp`, also when it does not come. */
  fallback?: ReactNode;
  /** The reader no longer waits for it; without this, its own `onClose`. */
  onGiveUp?: () => void;
}

interface LazyPart<Props extends object> {
  (props: Props & Around): ReactNode;
  /** Fetches it ahead of time, if that works. */
  prefetch: () => void;
}

/**
 * A part of the page that is fetched when it is first shown. When it cannot be, because there is no network or because the
 * server has moved on to another version, the page stays as it is, with a word why and a way to try again.
 */
export function lazyPart<Props extends object>(load: () => Promise<ComponentType<Props>>, placing: Placing = 'inside'): LazyPart<Props> {
  let loaded: ComponentType<Props> | undefined;
  const fetched = async () => (loaded ??= await load());
  const Part: LazyPart<Props> = ({ fallback, onGiveUp, ...props }) => {
    const [state, setState] = useState<'here' | 'asked' | 'missing'>(loaded ? 'here' : 'asked');
    useEffect(() => {
      if (state === 'asked')
        fetched().then(
          () => setState('here'),
          () => setState('missing'),
        );
    }, [state]);
    const Ready = loaded;
    if (Ready) return <Ready {...(props as unknown as Props)} />;
    if (state !== 'missing') return fallback;
    const retry = () => void restoreStyles().then(() => setState('asked'));
    return (
      <>
        {onGiveUp && fallback}
        <MissingPart placing={placing} onRetry={retry} onClose={onGiveUp ?? (props as { onClose?: () => void }).onClose} />
      </>
    );
  };
  // Opening it asks again, and shows what went wrong then.
  Part.prefetch = () => void fetched().catch(() => undefined);
  return Part;
}

interface MissingPartProps {
  placing: Placing;
  onRetry: () => void;
  onClose: (() => void) | undefined;
}

function MissingPart({ placing, onRetry, onClose }: MissingPartProps) {
  useEffect(() => {
    window.addEventListener('online', onRetry);
    return () => window.removeEventListener('online', onRetry);
  });
  const actions = (
    <span className={styles.actions}>
      <Button size="small" variant="primary" onClick={onRetry}>
        Try again
      </Button>
      {navigator.onLine && (
        <Button size="small" onClick={() => window.location.reload()}>
          Reload the page
        </Button>
      )}
      {onClose && (
        <Button size="small" variant="quiet" onClick={() => onClose()}>
          Close
        </Button>
      )}
    </span>
  );
  return (
    <div className={styles.missing} data-placing={placing}>
      <Banner kind="warning" action={actions}>
        {missingText()}
      </Banner>
    </div>
  );
}

function missingText(): string {
  if (!navigator.onLine) return 'This part has not been loaded yet, and there is no network. It opens as soon as there is.';
  return 'This part could not be loaded. Hallway may have been updated meanwhile: reload the page when it suits you.';
}

/** A style sheet that could not be fetched stays in the page as a dead link, which would count as there the next time. */
async function restoreStyles(): Promise<void> {
  const dead = [...document.querySelectorAll<HTMLLinkElement>('link[rel="stylesheet"]')].filter(({ sheet }) => sheet === null);
  await Promise.all(
    dead.map(
      (link) =>
        new Promise<void>((resolve) => {
          const again = link.cloneNode() as HTMLLinkElement;
          again.onload = again.onerror = () => resolve();
          link.replaceWith(again);
        }),
    ),
  );
}

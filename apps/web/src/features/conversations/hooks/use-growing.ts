import { useEffect, useState } from 'react';

const step = 100;

/** How many rows of a long list are on the page: more as the reader comes near the end, and as many as `atLeast`. */
export function useGrowing(atLeast: number) {
  const [wanted, setWanted] = useState(step);
  const [end, setEnd] = useState<HTMLElement | null>(null);
  const shown = Math.max(wanted, atLeast);
  useEffect(() => {
    if (!end) return;
    const observer = new IntersectionObserver(
      ([entry]) => {
        if (entry?.isIntersecting) setWanted(shown + step);
      },
      { rootMargin: '600px' },
    );
    observer.observe(end);
    return () => observer.disconnect();
  }, [end, shown]);
  return { shown, endRef: setEnd };
}

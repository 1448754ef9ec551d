import { useEffect, useState } from 'react';

import type { Arrival } from './use-opening';

const flashMs = 1_500;

/** The message that the reader was just brought to; for a moment. */
export function useFlash(arrival: Arrival | null): number | null {
  const [past, setPast] = useState(0);
  const n = arrival?.n ?? 0;
  useEffect(() => {
    const timer = setTimeout(() => setPast(n), flashMs);
    return () => clearTimeout(timer);
  }, [n]);
  return arrival?.to.at === 'row' && arrival.to.flash && past < n ? arrival.to.seq : null;
}

import { useState } from 'react';

import { deviceStorage } from '../../../lib/device/device-storage';

/** Is the formatting bar shown? Not before it is asked for; on a phone not for long, elsewhere as it was left. */
export function useFormatBar(): { shown: boolean; toggle: () => void } {
  const phone = window.matchMedia('(max-width: 639px)').matches;
  const [shown, setShown] = useState(() => !phone && deviceStorage.read('format-bar', { shown: false }).shown);
  const toggle = () => {
    setShown(!shown);
    if (!phone) deviceStorage.write('format-bar', { shown: !shown });
  };
  return { shown, toggle };
}

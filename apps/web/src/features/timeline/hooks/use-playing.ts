import { useState } from 'react';

import type { Attachment } from '@hallway/contracts-uploads';

import { useMotion } from '../../../lib/use-motion';

/** What is fetched and decoded without being asked for. */
const ownAccordBytes = 8 * 1024 * 1024;

/** Whether an animated picture moves: by itself when it is small and the reader allows motion, otherwise once they ask. */
export function usePlaying(picture: Pick<Attachment, 'id' | 'animated' | 'size'> | undefined): { playing: boolean; play: (() => void) | undefined } {
  const mayMove = useMotion();
  const [requested, setRequested] = useState<string>();
  if (!picture?.animated) return { playing: false, play: undefined };
  const playing = requested === picture.id || (mayMove && picture.size <= ownAccordBytes);
  return { playing, play: playing ? undefined : () => setRequested(picture.id) };
}

import { useMedia } from '../../../lib/use-media';

/** Lines where there is room beside the conversation, a strip of pictures where there is little, cards where the list is alone. */
export type ListLook = 'lines' | 'strip' | 'cards';

export function useListLook(): ListLook {
  const wide = useMedia('(min-width: 960px)');
  const phone = useMedia('(max-width: 639px)');
  return wide ? 'lines' : phone ? 'cards' : 'strip';
}

import type { SearchStart } from '../features/search/components/search-dialog';
import { HeldKeys } from '../lib/held-keys';
import { lazyPart } from '../lib/lazy-part';

/** What lies over the chat; at most one at a time. */
export type Overlay =
  { kind: 'new' } | { kind: 'switcher' } | { kind: 'search'; start: SearchStart } | { kind: 'shortcuts' } | { kind: 'profile'; userId: string };

const NewConversationDialog = lazyPart(
  async () => (await import('../features/conversations/components/new-conversation-dialog')).NewConversationDialog,
  'over',
);
const SwitcherDialog = lazyPart(async () => (await import('../features/conversations/components/switcher-dialog')).SwitcherDialog, 'over');
const SearchDialog = lazyPart(async () => (await import('../features/search/components/search-dialog')).SearchDialog, 'over');
const ShortcutsDialog = lazyPart(async () => (await import('./shortcuts-dialog')).ShortcutsDialog, 'over');
const ProfileDialog = lazyPart(async () => (await import('../features/people/components/profile-dialog')).ProfileDialog, 'over');

/** Fetches what is likely to be opened first. */
export function prefetchOverlays(): void {
  for (const part of [SwitcherDialog, NewConversationDialog, SearchDialog]) part.prefetch();
}

interface OverlaysProps {
  overlay: Overlay | null;
  open: (overlay: Overlay | null) => void;
}

export function Overlays({ overlay, open }: OverlaysProps) {
  if (overlay === null) return null;
  const close = () => open(null);
  return (
    <>
      {overlay.kind === 'new' && <NewConversationDialog fallback={<HeldKeys />} onClose={close} />}
      {overlay.kind === 'switcher' && (
        <SwitcherDialog fallback={<HeldKeys />} onClose={close} onSearch={(text) => open({ kind: 'search', start: { criteria: { text } } })} />
      )}
      {overlay.kind === 'search' && <SearchDialog fallback={<HeldKeys />} start={overlay.start} onClose={close} />}
      {overlay.kind === 'shortcuts' && <ShortcutsDialog onClose={close} />}
      {overlay.kind === 'profile' && <ProfileDialog userId={overlay.userId} onClose={close} />}
    </>
  );
}

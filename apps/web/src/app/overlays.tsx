import { lazy, Suspense } from 'react';

/** What lies over the chat; at most one at a time. */
export type Overlay =
  | { kind: 'new' }
  | { kind: 'switcher' }
  | { kind: 'search'; conversationId?: string; text?: string }
  | { kind: 'settings' }
  | { kind: 'shortcuts' }
  | { kind: 'profile'; userId: string };

const parts = {
  new: () => import('../features/conversations/components/new-conversation-dialog'),
  switcher: () => import('../features/conversations/components/switcher-dialog'),
  search: () => import('../features/search/components/search-dialog'),
  settings: () => import('../features/session/components/settings-dialog'),
  shortcuts: () => import('./shortcuts-dialog'),
  profile: () => import('../features/people/components/profile-dialog'),
};

const NewConversationDialog = lazy(() => parts.new().then((part) => ({ default: part.NewConversationDialog })));
const SwitcherDialog = lazy(() => parts.switcher().then((part) => ({ default: part.SwitcherDialog })));
const SearchDialog = lazy(() => parts.search().then((part) => ({ default: part.SearchDialog })));
const SettingsDialog = lazy(() => parts.settings().then((part) => ({ default: part.SettingsDialog })));
const ShortcutsDialog = lazy(() => parts.shortcuts().then((part) => ({ default: part.ShortcutsDialog })));
const ProfileDialog = lazy(() => parts.profile().then((part) => ({ default: part.ProfileDialog })));

/** Fetches what is likely to be opened first. */
export function prefetchOverlays(): void {
  void Promise.allSettled([parts.switcher(), parts.new(), parts.search()]);
}

interface OverlaysProps {
  overlay: Overlay | null;
  open: (overlay: Overlay | null) => void;
}

export function Overlays({ overlay, open }: OverlaysProps) {
  if (overlay === null) return null;
  const close = () => open(null);
  return (
    <Suspense>
      {overlay.kind === 'new' && <NewConversationDialog onClose={close} />}
      {overlay.kind === 'switcher' && <SwitcherDialog onClose={close} onSearch={(text) => open({ kind: 'search', text })} />}
      {overlay.kind === 'search' && <SearchDialog conversationId={overlay.conversationId} text={overlay.text} onClose={close} />}
      {overlay.kind === 'settings' && <SettingsDialog onClose={close} />}
      {overlay.kind === 'shortcuts' && <ShortcutsDialog onClose={close} />}
      {overlay.kind === 'profile' && <ProfileDialog userId={overlay.userId} onClose={close} />}
    </Suspense>
  );
}

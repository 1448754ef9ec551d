import { type CSSProperties, useCallback, useEffect, useState } from 'react';
import { flushSync } from 'react-dom';
import { useLocation, useMatch, useNavigate } from 'react-router';

import { ConversationList } from '../features/conversations/components/conversation-list';
import { useConversationTitle } from '../features/conversations/components/conversation-title';
import { useClient, useStore } from '../lib/client-context';
import { lazyPart } from '../lib/lazy-part';
import { OpenProfileContext } from '../lib/people/open-profile';
import styles from './chat-layout.module.css';
import { ConnectionBanner } from './connection-banner';
import { ConversationView } from './conversation-view';
import { ErrorBoundary } from './error-boundary';
import { focusNextLandmark } from './landmarks';
import { listExtent } from './list-extent';
import { Main } from './main';
import { neighbourOf, type Step } from './neighbour';
import { NoConversation } from './no-conversation';
import { type Overlay, Overlays, prefetchOverlays } from './overlays';
import { usePageTitle, waitingIn } from './page-title';
import { Resizer, useWidth } from './resizer';
import { UpdateBanner } from './update-banner';
import { useBackground } from './use-background';
import { useDetails } from './use-details';
import { useKeptMessages } from './use-kept-messages';
import { useKeptProfiles } from './use-kept-profiles';
import { useLastConversation } from './use-last-conversation';
import { useLeaveGuard } from './use-leave-guard';
import { useSearchReturn } from './use-search-return';
import { useShortcuts } from './use-shortcuts';

const SettingsPage = lazyPart(async () => (await import('../features/session/components/settings-page')).SettingsPage);
const NotFound = lazyPart(async () => (await import('./not-found')).NotFound);
const InviteView = lazyPart(async () => (await import('./invite-view')).InviteView);

/** The list on one side, a conversation on the other and its details at the end; on a phone one of them. */
export function ChatLayout() {
  const conversationId = useMatch('/c/:conversationId')?.params.conversationId;
  const code = useMatch('/invite/:code')?.params.code;
  const atStart = useMatch('/') !== null;
  const settings = useMatch('/settings/:section?');
  const [overlay, open] = useState<Overlay | null>(null);
  const details = useDetails();
  const listWidth = useWidth('list', listExtent);
  useLastConversation(conversationId, atStart);
  useKeptProfiles();
  useLeaveGuard();
  useKeptMessages();
  useSearchReturn(open);
  usePrefetch();
  useBackground();
  useChatTitle(conversationId, settings ? 'Settings' : '');
  const { toSettings, closeSettings } = useSettingsWays();
  useChatShortcuts(conversationId, open, details.toggle, toSettings);
  const openProfile = useCallback((userId: string) => open({ kind: 'profile', userId }), []);
  const lost = !atStart && !settings && conversationId === undefined && code === undefined;
  return (
    <OpenProfileContext value={openProfile}>
      <div className={styles.shell} data-pane={atStart ? 'list' : 'main'} style={{ '--list-width': `${listWidth.width}px` } as CSSProperties}>
        <a className={styles.skip} href="#main">
          Skip to the conversation
        </a>
        <a className={styles.skip} href="#conversations">
          Skip to the list of conversations
        </a>
        <nav className={styles.list} id="conversations" aria-label="Conversations" data-landmark tabIndex={-1}>
          <ErrorBoundary where="List of conversations">
            <ConversationList
              selectedId={conversationId}
              onNew={() => open({ kind: 'new' })}
              onJump={() => open({ kind: 'switcher' })}
              onSearch={() => open(searchIn())}
              onSettings={toSettings}
            />
          </ErrorBoundary>
          <Resizer label="Width of the list" side="start" extent={listWidth} />
        </nav>
        <div className={styles.content}>
          <ConnectionBanner />
          <UpdateBanner />
          <ErrorBoundary where="Conversation" key={conversationId}>
            {conversationId !== undefined && (
              <ConversationView conversationId={conversationId} details={details} onSearch={() => open(searchIn(conversationId))} />
            )}
            {settings && (
              <Main>
                <SettingsPage sectionId={settings.params.section} onClose={closeSettings} />
              </Main>
            )}
            {code !== undefined && (
              <Main>
                <InviteView code={code} />
              </Main>
            )}
            {lost && (
              <Main>
                <NotFound />
              </Main>
            )}
            {atStart && (
              <Main>
                <NoConversation onNew={() => open({ kind: 'new' })} />
              </Main>
            )}
          </ErrorBoundary>
        </div>
      </div>
      <Overlays overlay={overlay} open={open} />
    </OpenProfileContext>
  );
}

function searchIn(conversationId?: string): Overlay {
  return { kind: 'search', start: { criteria: { text: '', conversationId } } };
}

function usePrefetch(): void {
  useEffect(() => {
    // Safari has no idle callbacks.
    const timer = setTimeout(prefetchOverlays, 3_000);
    return () => clearTimeout(timer);
  }, []);
}

function useChatTitle(conversationId: string | undefined, otherwise: string): void {
  const state = useStore(useClient().conversations);
  const title = useConversationTitle(conversationId === undefined ? undefined : state.byId.get(conversationId));
  usePageTitle(title || otherwise, waitingIn(state));
}

/** To the settings, and from there to where the user came from. */
function useSettingsWays() {
  const navigate = useNavigate();
  const here = useLocation();
  const inside = here.pathname.startsWith('/settings');
  const cameFrom = (here.state as { from?: string } | null)?.from;
  return {
    toSettings: () => void navigate('/settings/profile', { state: { from: here.pathname }, replace: inside }),
    closeSettings: () => {
      flushSync(() => void navigate(cameFrom ?? '/', { replace: true }));
      document.getElementById('main')?.focus();
    },
  };
}

function useChatShortcuts(conversationId: string | undefined, open: (overlay: Overlay) => void, toggleDetails: () => void, toSettings: () => void): void {
  const { conversations } = useClient();
  const navigate = useNavigate();
  const go = (step: Step) => {
    const next = neighbourOf(conversations.getSnapshot(), conversationId, step);
    if (next !== undefined) void navigate(`/c/${next}`);
  };
  useShortcuts({
    switcher: () => open({ kind: 'switcher' }),
    search: () => open(searchIn()),
    new: () => open({ kind: 'new' }),
    settings: toSettings,
    shortcuts: () => open({ kind: 'shortcuts' }),
    details: toggleDetails,
    landmark: focusNextLandmark,
    next: () => go({ by: 1, unread: false }),
    previous: () => go({ by: -1, unread: false }),
    'next-unread': () => go({ by: 1, unread: true }),
    'previous-unread': () => go({ by: -1, unread: true }),
  });
}

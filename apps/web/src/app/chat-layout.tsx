import { lazy, Suspense, useEffect, useState } from 'react';
import { useNavigate, useParams, useSearchParams } from 'react-router';
import { invitesApi } from '@hallway/contracts-conversations';
import { EmptyState } from '@hallway/ui';
import { ConversationList } from '../features/conversations/components/conversation-list';
import { useConversationTitle } from '../features/conversations/components/conversation-title';
import { Composer } from '../features/composer/components/composer';
import { ConversationPane } from '../features/timeline/components/conversation-pane';
import { useClient, useStore } from '../lib/client-context';
import styles from './chat-layout.module.css';
import { ConnectionBanner } from './connection-banner';

const NewConversationDialog = lazy(() => import('../features/conversations/components/new-conversation-dialog').then((m) => ({ default: m.NewConversationDialog })));
const SearchDialog = lazy(() => import('../features/search/components/search-dialog').then((m) => ({ default: m.SearchDialog })));
const SettingsDialog = lazy(() => import('../features/session/components/settings-dialog').then((m) => ({ default: m.SettingsDialog })));

type Overlay = 'new' | 'search' | 'settings' | null;

/** The list on one side, a conversation on the other; on a phone one of them. */
export function ChatLayout() {
  const { conversationId, code } = useParams();
  const [search] = useSearchParams();
  const [overlay, setOverlay] = useState<Overlay>(null);
  const navigate = useNavigate();
  useInvite(code);
  const title = useTitle(conversationId);
  useEffect(() => {
    const open = (event: KeyboardEvent) => {
      if (!(event.ctrlKey || event.metaKey) || event.key !== 'k') return;
      event.preventDefault();
      setOverlay('search');
    };
    document.addEventListener('keydown', open);
    return () => document.removeEventListener('keydown', open);
  }, []);
  const close = (open: boolean) => setOverlay(open ? overlay : null);
  const focusSeq = Number(search.get('m')) || undefined;
  return (
    <div className={styles.shell} data-open={conversationId !== undefined}>
      <a className={styles.skip} href="#conversation">Skip to the conversation</a>
      <nav className={styles.sidebar} aria-label="Conversations">
        <ConversationList selectedId={conversationId} onNew={() => setOverlay('new')} onSearch={() => setOverlay('search')} onSettings={() => setOverlay('settings')} />
      </nav>
      <main className={styles.main} id="conversation">
        <ConnectionBanner />
        {conversationId ? (
          <ConversationPane key={conversationId} conversationId={conversationId} title={title} focusSeq={focusSeq} onBack={() => void navigate('/')}
            composer={(replyTo, endReply) => <Composer conversationId={conversationId} title={title} replyTo={replyTo} onReplyDone={endReply} />} />
        ) : (
          <div className={styles.empty}>
            <EmptyState title="Pick a conversation">Choose one from the list, or start a new one.</EmptyState>
          </div>
        )}
      </main>
      <Suspense>
        {overlay === 'new' && <NewConversationDialog open onOpenChange={close} />}
        {overlay === 'search' && <SearchDialog open onOpenChange={close} />}
        {overlay === 'settings' && <SettingsDialog open onOpenChange={close} />}
      </Suspense>
    </div>
  );
}

/** Opens the conversation of an invite link. */
function useInvite(code: string | undefined): void {
  const client = useClient();
  const navigate = useNavigate();
  useEffect(() => {
    if (!code) return;
    client.call(invitesApi.accept, { params: { code } }).then(
      (conversation) => {
        client.conversations.put(conversation);
        void navigate(`/c/${conversation.id}`, { replace: true });
      },
      () => void navigate('/', { replace: true }),
    );
  }, [client, code, navigate]);
}

/** Names the page after the conversation, and answers its title. */
function useTitle(conversationId: string | undefined): string {
  const client = useClient();
  const { byId } = useStore(client.conversations);
  const title = useConversationTitle(conversationId ? byId.get(conversationId) : undefined);
  const unread = [...byId.values()].filter((conversation) => conversation.unread > 0 && !conversation.muted).length;
  useEffect(() => {
    document.title = `${unread > 0 ? `(${unread}) ` : ''}${title ? `${title} – ` : ''}Hallway`;
  }, [title, unread]);
  return title;
}

import { Info, Search } from 'lucide-react';
import { type CSSProperties, useCallback, useRef } from 'react';
import { useNavigate, useSearchParams } from 'react-router';

import { IconButton } from '@hallway/ui';

import { Composer } from '../features/composer/components/composer';
import { DropZone } from '../features/composer/components/drop-zone';
import { ConversationHead } from '../features/conversations/components/conversation-head';
import { useConversationTitle } from '../features/conversations/components/conversation-title';
import { EmojiButton } from '../features/emoji/components/emoji-button';
import { ConversationPane } from '../features/timeline/components/conversation-pane';
import { useClient, useStore } from '../lib/client-context';
import { lazyPart } from '../lib/lazy-part';
import styles from './conversation-view.module.css';
import { ErrorBoundary } from './error-boundary';
import { Main } from './main';
import { Resizer, useWidth } from './resizer';
import type { Details } from './use-details';

const DetailsPanel = lazyPart(async () => (await import('../features/conversations/components/details-panel')).DetailsPanel);

interface ConversationViewProps {
  conversationId: string;
  details: Details;
  onSearch: () => void;
}

const EmojiPicker = lazyPart(async () => (await import('../features/emoji/components/emoji-picker')).EmojiPicker);

const emojiPicker = (onPick: (emoji: string) => void) => <EmojiPicker onPick={onPick} />;
const emojiButton = (onPick: (emoji: string) => void) => <EmojiButton onPick={onPick} />;

/** One conversation, and beside it what there is to know about it. */
export function ConversationView({ conversationId, details, onSearch }: ConversationViewProps) {
  const navigate = useNavigate();
  const [parameters] = useSearchParams();
  const { conversations } = useClient();
  const conversation = useStore(conversations).byId.get(conversationId);
  const title = useConversationTitle(conversation);
  const toList = useCallback(() => void navigate('/'), [navigate]);
  const opener = useRef<HTMLButtonElement>(null);
  const hide = () => {
    details.hide();
    opener.current?.focus();
  };
  const actions = (
    <>
      <IconButton label="Search in this conversation" title="Search in this conversation" onClick={onSearch}>
        <Search />
      </IconButton>
      <IconButton ref={opener} label="Details" title="Details" pressed={details.shown} onClick={details.toggle}>
        <Info />
      </IconButton>
    </>
  );
  return (
    <div className={styles.view}>
      <Main>
        <DropZone conversationId={conversationId} title={title}>
          <ConversationPane
            key={conversationId}
            conversationId={conversationId}
            title={title}
            head={<ConversationHead conversation={conversation} title={title} onDetails={details.toggle} />}
            focusSeq={Number(parameters.get('m')) || undefined}
            onBack={toList}
            actions={actions}
            composer={(replyTo, endReply, editLast) => (
              <Composer
                conversationId={conversationId}
                title={title}
                replyTo={replyTo}
                onReplyDone={endReply}
                onEditLast={editLast}
                emojiButton={emojiButton}
              />
            )}
            emojiPicker={emojiPicker}
          />
        </DropZone>
      </Main>
      {details.shown && conversation && <DetailsArea conversationId={conversationId} onHide={hide} onLeft={toList} />}
    </div>
  );
}

function DetailsArea({ conversationId, onHide, onLeft }: { conversationId: string; onHide: () => void; onLeft: () => void }) {
  const width = useWidth('details', { min: 300, max: 560, initial: 340 });
  return (
    <>
      <div className={styles.scrim} onClick={onHide} />
      <aside
        className={styles.details}
        aria-label="Details"
        data-landmark
        tabIndex={-1}
        style={{ '--details-width': `${width.width}px` } as CSSProperties}
        onKeyDown={(event) => {
          if (event.key === 'Escape' && !event.defaultPrevented) onHide();
        }}
      >
        <Resizer label="Width of the details" side="end" extent={width} />
        <ErrorBoundary where="Details">
          <DetailsPanel key={conversationId} conversationId={conversationId} onClose={onHide} onLeft={onLeft} />
        </ErrorBoundary>
      </aside>
    </>
  );
}

import { type EmojiData, EmojiPicker as Picker, type EmojiPickerListComponents } from 'frimousse';
import { useState } from 'react';

import { Button, classNames, Spinner } from '@hallway/ui';

import { useEmojiChoice } from '../../../lib/emoji/emoji-choice';
import { inTone, loadEmoji } from '../../../lib/emoji/emoji-data';
import { type SkinTone, skinTones } from '../../../lib/emoji/skin-tones';
import { type EmojiGroup, EmojiGroups } from './emoji-groups';
import styles from './emoji-picker.module.css';

interface EmojiPickerProps {
  onPick: (emoji: string) => void;
}

const columns = 9;
const groupNames = [
  'Smileys & emotion',
  'People & body',
  '',
  'Animals & nature',
  'Food & drink',
  'Travel & places',
  'Activities',
  'Objects',
  'Symbols',
  'Flags',
];
const toneNames: Record<SkinTone, string> = {
  none: 'Default skin tone',
  light: 'Light',
  'medium-light': 'Medium light',
  medium: 'Medium',
  'medium-dark': 'Medium dark',
  dark: 'Dark',
};

/** Finds an emoji by name, by group or among the latest, by keyboard or pointer. */
export function EmojiPicker({ onPick }: EmojiPickerProps) {
  const [{ tone, recent }, choice] = useEmojiChoice();
  const [search, setSearch] = useState('');
  const [viewport, setViewport] = useState<HTMLElement | null>(null);
  const { failed, groups, again, resolve } = useResolver();
  const pick = (emoji: string) => {
    choice.note(emoji);
    onPick(emoji);
  };
  if (failed)
    return (
      <div className={styles.failed} role="alert">
        The emoji could not be loaded.
        <Button size="small" variant="secondary" onClick={again}>
          Try again
        </Button>
      </div>
    );
  return (
    <Picker.Root className={styles.picker} columns={columns} skinTone={tone} resolveEmojiData={resolve} onEmojiSelect={({ emoji }) => pick(emoji)}>
      <Picker.Search
        className={styles.search}
        aria-label="Search emoji"
        placeholder="Search emoji"
        value={search}
        onChange={(event) => setSearch(event.target.value)}
        autoFocus
      />
      {search === '' && recent.length > 0 && <Recent emoji={recent} onPick={pick} />}
      {search === '' && <EmojiGroups groups={groups} columns={columns} viewport={viewport} />}
      <Picker.Viewport ref={setViewport} className={styles.viewport} tabIndex={0} aria-label="All emoji" role="region">
        <Picker.Loading className={styles.note}>
          <Spinner label="Loading emoji" />
        </Picker.Loading>
        <Picker.Empty className={styles.note}>{({ search: text }) => <>Nothing found for “{text}”.</>}</Picker.Empty>
        <Picker.List className={styles.list} components={parts} />
      </Picker.Viewport>
      <div className={styles.foot}>
        <Picker.ActiveEmoji>{({ emoji }) => <Shown emoji={emoji} />}</Picker.ActiveEmoji>
        <Tones chosen={tone} onChoose={(next) => choice.chooseTone(next)} />
      </div>
    </Picker.Root>
  );
}

const parts: Partial<EmojiPickerListComponents> = {
  CategoryHeader: ({ category, ...attributes }) => (
    <div {...attributes} className={styles.heading}>
      {category.label}
    </div>
  ),
  // Places are counted from 1. The picker finds its rows by this number, counted from 0; the first it does not look for.
  Row: ({ children, 'aria-rowindex': index, ...attributes }) => (
    <div {...attributes} aria-rowindex={index || undefined} className={styles.row}>
      {children}
    </div>
  ),
  Emoji: ({ emoji, 'aria-colindex': index = 0, ...attributes }) => (
    <button type="button" {...attributes} aria-colindex={index + 1} className={styles.emoji}>
      {emoji.emoji}
    </button>
  ),
};

/** Data for the picker, and what to do when there is none. */
function useResolver() {
  const [failed, setFailed] = useState(false);
  const [groups, setGroups] = useState<EmojiGroup[]>([]);
  const resolve = async (locale: string): Promise<EmojiData> => {
    try {
      const data = await pickerData(locale);
      setGroups(data.categories.map((group) => ({ ...group, count: data.emojis.filter(({ category }) => category === group.index).length })));
      return data;
    } catch {
      setFailed(true);
      return { locale, emojis: [], categories: [], skinTones: toneNames };
    }
  };
  return { failed, groups, again: () => setFailed(false), resolve };
}

async function pickerData(locale: string): Promise<EmojiData> {
  const entries = await loadEmoji();
  return {
    locale,
    emojis: entries.map((entry) => ({
      emoji: entry.emoji,
      category: entry.group,
      label: capitalised(entry.label),
      version: 1,
      tags: [...entry.names, ...entry.tags],
      ...(entry.tones.length > 0 && { skins: tonesOf(entry) }),
    })),
    categories: groupNames.flatMap((label, index) => (label ? { index, label } : [])),
    skinTones: toneNames,
  };
}

function tonesOf(entry: Parameters<typeof inTone>[0]): Record<Exclude<SkinTone, 'none'>, string> {
  const of = (tone: SkinTone) => inTone(entry, tone);
  return { light: of('light'), 'medium-light': of('medium-light'), medium: of('medium'), 'medium-dark': of('medium-dark'), dark: of('dark') };
}

function capitalised(text: string): string {
  return text.charAt(0).toUpperCase() + text.slice(1);
}

function Recent({ emoji, onPick }: { emoji: readonly string[]; onPick: (emoji: string) => void }) {
  return (
    <div className={styles.recent} role="group" aria-label="Used lately">
      {emoji.slice(0, columns).map((one) => (
        <button key={one} type="button" className={styles.emoji} onClick={() => onPick(one)}>
          {one}
        </button>
      ))}
    </div>
  );
}

/** What the keys or the pointer are on. */
function Shown({ emoji }: { emoji: { emoji: string; label: string } | undefined }) {
  return (
    <span className={styles.shown}>
      {emoji && (
        <>
          <span className={styles.large}>{emoji.emoji}</span>
          <span className={styles.name}>{emoji.label}</span>
        </>
      )}
    </span>
  );
}

const hands: Record<SkinTone, string> = { none: '✋', light: '✋🏻', 'medium-light': '✋🏼', medium: '✋🏽', 'medium-dark': '✋🏾', dark: '✋🏿' };

function Tones({ chosen, onChoose }: { chosen: SkinTone; onChoose: (tone: SkinTone) => void }) {
  return (
    <span className={styles.tones} role="group" aria-label="Skin tone">
      {skinTones.map((tone) => (
        <button
          key={tone}
          type="button"
          className={classNames(styles.tone, tone === chosen && styles.chosen)}
          aria-label={toneNames[tone]}
          aria-pressed={tone === chosen}
          title={toneNames[tone]}
          onClick={() => onChoose(tone)}
        >
          {hands[tone]}
        </button>
      ))}
    </span>
  );
}

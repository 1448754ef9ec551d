import { type MarkedPart, markedParts } from './marked-parts';

/** A passage with the words that were searched for marked in it. */
export function MarkedText({ text, words }: { text: string; words: string }) {
  return markedParts(text, words).map((part: MarkedPart, index) => (part.marked ? <mark key={index}>{part.text}</mark> : <span key={index}>{part.text}</span>));
}

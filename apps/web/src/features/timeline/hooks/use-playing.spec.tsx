import { act, renderHook } from '@testing-library/react';

import { usePlaying } from './use-playing';

const gif = { id: 'g', animated: true, size: 1_000 };
const listeners = new Set<() => void>();
let reduced = false;

beforeEach(() => {
  reduced = false;
  window.matchMedia = (() => ({
    get matches() {
      return reduced;
    },
    addEventListener: (_event: string, listener: () => void) => listeners.add(listener),
    removeEventListener: (_event: string, listener: () => void) => listeners.delete(listener),
  })) as never;
});

const open = (picture: Parameters<typeof usePlaying>[0]) => renderHook(usePlaying, { initialProps: picture });

it('lets a small picture move by itself, and a large one or none when it is told to', () => {
  expect(open(gif).result.current).toEqual({ playing: true, play: undefined });
  expect(open({ ...gif, animated: undefined }).result.current).toEqual({ playing: false, play: undefined });
  const { result, rerender } = open({ ...gif, size: 20_000_000 });
  expect(result.current.playing).toBe(false);
  act(() => result.current.play?.());
  expect(result.current).toEqual({ playing: true, play: undefined });
  rerender({ ...gif, id: 'another', size: 20_000_000 });
  expect(result.current.playing).toBe(false);
});

it('keeps still where the user wants little motion, from the moment they say so', () => {
  const { result } = open(gif);
  act(() => {
    reduced = true;
    for (const listener of listeners) listener();
  });
  expect(result.current.playing).toBe(false);
  act(() => result.current.play?.());
  expect(result.current.playing).toBe(true);
});

import { fireEvent, render, screen } from '@testing-library/react';

import { Avatar } from './avatar';
import { hueOf, initialsOf } from './avatar-look';

describe('Avatar', () => {
  it('falls back to initials when the picture cannot be loaded, and tries a new one', () => {
    const { container, rerender } = render(<Avatar id="1" name="Ana Lima" src="blob:a" />);
    const picture = () => container.querySelector('img');
    fireEvent.error(picture() ?? container);
    expect(picture()).toBeNull();
    expect(screen.getByText('AL')).toBeTruthy();
    rerender(<Avatar id="1" name="Ana Lima" src="blob:b" />);
    expect(picture()?.getAttribute('src')).toBe('blob:b');
  });
});

describe('initialsOf', () => {
  it.each([
    ['Ana Lima', 'AL'],
    ['ana.lima-costa', 'AC'],
    ['Zoë', 'Z'],
    ['田中 花子', '田花'],
    ['  (Bo)  ', 'B'],
    ['𝒜lan', '𝒜'],
    ['👻', '?'],
    ['', '?'],
  ])('%j gives %j', (name, initials) => {
    expect(initialsOf(name)).toBe(initials);
  });
});

describe('hueOf', () => {
  it('is stable and spreads similar ids over all twelve hues', () => {
    const hues = Array.from({ length: 240 }, (_, n) => hueOf(`0199a7c0-0000-7000-8000-${String(n).padStart(12, '0')}`));
    expect(new Set(hues).size).toBe(12);
    const most = Math.max(...Array.from({ length: 12 }, (_, hue) => hues.filter((found) => found === hue).length));
    expect(most).toBeLessThan(40);
    expect(hueOf('a')).toBe(hueOf('a'));
  });
});

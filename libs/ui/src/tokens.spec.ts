import { readFileSync } from 'node:fs';
import { join } from 'node:path';

const css = readFileSync(join(__dirname, 'tokens.css'), 'utf8');

/** The custom properties of the first block after `selector`. */
function block(selector: string): Map<string, string> {
  const start = css.indexOf(`${selector} {`);
  const body = css.slice(css.indexOf('{', start) + 1, css.indexOf('}', start));
  return new Map([...body.matchAll(/--([\w-]+):\s*([^;]+);/g)].map((found): [string, string] => [found[1] ?? '', found[2] ?? '']));
}

const base = block(':root');
const contrastBlock = block("[data-theme='contrast']");
const themes: Record<string, { tokens: Map<string, string>; side: 0 | 1 }> = {
  light: { tokens: base, side: 0 },
  dark: { tokens: base, side: 1 },
  'high contrast, light': { tokens: new Map([...base, ...contrastBlock]), side: 0 },
  'high contrast, dark': { tokens: new Map([...base, ...contrastBlock]), side: 1 },
};

function colour(theme: string, role: string): string {
  const { tokens, side } = themes[theme] ?? { tokens: base, side: 0 };
  const value = tokens.get(role) ?? '';
  const colours = value.match(/#[0-9a-f]{6}/g) ?? [];
  const found = colours.length > 1 ? colours[side] : colours[0];
  if (!found) {
    throw new Error(`no colour for ${role} in ${theme}: ${value}`);
  }
  return found;
}

/** Relative luminance as WCAG 2.2 defines it. */
function luminance(hex: string): number {
  const channel = (at: number) => {
    const value = parseInt(hex.slice(at, at + 2), 16) / 255;
    return value <= 0.04045 ? value / 12.92 : ((value + 0.055) / 1.055) ** 2.4;
  };
  return 0.2126 * channel(1) + 0.7152 * channel(3) + 0.0722 * channel(5);
}

function contrast(first: string, second: string): number {
  const [light = 0, dark = 0] = [luminance(first), luminance(second)].sort((a, b) => b - a);
  return (light + 0.05) / (dark + 0.05);
}

const surfaces = ['color-canvas', 'color-sidebar', 'color-raised', 'color-hover'];
const on = (roles: string[], grounds: string[]) => roles.flatMap((role) => grounds.map((ground): [string, string] => [role, ground]));

const words = [
  ...on(['color-text', 'color-secondary', 'color-meta', 'color-accent', 'color-danger', 'color-success', 'color-warning'], surfaces),
  ...on(['color-text', 'color-secondary'], ['color-sidebar-hover', 'color-pressed', 'color-accent-soft']),
  ...on(['color-text'], ['color-danger-soft', 'color-success-soft', 'color-warning-soft']),
  ...on(['color-accent', 'color-meta'], ['color-accent-soft']),
  ...on(['color-danger'], ['color-danger-soft']),
  ...on(['color-success'], ['color-success-soft']),
  ...on(['color-warning'], ['color-warning-soft']),
  ...on(['color-on-accent'], ['color-accent', 'color-accent-hover', 'color-accent-pressed']),
  ...on(['color-on-danger'], ['color-danger', 'color-danger-hover']),
  ...on(['color-on-mention'], ['color-mention']),
];
const shapes = on(['color-edge', 'color-focus', 'color-online', 'color-away', 'color-busy', 'color-offline'], surfaces);

/** The pairs of a theme that fall short, with what they have. */
function tooWeak(theme: string, pairs: [string, string][], least: number): string[] {
  return pairs
    .map(([role, ground]) => ({ role, ground, ratio: contrast(colour(theme, role), colour(theme, ground)) }))
    .filter(({ ratio }) => ratio < least)
    .map(({ role, ground, ratio }) => `${role} on ${ground}: ${ratio.toFixed(2)}`);
}

describe('colour tokens', () => {
  it.each(Object.keys(themes))('give words a contrast of 4.5 in %s', (theme) => {
    expect(tooWeak(theme, words, 4.5)).toEqual([]);
  });

  it.each(Object.keys(themes))('give controls, focus and presence a contrast of 3 in %s', (theme) => {
    expect(tooWeak(theme, shapes, 3)).toEqual([]);
  });

  it.each(['high contrast, light', 'high contrast, dark'])('give running text 7 and edges 4.5 in %s', (theme) => {
    expect(tooWeak(theme, on(['color-text', 'color-secondary', 'color-meta', 'color-accent', 'color-danger'], surfaces), 7)).toEqual([]);
    expect(tooWeak(theme, on(['color-edge', 'color-focus'], surfaces), 4.5)).toEqual([]);
  });

  it('give white initials a contrast of 5.2 on every hue', () => {
    const hues = [...base.keys()].filter((name) => name.startsWith('hue-'));
    expect(hues).toHaveLength(12);
    expect(hues.filter((name) => contrast('#ffffff', colour('light', name)) < 5.2)).toEqual([]);
  });

  it('are the same for the high-contrast theme and the system wish for more contrast', () => {
    expect(block(':root:not([data-theme])')).toEqual(contrastBlock);
  });
});

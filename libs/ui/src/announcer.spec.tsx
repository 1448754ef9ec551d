import { act, render, screen } from '@testing-library/react';

import type { Announce } from './announcer';
import { AnnouncerProvider, useAnnounce } from './announcer';

function renderAnnouncer(): Announce {
  let announce: Announce | undefined;
  function Speaker() {
    announce = useAnnounce();
    return null;
  }
  render(
    <AnnouncerProvider>
      <Speaker />
    </AnnouncerProvider>,
  );
  if (!announce) {
    throw new Error('the speaker did not render');
  }
  return announce;
}

describe('AnnouncerProvider', () => {
  it('has both live regions on the page before the first text', () => {
    renderAnnouncer();
    expect(screen.getByRole('status').getAttribute('aria-live')).toBe('polite');
    expect(screen.getByRole('alert').getAttribute('aria-live')).toBe('assertive');
  });

  it('changes the page also when the same text is said again', () => {
    const announce = renderAnnouncer();
    act(() => announce('Copied'));
    const first = screen.getByText('Copied');
    act(() => announce('Copied'));
    expect(screen.getByText('Copied')).not.toBe(first);
    expect(screen.getByRole('status').textContent).toBe('Copied');
  });
});

/** @jest-environment jsdom */
import { render, screen } from '@testing-library/react';

import { UnreadBadges } from './unread-badges';

const group = { type: 'group', unread: 12, mentionCount: 2, muted: false } as const;
const shown = () => screen.getAllByText(/\d/, { ignore: '[aria-hidden]' }).map(({ textContent }) => textContent);

describe('UnreadBadges', () => {
  it('shows the mentions and everything that is unread', () => {
    render(<UnreadBadges conversation={group} />);
    expect(shown()).toEqual(['2 mentions', '12 unread']);
  });

  it('shows mentions alone when nothing else is unread, or there is little room', () => {
    render(<UnreadBadges conversation={{ ...group, unread: 1, mentionCount: 1 }} />);
    render(<UnreadBadges conversation={group} single />);
    expect(shown()).toEqual(['1 mention, 1 unread', '2 mentions, 12 unread']);
  });

  it('shows nothing when everything was read', () => {
    const { container } = render(<UnreadBadges conversation={{ ...group, unread: 0, mentionCount: 0 }} />);
    expect(container.textContent).toBe('');
  });
});

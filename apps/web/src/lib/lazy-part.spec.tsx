import { act, render, screen } from '@testing-library/react';
import userEvent from '@testing-library/user-event';

import { lazyPart } from './lazy-part';

function partThat(...outcomes: ('comes' | 'fails')[]) {
  let tries = 0;
  const Part = lazyPart(async () => {
    tries += 1;
    if ((outcomes.shift() ?? 'comes') === 'fails') throw new TypeError('Failed to fetch dynamically imported module');
    return ({ onClose }: { onClose: () => void }) => <button onClick={onClose}>here it is</button>;
  }, 'over');
  return { Part, tries: () => tries };
}

describe('a part that is loaded later', () => {
  it('says that it does not come, tries again when asked, and is there then at once', async () => {
    const { Part, tries } = partThat('fails', 'fails', 'comes');
    const { unmount } = render(<Part onClose={() => undefined} />);
    await screen.findByText(/may have been updated meanwhile/);
    await userEvent.click(screen.getByRole('button', { name: 'Try again' }));
    await screen.findByText(/may have been updated meanwhile/);
    expect(tries()).toBe(2);
    await userEvent.click(screen.getByRole('button', { name: 'Try again' }));
    await screen.findByText('here it is');
    unmount();
    render(<Part onClose={() => undefined} />);
    expect(screen.getByText('here it is')).toBeTruthy();
    expect(tries()).toBe(3);
  });

  it('names the missing network, and opens by itself when that is back', async () => {
    const online = jest.spyOn(navigator, 'onLine', 'get').mockReturnValue(false);
    const { Part } = partThat('fails', 'comes');
    render(<Part onClose={() => undefined} />);
    await screen.findByText(/there is no network/);
    expect(screen.queryByRole('button', { name: 'Reload the page' })).toBeNull();
    online.mockRestore();
    act(() => void window.dispatchEvent(new Event('online')));
    await screen.findByText('here it is');
  });

  it('can be given up, and a failure ahead of time is no failure', async () => {
    const onClose = jest.fn();
    const { Part, tries } = partThat('fails', 'fails');
    Part.prefetch();
    render(<Part onClose={onClose} />);
    await screen.findByText(/may have been updated meanwhile/);
    await userEvent.click(screen.getByRole('button', { name: 'Close' }));
    expect(onClose).toHaveBeenCalledTimes(1);
    expect(tries()).toBe(2);
  });
});

import { act, render, screen, within } from '@testing-library/react';
import userEvent from '@testing-library/user-event';

import { AnnouncerProvider } from './announcer';
import { ToastRegion } from './toast-region';
import { ToastStore } from './toast-store';

function show(store: ToastStore) {
  return render(
    <AnnouncerProvider>
      <ToastRegion store={store} />
    </AnnouncerProvider>,
  );
}

const cards = () => screen.queryAllByRole('listitem').map((card) => card.textContent);

describe('ToastRegion', () => {
  beforeEach(() => jest.useFakeTimers());
  afterEach(() => jest.useRealTimers());

  it('shows a toast and reads it out politely, a failure at once', () => {
    const store = new ToastStore();
    show(store);
    act(() => void store.show({ text: 'Link copied', kind: 'success' }));
    expect(cards()).toEqual(['Link copied']);
    expect(screen.getByRole('status').textContent).toBe('Link copied');
    act(() => void store.show({ text: 'Could not save', kind: 'danger' }));
    expect(screen.getByRole('alert').textContent).toBe('Could not save');
  });

  it('takes it away after a while, but not a failure', () => {
    const store = new ToastStore();
    show(store);
    act(() => {
      store.show({ text: 'Link copied' });
      store.show({ text: 'Could not save', kind: 'danger' });
    });
    act(() => jest.advanceTimersByTime(6_000));
    expect(cards()).toEqual(['Could not save']);
  });

  it('stops the time under the pointer', async () => {
    const store = new ToastStore();
    const user = userEvent.setup({ advanceTimers: jest.advanceTimersByTime });
    show(store);
    act(() => void store.show({ text: 'Link copied' }));
    await user.hover(screen.getByRole('listitem'));
    act(() => jest.advanceTimersByTime(60_000));
    expect(cards()).toEqual(['Link copied']);
    await user.unhover(screen.getByRole('region', { name: 'Notices' }));
    act(() => jest.advanceTimersByTime(6_000));
    expect(cards()).toEqual([]);
  });

  it('runs the action and goes', async () => {
    const store = new ToastStore();
    const user = userEvent.setup({ advanceTimers: jest.advanceTimersByTime });
    const run = jest.fn();
    show(store);
    act(() => void store.show({ text: 'Message deleted', action: { label: 'Undo', run } }));
    await user.click(within(screen.getByRole('listitem')).getByRole('button', { name: 'Undo' }));
    expect(run).toHaveBeenCalledTimes(1);
    expect(cards()).toEqual([]);
  });

  it('goes on from a pause that ended because the toast under the pointer was dismissed', async () => {
    const store = new ToastStore();
    const user = userEvent.setup({ advanceTimers: jest.advanceTimersByTime });
    show(store);
    act(() => void store.show({ text: 'First' }));
    await user.click(screen.getByRole('button', { name: 'Dismiss' }));
    act(() => void store.show({ text: 'Second' }));
    act(() => jest.advanceTimersByTime(6_000));
    expect(cards()).toEqual([]);
  });

  it('keeps the three latest', () => {
    const store = new ToastStore();
    show(store);
    act(() => ['a', 'b', 'c', 'd'].forEach((text) => store.show({ text })));
    expect(cards()).toEqual(['b', 'c', 'd']);
  });
});

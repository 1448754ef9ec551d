import { render, screen } from '@testing-library/react';
import userEvent from '@testing-library/user-event';

import { FormatBar } from './format-bar';

describe('FormatBar', () => {
  it('is one stop for the Tab key, and the arrow keys walk in it', async () => {
    const user = userEvent.setup();
    render(
      <>
        <FormatBar onFormat={() => undefined} />
        <button type="button">After</button>
      </>,
    );
    await user.tab();
    expect(document.activeElement).toBe(screen.getByRole('button', { name: 'Bold' }));
    await user.keyboard('{ArrowRight}{ArrowRight}');
    expect(document.activeElement).toBe(screen.getByRole('button', { name: 'Strikethrough' }));
    await user.tab();
    expect(document.activeElement).toBe(screen.getByRole('button', { name: 'After' }));
    await user.tab({ shift: true });
    expect(document.activeElement).toBe(screen.getByRole('button', { name: 'Strikethrough' }));
  });
});

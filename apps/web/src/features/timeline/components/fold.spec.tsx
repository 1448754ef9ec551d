import { render, screen } from '@testing-library/react';

import { UserStores, UserStoresContext } from '../../../lib/person/user-stores';
import { Fold } from './fold';

const shown = (lines: number) =>
  render(
    <UserStoresContext value={new UserStores('ana')}>
      <Fold place="m" lines={lines} most={40} what="message">
        <Fold place="m-0" lines={30} most={20} what="code">
          words
        </Fold>
      </Fold>
    </UserStoresContext>,
  );

describe('Fold', () => {
  it('folds long code in a short message', () => {
    shown(32);
    expect(screen.getAllByRole('button').map(({ textContent }) => textContent)).toEqual(['Show all 30 lines of the code']);
  });

  it('folds a long message as a whole, with one button', () => {
    shown(52);
    expect(screen.getAllByRole('button').map(({ textContent }) => textContent)).toEqual(['Show all 52 lines of the message']);
  });
});

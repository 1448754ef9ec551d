import { announcementOf } from './new-messages';

const said = (...names: string[]) => names.map((name, i) => ({ name, text: `text ${i}` }));

it('says one or two messages in full', () => {
  expect(announcementOf(said('Ana'))).toBe('Ana: text 0');
  expect(announcementOf(said('Ana', 'Bo'))).toBe('Ana: text 0. Bo: text 1');
});

it('counts three and more', () => {
  expect(announcementOf(said('Ana', 'Ana', 'Ana'))).toBe('3 new messages from Ana');
  expect(announcementOf(said('Ana', 'Bo', 'Ana'))).toBe('3 new messages from Ana and 1 other');
  expect(announcementOf(said('Ana', 'Bo', 'Kai', 'Ana'))).toBe('4 new messages from Ana and 2 others');
});

import { defineApi, get, pathOf, post } from './endpoint.ts';

const notesApi = defineApi('messages', {
  read: get('/notes/:noteId/labels/:label', { summary: 'Read' }),
  moved: post('/notes/moved', { summary: 'Moved', auth: 'service' }),
});

describe('an API', () => {
  it('says of each endpoint who answers it', () => {
    expect(Object.values(notesApi).map(({ service }) => service)).toEqual(['messages', 'messages']);
  });
});

describe('pathOf', () => {
  it('puts every parameter in its place, encoded', () => {
    expect(pathOf(notesApi.read, { noteId: 'n1', label: 'a/b %' })).toBe('/api/v1/notes/n1/labels/a%2Fb%20%25');
  });

  it('leads to where services talk to each other', () => {
    expect(pathOf(notesApi.moved)).toBe('/internal/notes/moved');
  });

  it('refuses a call without one of its parameters', () => {
    expect(() => pathOf(notesApi.read, { noteId: 'n1' })).toThrow('The parameter label of /notes/:noteId/labels/:label is missing');
  });
});

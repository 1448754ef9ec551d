import { stripSpoofable } from './forwarded-headers';

it('removes what only we may say and keeps the rest', () => {
  const headers = {
    'x-hallway-service': 'a',
    'x-hallway-user': 'b',
    'x-forwarded-for': 'c',
    forwarded: 'd',
    'x-real-ip': 'e',
    'x-user-id': 'f',
    'x-internal-anything': 'g',
    authorization: 'Bearer t',
    'x-request-id': 'r',
  };
  stripSpoofable(headers);
  expect(headers).toEqual({ authorization: 'Bearer t', 'x-request-id': 'r' });
});

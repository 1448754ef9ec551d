import type { Request } from 'express';

import { isFromOwnSite } from './own-site';

const from = (headers: Record<string, string>) => ({ get: (name: string) => ({ host: '192.0.2.7:3000', ...headers })[name] }) as unknown as Request;

describe('isFromOwnSite', () => {
  it.each([
    [{}],
    [{ 'sec-fetch-site': 'none' }],
    [{ 'sec-fetch-site': 'same-origin', origin: 'http://localhost:5173' }],
    [{ origin: 'https://chat.example' }],
    [{ origin: 'https://chat.example', 'sec-fetch-site': 'cross-site' }],
    [{ origin: 'http://192.0.2.7:3000' }],
  ])('takes %j', (headers) => expect(isFromOwnSite(from(headers), ['https://chat.example'])).toBe(true));

  it.each([
    [{ origin: 'https://evil.example' }],
    [{ origin: 'https://evil.example', 'sec-fetch-site': 'cross-site' }],
    [{ origin: 'http://192.0.2.7:8080', 'sec-fetch-site': 'same-site' }],
    [{ origin: 'https://sister.chat.example', 'sec-fetch-site': 'same-site' }],
    [{ origin: 'null' }],
    [{ 'sec-fetch-site': 'cross-site' }],
    [{ 'sec-fetch-site': 'same-site' }],
    [{ origin: 'http://192.0.2.7' }],
  ])('refuses %j', (headers) => expect(isFromOwnSite(from(headers), ['https://chat.example'])).toBe(false));
});

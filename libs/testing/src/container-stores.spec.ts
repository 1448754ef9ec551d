import { startContainerStores } from '../../../tools/local-stack/container-stores.mjs';
import { startTestStores } from '../../../tools/local-stack/test-stores.mjs';

describe('where the test stores run', () => {
  it('says what to do when containers are asked for and no engine answers', async () => {
    const findEngine = (): Promise<never> => Promise.reject(new Error('nobody there'));
    await expect(startContainerStores({ password: 'p', findEngine })).rejects.toThrow(/no Docker engine answers \(nobody there\).*DOCKER_HOST/);
  });

  it('refuses a word it does not know', async () => {
    await expect(startTestStores({ infra: 'dokcer' })).rejects.toThrow('TEST_INFRA must be one of embedded, docker');
  });
});

import { fileURLToPath } from 'node:url';

import { preset } from '../../jest.preset.mjs';

// It needs helm and no stores.
export default preset(import.meta.url, { globalSetup: fileURLToPath(new URL('./tools-setup.mjs', import.meta.url)), globalTeardown: undefined });

import { preset } from '../../jest.preset.mjs';

// The stores are containers of their own.
export default preset(import.meta.url, { globalSetup: undefined, globalTeardown: undefined });

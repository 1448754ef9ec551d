import { ownEnvironment } from './own-environment';

describe('the environment of one of several services', () => {
  const env = {
    PORT: '3000',
    LOG_LEVEL: 'info',
    DATABASE_URL: 'postgres://all',
    MESSAGES_DATABASE_URL: 'postgres://messages',
    MESSAGES_URL: 'http://elsewhere',
    AUTH_SERVICE_SECRET_FILE: '/run/secret',
    API_GATEWAY_LOG_LEVEL: 'warn',
    REALTIME_PORT: '4001',
    UPLOADS_DATABASE_URL: '',
  };

  it('takes what is given for it by its name, and else what is given for all', () => {
    expect(ownEnvironment('messages', { env })).toMatchObject({ DATABASE_URL: 'postgres://messages', LOG_LEVEL: 'info', MESSAGES_URL: 'http://elsewhere' });
    expect(ownEnvironment('conversations', { env }).DATABASE_URL).toBe('postgres://all');
    expect(ownEnvironment('uploads', { env }).DATABASE_URL).toBe('postgres://all');
    expect(ownEnvironment('auth', { env }).SERVICE_SECRET_FILE).toBe('/run/secret');
    expect(ownEnvironment('api-gateway', { env, edge: true }).LOG_LEVEL).toBe('warn');
  });

  it('leaves the port to the edge', () => {
    expect(ownEnvironment('api-gateway', { env, edge: true }).PORT).toBe('3000');
    expect(ownEnvironment('messages', { env }).PORT).toBeUndefined();
    expect(ownEnvironment('realtime', { env }).PORT).toBe('4001');
  });
});

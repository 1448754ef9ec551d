import { Logger as NestCommonLogger } from '@nestjs/common';

import { newRequestContext, requestContext } from '../context';
import { Logger, type LogLevel } from './logger';
import { NestLogger } from './nest-logger';

function capture(level: LogLevel = 'debug') {
  const lines: string[] = [];
  const destination = { write: (line: string) => void lines.push(line) };
  const logger = new Logger({ service: 'sample', version: '1.2.3', instance: 'i1', level, destination });
  return { logger, lines, last: () => JSON.parse(lines.at(-1) ?? '{}') as Record<string, unknown> };
}

describe('Logger', () => {
  it('writes one JSON line with time, level, service and the request it belongs to', () => {
    const { logger, last } = capture();
    const context = { ...newRequestContext({ requestId: 'r1' }), userId: 'u1' };
    requestContext.run(context, () => logger.warn('slow', { ms: 12 }));
    expect(last()).toMatchObject({
      level: 'WARN',
      service: 'sample',
      version: '1.2.3',
      requestId: 'r1',
      traceId: context.traceId,
      userId: 'u1',
      msg: 'slow',
      ms: 12,
    });
    expect(last().time).toMatch(/^\d{4}-\d\d-\d\dT[\d:.]+Z$/);
  });

  it('never writes secrets, message texts or personal data, however deep they sit', () => {
    const { logger, lines } = capture();
    const canary = 'canary-5f1c';
    const names = [
      'authorization',
      'Authorization',
      'cookie',
      'set-cookie',
      'password',
      'newPassword',
      'currentPassword',
      'token',
      'accessToken',
      'refreshToken',
      'access_token',
      'body',
      'email',
      'fileName',
      'login',
      'x-hallway-service',
    ];
    for (const name of names) logger.info('x', { [name]: canary, a: { b: [{ [name]: { deep: canary } }] }, headers: { [name]: [canary] } });
    logger.info('x', { err: Object.assign(new Error('duplicate key'), { detail: `Key (email)=(${canary})`, parameters: [canary], query: canary }) });
    logger.info('x', { code: `${canary} is an invite` });
    expect(lines.join('')).not.toContain(canary);
    expect(lines).toHaveLength(names.length + 2);
  });

  it('keeps what is needed to find a fault', () => {
    const { logger, last } = capture();
    const cause = Object.assign(new Error('inner'), { code: '23505', constraint: 'users_email_uq' });
    logger.error('failed', { err: new Error('outer', { cause }) });
    expect(last().err).toMatchObject({
      type: 'Error',
      message: 'outer',
      stack: expect.stringContaining('outer') as string,
      cause: { message: 'inner', code: '23505', constraint: 'users_email_uq' },
    });
  });

  it('encodes line breaks and terminal codes', () => {
    const { logger, lines } = capture();
    logger.info('a\r\n{"level":"ERROR"}\u001b[31m', { name: 'b\n\u001b[2J' });
    expect(lines[0]?.trimEnd()).not.toMatch(/[\n\r]/);
    expect(lines[0]).not.toContain('\u001b');
  });

  it.each([
    ['203.0.113.9', '203.0.113.0/24'],
    ['::ffff:203.0.113.9', '203.0.113.0/24'],
    ['2001:db8:1:2:3:4:5:6', '2001:db8:1:2::/64'],
    [undefined, undefined],
  ])('records actions with who, how it went, and from which network: %s', (ip, network) => {
    const { logger, last } = capture();
    requestContext.run({ ...newRequestContext(), userId: 'u1', ip }, () => logger.audit('member-removed', { outcome: 'refused', member: 'u2' }));
    expect(last()).toMatchObject({ level: 'INFO', audit: true, action: 'member-removed', outcome: 'refused', userId: 'u1', member: 'u2' });
    expect(last().network).toBe(network);
    expect(last()).not.toHaveProperty('ip');
  });

  it('takes what Nest writes', () => {
    const { logger, last } = capture();
    NestCommonLogger.overrideLogger(new NestLogger(logger));
    new NestCommonLogger('Relay').warn('late');
    expect(last()).toMatchObject({ level: 'WARN', msg: 'late', context: 'Relay' });
    new NestCommonLogger('Relay').error(new Error('broken'));
    expect(last()).toMatchObject({ level: 'ERROR', msg: 'broken', err: { message: 'broken' } });
  });

  it('leaves out what is below its level', () => {
    const { logger, lines } = capture('warn');
    logger.info('x');
    logger.debug('x');
    expect(lines).toEqual([]);
  });

  it.each(['error', 'warn', 'info', 'debug'] as const)('records actions in one and the same shape at level %s', (level) => {
    const { logger, lines, last } = capture(level);
    requestContext.run({ ...newRequestContext({ requestId: 'r1' }), userId: 'u1' }, () =>
      logger.audit('logged-in', { outcome: 'success', password: 'canary', err: new Error('x') }),
    );
    expect(lines).toHaveLength(1);
    expect(Object.keys(last())).toEqual('level time service version instance requestId traceId userId audit action outcome password err msg'.split(' '));
    expect(last()).toMatchObject({ level: 'INFO', service: 'sample', audit: true, action: 'logged-in', err: { message: 'x' }, msg: 'audit: logged-in' });
    expect(lines[0]).not.toContain('canary');
  });
});

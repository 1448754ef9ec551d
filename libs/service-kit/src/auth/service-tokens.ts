import { JwtService } from '@nestjs/jwt';

const typ = 'service+jwt';
const lifeSeconds = 60;
const reuseMs = 30_000;
const maxVerified = 100;

/** Header that carries the token of the calling service. */
export const serviceHeader = 'x-hallway-service';
/** Header that names the user a service acts for: `<userId>` or `<userId>;<sessionId>`. */
export const userHeader = 'x-hallway-user';

/** Signs a token by which `caller` may call `audience` for a minute. */
export function signServiceToken(secret: string, caller: string, audience: string): string {
  return new JwtService({}).sign({}, { secret, issuer: caller, audience, expiresIn: lifeSeconds, algorithm: 'HS256', header: { alg: 'HS256', typ } });
}

/** The calling service, or undefined when the token does not open `audience`. */
export function verifyServiceToken(secret: string, token: string, audience: string): { caller: string; expiresAt: number } | undefined {
  try {
    const options = { secret, audience, algorithms: ['HS256' as const], complete: true };
    const { header, payload } = new JwtService({}).verify<{ header: { typ?: string }; payload: { iss?: string; exp?: number } }>(token, options);
    if (header.typ !== typ || !payload.iss || !payload.exp) return undefined;
    return { caller: payload.iss, expiresAt: payload.exp * 1_000 };
  } catch {
    // Whatever is wrong with it, it opens nothing.
    return undefined;
  }
}

/** The service tokens of one service: its own for others, and those of others for it. */
export class ServiceTokens {
  private readonly own = new Map<string, { token: string; until: number }>();
  private readonly verified = new Map<string, { caller: string; expiresAt: number }>();

  constructor(
    private readonly secret: string,
    private readonly service: string,
  ) {}

  /** A token for calls to `audience`. */
  for(audience: string): string {
    const known = this.own.get(audience);
    if (known && known.until > Date.now()) return known.token;
    const token = signServiceToken(this.secret, this.service, audience);
    this.own.set(audience, { token, until: Date.now() + reuseMs });
    return token;
  }

  /** The service that signed the token for us, or undefined. */
  callerOf(token: string): string | undefined {
    const known = this.verified.get(token);
    if (known && known.expiresAt > Date.now()) return known.caller;
    const fresh = verifyServiceToken(this.secret, token, this.service);
    if (!fresh) return undefined;
    if (this.verified.size >= maxVerified) this.verified.clear();
    this.verified.set(token, fresh);
    return fresh.caller;
  }
}

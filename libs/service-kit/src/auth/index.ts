export type { AccessClaims } from './access-token';
export { type JwksSource, KeyStore } from './key-store';
export { serviceHeader, ServiceTokens, signServiceToken, userHeader, verifyServiceToken } from './service-tokens';
export { ServiceGuard } from './service.guard';
export { registerUserStrategy } from './user-strategy';
export { TokenVerifier } from './token-verifier';
export { UserGuard } from './user.guard';

import type { JsonWebKey } from 'node:crypto';
import { Column, Entity, PrimaryColumn } from 'typeorm';

@Entity('signing_keys')
export class SigningKeyEntity {
  @PrimaryColumn({ type: 'text', primaryKeyConstraintName: 'signing_keys_kid_pk' }) kid: string;
  @Column({ type: 'jsonb', name: 'public_jwk' }) publicJwk: JsonWebKey;
  /** PKCS#8 in DER, sealed with AUTH_KEY_SECRET. */
  @Column({ type: 'bytea', name: 'private_key' }) privateKey: Buffer;
  @Column({ type: 'timestamptz', name: 'created_at' }) createdAt: Date;
}

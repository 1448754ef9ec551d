import { Column, Entity, PrimaryColumn } from 'typeorm';

import type { Variant } from '@hallway/contracts-uploads';

/** bigint arrives as text; a file's size is far below 2^53. */
const bytes = { to: (value: number) => value, from: (value: string) => Number(value) };

@Entity('uploads')
export class UploadEntity {
  @PrimaryColumn({ type: 'uuid', primaryKeyConstraintName: 'uploads_id_pk' }) id: string;
  @Column({ type: 'uuid', name: 'owner_id' }) ownerId: string;
  @Column({ type: 'text' }) status: 'declared' | 'ready';
  @Column({ type: 'text', name: 'file_name' }) fileName: string;
  /** What the client said until it is ready, then what the bytes are. */
  @Column({ type: 'text', name: 'mime_type' }) mimeType: string;
  @Column({ type: 'bigint', transformer: bytes }) size: number;
  /** Declared, then computed. */
  @Column({ type: 'text', nullable: true }) sha256: string | null;
  @Column({ type: 'integer', nullable: true }) width: number | null;
  @Column({ type: 'integer', nullable: true }) height: number | null;
  /** Has more than one frame. */
  @Column({ type: 'boolean', default: false }) animated: boolean;
  @Column({ type: 'jsonb', default: [] }) variants: Variant[];
  /** Where the bytes are that are served; never written to again. Only when ready. */
  @Column({ type: 'text', name: 'content_key', nullable: true }) contentKey: string | null;
  /** When it was last known to be, or to become, the picture of a person or conversation. */
  @Column({ type: 'timestamptz', name: 'claimed_at', nullable: true }) claimedAt: Date | null;
  /** It is not found from then on; its bytes are deleted later. */
  @Column({ type: 'timestamptz', name: 'removed_at', nullable: true }) removedAt: Date | null;
  @Column({ type: 'timestamptz', name: 'created_at' }) createdAt: Date;
  @Column({ type: 'timestamptz', name: 'completed_at', nullable: true }) completedAt: Date | null;
}

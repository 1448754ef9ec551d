import { createReadStream } from 'node:fs';
import { rm, stat } from 'node:fs/promises';
import type { Readable } from 'node:stream';
import { buffer } from 'node:stream/consumers';
import {
  CopyObjectCommand,
  DeleteObjectCommand,
  GetObjectCommand,
  HeadBucketCommand,
  NoSuchKey,
  paginateListObjectsV2,
  PutObjectCommand,
  S3Client,
} from '@aws-sdk/client-s3';
import { getSignedUrl } from '@aws-sdk/s3-request-presigner';

import { BlobStore, type ByteRange, type PutTarget } from './blob-store';

export interface S3Settings {
  endpoint?: string;
  region: string;
  bucket: string;
  accessKeyId: string;
  secretAccessKey: string;
}

/** Any S3-speaking object store. Clients send straight to it by signed addresses. */
export class S3BlobStore extends BlobStore {
  private readonly client: S3Client;

  constructor(private readonly settings: S3Settings) {
    super();
    const { endpoint, region, accessKeyId, secretAccessKey } = settings;
    this.client = new S3Client({
      endpoint,
      region,
      credentials: { accessKeyId, secretAccessKey },
      forcePathStyle: endpoint !== undefined,
      // Older servers refuse the checksum trailers that the SDK sends by default.
      requestChecksumCalculation: 'WHEN_REQUIRED',
      responseChecksumValidation: 'WHEN_REQUIRED',
    });
  }

  async putTarget(key: string, type: string, size: number, seconds: number): Promise<PutTarget> {
    const command = new PutObjectCommand({ Bucket: this.settings.bucket, Key: key, ContentType: type, ContentLength: size });
    const signedHeaders = new Set(['content-type', 'content-length']);
    const url = await getSignedUrl(this.client, command, { expiresIn: seconds, signableHeaders: signedHeaders });
    return { url, headers: { 'Content-Type': type } };
  }

  async write(key: string, bytes: Readable): Promise<void> {
    // Only small pictures of our own making come this way; files of people are sent or adopted.
    await this.client.send(new PutObjectCommand({ Bucket: this.settings.bucket, Key: key, Body: await buffer(bytes) }));
  }

  async adopt(key: string, path: string): Promise<void> {
    const { size } = await stat(path);
    await this.client.send(new PutObjectCommand({ Bucket: this.settings.bucket, Key: key, Body: createReadStream(path), ContentLength: size }));
    await rm(path, { force: true });
  }

  async copy(from: string, to: string): Promise<boolean> {
    const Bucket = this.settings.bucket;
    try {
      await this.client.send(new CopyObjectCommand({ Bucket, Key: to, CopySource: `${Bucket}/${from}` }));
      return true;
    } catch (error) {
      if (error instanceof NoSuchKey) return false;
      throw error;
    }
  }

  async read(key: string, range?: ByteRange): Promise<Readable> {
    const Range = range && `bytes=${range.start}-${range.end}`;
    const answer = await this.client.send(new GetObjectCommand({ Bucket: this.settings.bucket, Key: key, Range }));
    return answer.Body as Readable;
  }

  async remove(key: string): Promise<void> {
    await this.client.send(new DeleteObjectCommand({ Bucket: this.settings.bucket, Key: key }));
  }

  async list(prefix: string, before?: Date): Promise<string[]> {
    const keys: string[] = [];
    for await (const page of paginateListObjectsV2({ client: this.client }, { Bucket: this.settings.bucket, Prefix: prefix })) {
      for (const { Key, LastModified } of page.Contents ?? []) if (Key && (!before || (LastModified && LastModified < before))) keys.push(Key);
    }
    return keys;
  }

  async check(): Promise<void> {
    await this.client.send(new HeadBucketCommand({ Bucket: this.settings.bucket }));
  }
}

import { randomUUID } from 'node:crypto';

/** A file as Zoho's file system takes it (v8 docs: "Upload files"). */
export interface UploadFile {
  readonly name: string;
  readonly type: string;
  readonly bytes: Uint8Array;
}

const quotedName = (name: string): string =>
  name.replace(/[\r\n]/g, ' ').replace(/["\\]/g, (sign) => encodeURIComponent(sign));
const plainType = (type: string): string => (/^[\w.+-]+\/[\w.+-]+$/.test(type) ? type : 'application/octet-stream');

/** One file as multipart/form-data. The bytes go as they are, so the sender must not make JSON of them. */
export function multipart({ name, type, bytes }: UploadFile): {
  readonly body: ArrayBuffer;
  readonly headers: Readonly<Record<string, string>>;
} {
  const boundary = `----file-${randomUUID()}`;
  const head = `--${boundary}\r\nContent-Disposition: form-data; name="file"; filename="${quotedName(name)}"\r\nContent-Type: ${plainType(type)}\r\n\r\n`;
  const all = Buffer.concat([Buffer.from(head), bytes, Buffer.from(`\r\n--${boundary}--\r\n`)]);
  const body = all.buffer.slice(all.byteOffset, all.byteOffset + all.byteLength) as ArrayBuffer;
  return { body, headers: { 'Content-Type': `multipart/form-data; boundary=${boundary}` } };
}

// Base64 of gzip -> bytes -> JSON, without asking the network for anything.

/** Characters decoded at a time where the browser has no decoder of its own for bytes. */
const SLICE = 1 << 20;

type FromBase64 = { fromBase64?: (text: string) => Uint8Array<ArrayBuffer> };

export function bytesOf(base64: string): Uint8Array<ArrayBuffer> {
  const native = (Uint8Array as unknown as FromBase64).fromBase64;
  if (native) return native.call(Uint8Array, base64);
  const padding = base64.endsWith("==") ? 2 : base64.endsWith("=") ? 1 : 0;
  const bytes = new Uint8Array((base64.length / 4) * 3 - padding);
  let at = 0;
  for (let from = 0; from < base64.length; from += SLICE) {
    const text = atob(base64.slice(from, from + SLICE));
    for (let i = 0; i < text.length; i++) bytes[at++] = text.charCodeAt(i);
  }
  return bytes;
}

/** By reading the stream's chunks ourselves: a Response or Blob would take them through another process. */
export async function inflate(zipped: Uint8Array<ArrayBuffer>): Promise<ArrayBuffer> {
  const stream = new DecompressionStream("gzip");
  const writer = stream.writable.getWriter();
  const written = writer.write(zipped).then(() => writer.close());
  const reader = stream.readable.getReader();
  const chunks: Uint8Array[] = [];
  let length = 0;
  for (let { value } = await reader.read(); value; { value } = await reader.read()) {
    chunks.push(value);
    length += value.length;
  }
  await written;
  const bytes = new Uint8Array(length);
  let at = 0;
  for (const chunk of chunks) {
    bytes.set(chunk, at);
    at += chunk.length;
  }
  return bytes.buffer;
}

/** The bytes that a text element of the page holds; the element is emptied, to free its memory. */
export async function take(id: string): Promise<ArrayBuffer> {
  const node = document.getElementById(id);
  if (!node) throw new Error(`the page lacks #${id}`);
  const zipped = bytesOf((node.textContent ?? "").trim());
  node.textContent = "";
  return inflate(zipped);
}

export async function takeJson<T>(id: string): Promise<T> {
  return JSON.parse(new TextDecoder().decode(await take(id))) as T;
}

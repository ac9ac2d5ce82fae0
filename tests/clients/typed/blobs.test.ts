import assert from 'node:assert/strict';
import { test } from 'node:test';
import { getBlob, getBlobContent, getConsumerBlobUploadUrl, headBlob, refreshBlob } from '@civitai/client';
import type { ImageBlob, UploadConsumerBlobErrors, UploadConsumerBlobResponses } from '@civitai/client';
import { Baton, type Client, done, must, refused } from '../harness/baton.ts';
import { png } from '../harness/png.ts';

const baton = await Baton.start();
const client = baton.client();
const picture = png(64, 48);

test('Bytes uploaded with a token become a picture of known size', async () => {
  const blob = await upload(client, picture);

  assert.equal(blob.type, 'image');
  assert.deepEqual([blob.width, blob.height, blob.available], [64, 48, true]);
  assert.match(blob.id, /^[a-zA-Z0-9_.-]+\.png$/);
  assert.ok(new Date(blob.urlExpiresAt ?? '').getTime() > Date.now());
  assert.match(blob.urlExpiresAt ?? '', /Z$/);
});

test('A presigned URL takes bytes without a token', async () => {
  const { uploadUrl, expiresAt } = await must(200, getConsumerBlobUploadUrl({ client }));

  const answer = await baton.contract.fetch(uploadUrl, { method: 'POST', body: picture, headers: { 'Content-Type': 'image/png' } });

  assert.equal(answer.status, 201);
  const blob = (await answer.json()) as ImageBlob;
  assert.deepEqual([blob.type, blob.width, blob.height], ['image', 64, 48]);
  assert.ok(new Date(expiresAt).getTime() > Date.now());
  await done(headBlob({ client, path: { blobId: blob.id } }));
});

test('The URL of a blob leads to its bytes without a token', async () => {
  const { url, id } = await upload(client, picture);

  const redirect = await fetch(url ?? '', { redirect: 'manual' });
  const content = await fetch(url ?? '');

  assert.equal(new URL(url ?? '').pathname, `/v2/consumer/blobs/${id}`);
  assert.equal(redirect.status, 302);
  assert.match(redirect.headers.get('Location') ?? '', /\/v2\/consumer\/blobs\/content\/[^/]+$/);
  assert.equal(content.status, 200);
  assert.equal(content.headers.get('Content-Type'), 'image/png');
  assert.deepEqual(new Uint8Array(await content.arrayBuffer()), picture);
});

test('Content is read in ranges', async () => {
  const { url } = await upload(client, picture);
  const range = async (value: string) => {
    const answer = await fetch(url ?? '', { headers: { Range: value } });
    return { status: answer.status, range: answer.headers.get('Content-Range'), bytes: new Uint8Array(await answer.arrayBuffer()) };
  };
  const length = picture.length;

  assert.deepEqual(await range('bytes=0-7'), { status: 206, range: `bytes 0-7/${length}`, bytes: picture.slice(0, 8) });
  assert.deepEqual(await range('bytes=-5'), { status: 206, range: `bytes ${length - 5}-${length - 1}/${length}`, bytes: picture.slice(-5) });
  assert.equal((await range(`bytes=${length}-`)).status, 416);
});

test('The client reads a blob by its id and by its content token', async () => {
  const { id, url } = await upload(client, picture);
  const location = (await fetch(url ?? '', { redirect: 'manual' })).headers.get('Location') ?? '';
  const encryptedToken = location.split('/').at(-1) ?? '';

  const byId = (await must(200, getBlob({ client, path: { blobId: id } }))) as Blob;
  const byToken = (await must(200, getBlobContent({ client, path: { encryptedToken } }))) as Blob;

  assert.equal(byId.type, 'image/png');
  assert.deepEqual(new Uint8Array(await byId.arrayBuffer()), picture);
  assert.deepEqual(new Uint8Array(await byToken.arrayBuffer()), picture);
});

test('A blob is downloaded under the name that is asked for', async () => {
  const { id } = await upload(client, picture);

  const { response } = await getBlob({ client, path: { blobId: id }, query: { filename: '../holiday photo.png', download: true } });

  assert.match(response?.headers.get('Content-Disposition') ?? '', /^attachment; filename="?holiday photo\.png"?/);
});

test('A refresh gives the same blob a new lifetime', async () => {
  const { id } = await upload(client, picture);

  const blob = await must(200, refreshBlob({ client, path: { blobId: id } }));

  assert.equal(blob.id, id);
  assert.equal((await fetch(blob.url ?? '')).status, 200);
});

test('What may not be read or stored is refused with its code', async () => {
  const { url } = await upload(client, picture);

  assert.equal((await fetch((url ?? '').replace(/sig=[^&]+/, 'sig=forged'))).status, 403);
  assert.equal((await fetch((url ?? '').split('?')[0] ?? '')).status, 401);
  assert.deepEqual(await refused(404, getBlob({ client, path: { blobId: 'blob_01ARZ3NDEKTSV4RRFFQ69G5FAV.png' } })), { status: 404, detail: 'Not Found' });
  await refused(404, headBlob({ client, path: { blobId: 'blob_01ARZ3NDEKTSV4RRFFQ69G5FAV.png' } }));
  await refused(404, refreshBlob({ client, path: { blobId: 'blob_01ARZ3NDEKTSV4RRFFQ69G5FAV.png' } }));
  await refused(401, getConsumerBlobUploadUrl({ client: baton.client('none') }));
  await refused(401, uploading(baton.client('none'), picture));
  await refused(415, uploading(client, new TextEncoder().encode('MZ this is no picture'), 'application/x-msdownload'));
});

baton.checkAnswers(
  'UploadConsumerBlob 201', 'UploadConsumerBlob 401', 'UploadConsumerBlob 415', 'GetConsumerBlobUploadUrl 200', 'GetConsumerBlobUploadUrl 401',
  'HeadBlob 204', 'HeadBlob 404', 'GetBlob 404', 'GetBlobContent 200', 'RefreshBlob 200', 'RefreshBlob 404',
);

// The client declares no body for an upload; its generic post sends one as it is.
function uploading(by: Client, body: Uint8Array<ArrayBuffer>, contentType = 'image/png') {
  return by.post<UploadConsumerBlobResponses, UploadConsumerBlobErrors>({
    url: '/v2/consumer/blobs',
    body,
    bodySerializer: null,
    headers: { 'Content-Type': contentType },
  });
}

async function upload(by: Client, body: Uint8Array<ArrayBuffer>): Promise<ImageBlob> {
  return (await must(201, uploading(by, body))) as ImageBlob;
}

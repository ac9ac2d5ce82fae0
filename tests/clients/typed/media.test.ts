import assert from 'node:assert/strict';
import { test } from 'node:test';
import {
  getBlobArchive,
  invokeBlobArchiveStepTemplate,
  invokeConvertImageStepTemplate,
  invokeEchoStepTemplate,
  invokeImageUpscalerStepTemplate,
  invokeMediaHashStepTemplate,
  invokeTextToSpeechStepTemplate,
  submitWorkflow,
} from '@civitai/client';
import type {
  ConvertImageInput,
  ConvertImageStep,
  ConvertImageStepTemplate,
  CustomTextToSpeechInput,
  ImageBlob,
  MediaHashStep,
  MediaHashStepTemplate,
  ResizeTransform,
  WebpOutputFormat,
} from '@civitai/client';
import { Baton, must, refused } from '../harness/baton.ts';
import { png } from '../harness/png.ts';
import { ref } from './templates.ts';

const webp: WebpOutputFormat = { format: 'webp', hideMetadata: true, quality: 80 };
const half: ResizeTransform = { type: 'resize', targetWidth: 32 };

const baton = await Baton.start();
const client = baton.client();
const uploaded = await must(201, client.post<{ 201: ImageBlob }>({
  url: '/v2/consumer/blobs',
  body: png(64, 48),
  bodySerializer: null,
  headers: { 'Content-Type': 'image/png' },
}));
const input: ConvertImageInput = { image: uploaded.url ?? '', transforms: [half], output: webp };

test('A workflow turns an uploaded picture into a smaller one of another format and hashes it', async () => {
  const convert: ConvertImageStepTemplate = { $type: 'convertImage', name: 'smaller', input };
  const hash: MediaHashStepTemplate = { $type: 'mediaHash', input: { mediaUrl: ref('smaller', 'output.blob.url'), hashTypes: ['perceptual'] } };

  const workflow = await must(200, submitWorkflow({ client, body: { steps: [convert, hash], currencies: [] }, query: { wait: 90 } }));

  const [converted, hashed] = workflow.steps as [ConvertImageStep, MediaHashStep];
  assert.deepEqual([converted.status, hashed.status], ['succeeded', 'succeeded']);
  const blob = converted.output?.blob;
  assert.deepEqual([blob?.type, blob?.width, blob?.height, blob?.available], ['image', 32, 24, true]);
  assert.equal(blob?.jobId, converted.jobs?.[0]?.id);
  assert.equal(hashed.input.mediaUrl, blob?.url);
  assert.deepEqual(Object.keys(hashed.output?.hashes ?? {}), ['perceptual']);
  await isWebp(blob);
});

test('The recipe answers with the output alone', async () => {
  const output = await must(200, invokeConvertImageStepTemplate({ client, body: input }));

  assert.deepEqual(Object.keys(output), ['blob']);
  assert.deepEqual([output.blob?.type, output.blob?.width, output.blob?.height], ['image', 32, 24]);
  await isWebp(output.blob);
});

test('A recipe takes a picture as a data URL and as Base64', async () => {
  const base64 = Buffer.from(png(20, 10)).toString('base64');

  for (const image of [base64, `data:image/png;base64,${base64}`]) {
    const output = await must(200, invokeConvertImageStepTemplate({ client, body: { image, output: webp } }));
    assert.deepEqual([output.blob?.width, output.blob?.height], [20, 10]);
  }
});

test('Other recipes answer with their own outputs', async () => {
  const echo = await must(200, invokeEchoStepTemplate({ client, body: { message: 'hello' } }));
  const hash = await must(200, invokeMediaHashStepTemplate({ client, body: { mediaUrl: uploaded.url ?? '', hashTypes: ['perceptual'] } }));
  const upscaled = await must(200, invokeImageUpscalerStepTemplate({ client, body: { image: uploaded.url ?? '' } }));

  assert.deepEqual(echo, { message: 'hello' });
  assert.ok(hash.hashes['perceptual']);
  assert.deepEqual([upscaled.blob.width, upscaled.blob.height], [128, 96]);
});

test('A recipe speaks', async () => {
  const body: CustomTextToSpeechInput = { engine: 'custom', text: 'Hello there.', language: 'English', speaker: 'ryan', xVectorOnlyMode: true };

  const { audioBlob, speaker } = await must(200, invokeTextToSpeechStepTemplate({ client, body }));

  assert.equal(audioBlob.type, 'audio');
  assert.ok((audioBlob.duration ?? 0) > 0.3 && (audioBlob.duration ?? 0) < 10);
  assert.equal(speaker, 'ryan');
  assert.match((await fetch(audioBlob.url ?? '')).headers.get('Content-Type') ?? '', /^audio\//);
});

test('An archive is read by the token in its URL', async () => {
  const output = await must(200, invokeBlobArchiveStepTemplate({ client, body: { entries: [{ blobId: uploaded.id, fileName: 'picture.png' }] } }));
  const encryptedToken = new URL(output.url).pathname.split('/').at(-1) ?? '';

  const archive = (await must(200, getBlobArchive({ client, path: { encryptedToken } }))) as Blob;

  assert.deepEqual([output.format, output.entryCount], ['zip', 1]);
  const bytes = Buffer.from(await archive.arrayBuffer());
  assert.equal(bytes.toString('latin1', 0, 4), 'PK\x03\x04');
  assert.ok(bytes.includes('picture.png'));
});

test('A whatif of a recipe tells its cost in headers', async () => {
  const { error, response } = await invokeEchoStepTemplate({ client, body: { message: 'hello' }, query: { whatif: true } });

  assert.equal(error, undefined);
  assert.ok(response?.ok);
  assert.match(response.headers.get('X-Civitai-Cost-Total') ?? '', /^\d+$/);
});

test('A picture that is broken fails its recipe with a reason and not the server', async () => {
  const error = await refused(502, invokeConvertImageStepTemplate({ client, body: { ...input, image: Buffer.from(png(64, 48).slice(0, 60)).toString('base64') } }));

  assert.deepEqual(error, { status: 502, detail: 'Bad Gateway' });
});

baton.checkAnswers('SubmitWorkflow 200', 'InvokeConvertImageStepTemplate 200', 'InvokeEchoStepTemplate 200', 'InvokeMediaHashStepTemplate 200',
  'InvokeImageUpscalerStepTemplate 200', 'InvokeTextToSpeechStepTemplate 200', 'InvokeBlobArchiveStepTemplate 200', 'GetBlobArchive 200');

async function isWebp(blob: ImageBlob | undefined): Promise<void> {
  const answer = await fetch(blob?.url ?? '');
  const bytes = Buffer.from(await answer.arrayBuffer());
  assert.equal(answer.headers.get('Content-Type'), 'image/webp');
  assert.equal(bytes.toString('latin1', 0, 4) + bytes.toString('latin1', 8, 12), 'RIFFWEBP');
}

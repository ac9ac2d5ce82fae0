// The flows of a JavaScript program without types: it leaves out what the types ask for and the API does not, uses the client's shared
// instance, lets calls throw, and sends what the types do not foresee.
import assert from 'node:assert/strict';
import { test } from 'node:test';
import * as civitai from '@civitai/client';
import { Baton } from '../harness/baton.ts';
import { png } from '../harness/png.ts';

const baton = await Baton.start();
const client = baton.client();
const options = { client, throwOnError: true };

test('A workflow without currencies is submitted, read, changed, patched, tagged, listed and deleted', async () => {
  const submitted = await civitai.submitWorkflow({
    ...options,
    body: { steps: [{ $type: 'echo', input: { message: 'hello' } }, { $type: 'echo', input: { message: { $ref: '0', path: 'output.message' } } }], metadata: { a: 1 } },
    query: { wait: 60 },
  });
  const path = { workflowId: submitted.data.id };
  const step = { ...path, stepName: '1' };

  await civitai.updateWorkflow({ ...options, path, body: { metadata: { a: 2 } } });
  await civitai.patchWorkflow({ ...options, path, body: [{ op: 'add', path: '/metadata/b', value: 3 }] });
  await civitai.addWorkflowTag({ ...options, path, body: 'plain' });
  await civitai.updateWorkflowStep({ ...options, path: step, body: { metadata: { c: 4 } } });
  await civitai.patchWorkflowStep({ ...options, path: step, body: [{ op: 'add', path: '/d', value: 5 }] });
  const read = await civitai.getWorkflow({ ...options, path });
  const readStep = await civitai.getWorkflowStep({ ...options, path: step });
  const listed = await civitai.queryWorkflows({ ...options, query: { tags: ['plain'] } });
  await civitai.removeWorkflowTag({ ...options, path: { ...path, tag: 'plain' } });
  const unlisted = await civitai.queryWorkflows({ ...options, query: { tags: ['plain'] } });
  await civitai.deleteWorkflow({ ...options, path });
  const gone = await civitai.getWorkflow({ client, path });

  assert.equal(submitted.response.status, 200);
  assert.equal(submitted.data.steps[1].output.message, 'hello');
  assert.deepEqual(read.data.metadata, { a: 2, b: 3 });
  assert.deepEqual(readStep.data.metadata, { c: 4, d: 5 });
  assert.deepEqual(listed.data.items.map((item) => item.id), [submitted.data.id]);
  assert.deepEqual(unlisted.data, { next: null, items: [] });
  assert.equal(gone.response.status, 404);
});

test('A blob is uploaded by the client, converted by a recipe and downloaded', async () => {
  const upload = await civitai.uploadConsumerBlob({ ...options, body: png(30, 20), bodySerializer: null, headers: { 'Content-Type': 'image/png' } });
  const output = await civitai.invokeConvertImageStepTemplate({ ...options, body: { image: upload.data.url, output: { format: 'jpeg' } } });
  const download = await civitai.getBlob({ ...options, path: { blobId: output.data.blob.id } });

  assert.equal(upload.response.status, 201);
  assert.equal(download.data.type, 'image/jpeg');
  assert.deepEqual([...new Uint8Array(await download.data.arrayBuffer()).slice(0, 3)], [0xff, 0xd8, 0xff]);
});

test('An upload is posted to its presigned URL', async () => {
  const { data } = await civitai.getConsumerBlobUploadUrl(options);

  const answer = await fetch(data.uploadUrl, { method: 'POST', body: png(30, 20), headers: { 'Content-Type': 'image/png' } });

  assert.equal(answer.status, 201);
  assert.equal((await answer.json()).type, 'image');
});

test('The shared instance of the client works with a token of its own', async () => {
  const { client: shared } = await import('@civitai/client/dist/generated/client.gen.js');
  shared.setConfig({ baseUrl: `${baton.server.url}/`, headers: { Authorization: `Bearer ${baton.server.token}` }, fetch: baton.contract.fetch });

  const { data, response } = await civitai.invokeEchoStepTemplate({ body: { message: 'shared' } });

  assert.equal(response.status, 200);
  assert.deepEqual(data, { message: 'shared' });
});

test('Members that nobody knows are taken and named in a warning', async () => {
  const body = { steps: [{ $type: 'echo', input: { message: 'hello' }, colour: 'red' }], mood: 'good' };

  const { data } = await civitai.submitWorkflow({ ...options, body, query: { wait: 60 } });

  assert.equal(data.status, 'succeeded');
  assert.match(data.warnings.join('\n'), /steps\[0\]\.colour/);
  assert.match(data.warnings.join('\n'), /mood/);
});

baton.checkAnswers('SubmitWorkflow 200', 'UploadConsumerBlob 201', 'InvokeEchoStepTemplate 200', 'InvokeConvertImageStepTemplate 200');

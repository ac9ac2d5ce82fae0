import assert from 'node:assert/strict';
import { test } from 'node:test';
import { JsonPatchFactory, getWorkflowStep, patchWorkflowStep, submitWorkflow, updateWorkflow, updateWorkflowStep } from '@civitai/client';
import type { EchoStep } from '@civitai/client';
import { Baton, done, must, refused } from '../harness/baton.ts';
import { echo, longSpeech, submitted } from './templates.ts';

interface Notes {
  title?: string;
  images?: Record<string, { hidden?: boolean; feedback?: 'liked' | 'disliked' }>;
}

const baton = await Baton.start();
const client = baton.client();

test('A step is read by its name or its index', async () => {
  const { id } = await submitted(client, [{ ...echo('one'), name: 'named' }, echo('two')]);
  const workflowId = id ?? '';

  const named = await must(200, getWorkflowStep({ client, path: { workflowId, stepName: 'named' } }));
  const indexed = await must(200, getWorkflowStep({ client, path: { workflowId, stepName: '1' } }));

  assert.deepEqual([named.$type, named.name, named.status], ['echo', 'named', 'succeeded']);
  assert.deepEqual((indexed as EchoStep).output, { message: 'two' });
  await refused(404, getWorkflowStep({ client, path: { workflowId, stepName: 'other' } }));
});

test('An update of a step replaces its metadata', async () => {
  const { id } = await submitted(client, [{ ...echo('one'), metadata: { old: true } }]);
  const path = { workflowId: id ?? '', stepName: '0' };

  await done(updateWorkflowStep({ client, path, body: { metadata: { new: [1, { deep: null }] } } }));

  assert.deepEqual((await must(200, getWorkflowStep({ client, path }))).metadata, { new: [1, { deep: null }] });
});

test('A patch of a step, as the factory of the client makes it, is relative to its metadata', async () => {
  const { id } = await submitted(client, [{ ...echo('one'), metadata: { title: 'old', images: {} } }]);
  const path = { workflowId: id ?? '', stepName: '0' };
  const factory = new JsonPatchFactory<Notes>();
  factory.addOperation({ op: 'replace', path: 'title', value: 'new' });
  // Ids of blobs have a dot.
  factory.addOperation({ op: 'add', path: 'images/blob_1.png', value: { hidden: true } });
  factory.addOperation({ op: 'add', path: 'images/blob_1.png/feedback', value: 'liked' });
  factory.addOperation({ op: 'copy', from: 'images/blob_1.png', path: 'images/blob_2.png' });
  factory.addOperation({ op: 'remove', path: 'images/blob_2.png/hidden', value: true });

  await done(patchWorkflowStep({ client, path, body: factory.operations }));

  const { metadata } = await must(200, getWorkflowStep({ client, path }));
  assert.deepEqual(metadata, { title: 'new', images: { 'blob_1.png': { hidden: true, feedback: 'liked' }, 'blob_2.png': { feedback: 'liked' } } });
});

test('A step that has started keeps its input', async () => {
  const { id } = await submitted(client, [echo('one')]);
  const path = { workflowId: id ?? '', stepName: '0' };

  const error = await refused(409, patchWorkflowStep({ client, path, body: [{ op: 'replace', path: '/input/message', value: 'two' }] }));

  assert.deepEqual(error, { status: 409, detail: 'Conflict' });
  assert.equal(((await must(200, getWorkflowStep({ client, path }))) as EchoStep).input.message, 'one');
});

test('A step tells its progress and its place while it runs', async () => {
  const { id } = await must(202, submitWorkflow({ client, body: { steps: [longSpeech('a sentence. '), echo('two')], currencies: [] } }));
  const workflowId = id ?? '';

  const step = await must(200, getWorkflowStep({ client, path: { workflowId, stepName: '0' } }));
  await done(updateWorkflow({ client, path: { workflowId }, body: { status: 'canceled' } }));

  assert.ok(['unassigned', 'preparing', 'scheduled', 'processing'].includes(step.status), step.status);
  assert.equal(step.completedAt, undefined);
  assert.ok((step.estimatedProgressRate ?? 0) >= 0 && (step.estimatedProgressRate ?? 0) <= 1);
});

baton.checkAnswers(
  'GetWorkflowStep 200', 'GetWorkflowStep 404', 'UpdateWorkflowStep 204', 'PatchWorkflowStep 204', 'PatchWorkflowStep 409',
);

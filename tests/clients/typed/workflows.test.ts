import assert from 'node:assert/strict';
import { test } from 'node:test';
import {
  BuzzClientAccount,
  Priority,
  TimeSpan,
  UpdateWorkflowStatus,
  WorkflowStatus,
  addWorkflowTag,
  createPatch,
  deleteWorkflow,
  getWorkflow,
  patchWorkflow,
  queryWorkflows,
  removeAllWorkflowTags,
  removeWorkflowTag,
  submitWorkflow,
  updateWorkflow,
} from '@civitai/client';
import type { EchoStep, EchoStepTemplate, JsonPatchOperation, Workflow, WorkflowTemplate } from '@civitai/client';
import { Baton, done, must, refused } from '../harness/baton.ts';
import { echo, longSpeech, ref, submitted } from './templates.ts';

const baton = await Baton.start();
const client = baton.client();

test('A chain submitted with wait comes back ended, each step with the output of the one before', async () => {
  const steps: EchoStepTemplate[] = [
    { $type: 'echo', name: 'first', input: { message: 'hello' }, priority: Priority.HIGH, metadata: { shown: true } },
    { $type: 'echo', input: { message: ref('first', 'output.message') } },
    { $type: 'echo', input: { message: ref('$1', 'output.message') }, timeout: new TimeSpan(0, 20, 0).toString(['hours', 'minutes', 'seconds']), retries: 2 },
    { $type: 'echo', input: { message: ref('$arguments', 'words[1]') } },
  ];
  const body: WorkflowTemplate = { steps, arguments: { words: ['one', 'two'] }, metadata: { title: 'chain' }, currencies: [BuzzClientAccount.BLUE] };

  const workflow = await must(200, submitWorkflow({ client, body, query: { wait: 60 } }));

  assert.equal(workflow.status, WorkflowStatus.SUCCEEDED);
  assert.deepEqual(workflow.steps.map((step) => [step.$type, step.name, step.priority]), [
    ['echo', 'first', 'high'],
    ['echo', '1', 'normal'],
    ['echo', '2', 'normal'],
    ['echo', '3', 'normal'],
  ]);
  assert.deepEqual((workflow.steps as EchoStep[]).map((step) => step.output), ['hello', 'hello', 'hello', 'two'].map((message) => ({ message })));
  assert.equal((workflow.steps[1] as EchoStep).input.message, 'hello');
  assert.equal(workflow.steps[2]?.retries, 2);
  assert.equal(new TimeSpan(workflow.steps[2]?.timeout ?? '').totalMinutes, 20);
  assert.deepEqual(workflow.metadata, { title: 'chain' });
  assert.deepEqual(workflow.arguments, { words: ['one', 'two'] });
  assert.deepEqual(workflow.steps[0]?.metadata, { shown: true });
  assert.deepEqual(workflow.currencies, ['blue']);
  assert.deepEqual(workflow.callbacks, []);
});

test('Instants of a workflow are in UTC and in order', async () => {
  const workflow = await submitted(client, [echo('hello')]);

  const instants = [workflow.createdAt, workflow.startedAt, workflow.completedAt].map((instant) => instant ?? '');
  for (const instant of instants) {
    assert.match(instant, /^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(\.\d{1,7})?Z$/);
  }
  const times = instants.map((instant) => new Date(instant).getTime());
  assert.deepEqual(times, times.toSorted((a, b) => a - b));
  assert.ok(Math.abs(Date.now() - (times[0] ?? 0)) < 60_000);
});

test('A workflow that goes on is 202 until a get with wait sees its end', async () => {
  const body: WorkflowTemplate = { steps: [longSpeech('a sentence. ')], currencies: [] };

  const running = await must(202, submitWorkflow({ client, body }));
  const path = { workflowId: running.id ?? '' };
  const seen = await must(202, getWorkflow({ client, path }));
  const ended = await must(200, getWorkflow({ client, path, query: { wait: 90 } }));

  assert.ok(!isTerminal(running) && !isTerminal(seen));
  assert.equal(running.completedAt, undefined);
  assert.equal(ended.status, 'succeeded');
  assert.equal(ended.id, running.id);
  assert.equal(ended.steps[0]?.jobs?.[0]?.status, 'succeeded');
});

test('A submission under an external id that is taken returns the workflow that has it', async () => {
  const body: WorkflowTemplate = { steps: [echo('hello')], currencies: [], externalId: 'order-17' };

  const first = await must(200, submitWorkflow({ client, body, query: { wait: 60 } }));
  const second = await must(200, submitWorkflow({ client, body: { ...body, steps: [echo('other')] }, query: { wait: 60 } }));

  assert.equal(second.id, first.id);
  assert.match(second.externalId ?? '', /^.+-order-17$/);
});

test('A whatif answers what would run and keeps nothing', async () => {
  const body: WorkflowTemplate = { steps: [echo('hello')], currencies: [], tags: ['whatif'] };

  const workflow = await must(200, submitWorkflow({ client, body, query: { whatif: true } }));
  const kept = await must(200, queryWorkflows({ client, query: { tags: ['whatif'] } }));

  assert.ok(!isTerminal(workflow));
  assert.equal(typeof workflow.cost.total, 'number');
  assert.equal(workflow.transactions?.insufficientBuzz ?? false, false);
  assert.deepEqual(kept.items, []);
});

test('An ephemeral workflow is answered once and then gone', async () => {
  const body: WorkflowTemplate = { steps: [echo('hello')], currencies: [], ephemeral: true };

  const workflow = await must(200, submitWorkflow({ client, body, query: { wait: 60 } }));

  assert.equal(workflow.status, 'succeeded');
  await refused(404, getWorkflow({ client, path: { workflowId: workflow.id ?? '' } }));
  await refused(400, submitWorkflow({ client, body }));
});

test('A listing is walked by its cursor to a last page without one', async () => {
  const ids: string[] = [];
  for (let i = 0; i < 5; i++) {
    ids.unshift((await submitted(client, [echo(`n${i}`)], { tags: ['walk', i % 2 ? 'odd' : 'even'], metadata: { title: `walk number ${i}` } })).id ?? '');
  }

  const pages: string[][] = [];
  // Declared as text; users of the client stop when it is null or missing.
  let cursor: string | null | undefined;
  do {
    const page = await must(200, queryWorkflows({ client, query: { tags: ['walk'], take: 2, ...(cursor && { cursor }) } }));
    pages.push(page.items.map((item) => item.id ?? ''));
    cursor = page.next;
  } while (cursor);

  assert.deepEqual(pages, [ids.slice(0, 2), ids.slice(2, 4), ids.slice(4)]);
  assert.equal(cursor, null);
  assert.deepEqual(await idsOf({ tags: ['walk'], ascending: true }), ids.toReversed());
  assert.deepEqual(await idsOf({ tags: ['walk', 'odd'] }), [ids[1], ids[3]]);
  assert.deepEqual(await idsOf({ tags: ['walk'], query: 'number 3' }), [ids[1]]);
});

test('A listing takes dates and leaves out what failed', async () => {
  const before = new Date(Date.now() - 60_000).toISOString();
  const after = new Date(Date.now() + 60_000).toISOString();
  const good = await submitted(client, [echo('hello')], { tags: ['dated'] });
  const bad = await must(202, submitWorkflow({ client, body: { steps: [longSpeech('never heard. ')], tags: ['dated'], currencies: [] } }));
  await done(updateWorkflow({ client, path: { workflowId: bad.id ?? '' }, body: { status: UpdateWorkflowStatus.CANCELED } }));

  assert.deepEqual(await idsOf({ tags: ['dated'], fromDate: before, toDate: after }), [bad.id, good.id]);
  assert.deepEqual(await idsOf({ tags: ['dated'], excludeFailed: true }), [good.id]);
  assert.deepEqual(await idsOf({ tags: ['dated'], fromDate: after }), []);
  assert.deepEqual(await idsOf({ tags: ['dated'], toDate: before }), []);
});

test('An update replaces metadata and tags and leaves the rest', async () => {
  const { id } = await submitted(client, [echo('hello')], { metadata: { a: 1, b: 2 }, tags: ['old'] });
  const path = { workflowId: id ?? '' };

  await done(updateWorkflow({ client, path, body: { metadata: { c: 3 } } }));
  const first = await must(200, getWorkflow({ client, path }));
  await done(updateWorkflow({ client, path, body: { tags: ['new', 'newer'] } }));
  const second = await must(200, getWorkflow({ client, path }));

  assert.deepEqual([first.metadata, first.tags], [{ c: 3 }, ['old']]);
  assert.deepEqual([second.metadata, second.tags], [{ c: 3 }, ['new', 'newer']]);
});

test('An update cancels a running workflow with every step that has not ended', async () => {
  const speech = longSpeech('never heard. ');
  const body: WorkflowTemplate = { steps: [speech, { ...echo(ref('$0', 'output.modelType')), name: 'after' }], currencies: [] };
  const { id } = await must(202, submitWorkflow({ client, body }));
  const path = { workflowId: id ?? '' };

  await done(updateWorkflow({ client, path, body: { status: UpdateWorkflowStatus.CANCELED } }));
  const workflow = await must(200, getWorkflow({ client, path, query: { wait: 30 } }));

  assert.equal(workflow.status, 'canceled');
  assert.deepEqual(workflow.steps.map((step) => step.status), ['canceled', 'canceled']);
});

test('A JSON Patch made from two versions turns the one into the other', async () => {
  const workflow = await submitted(client, [echo('hello')], { metadata: { list: [1, 2], gone: true, kept: { deep: 'x' } }, tags: ['a', 'b'] });
  const path = { workflowId: workflow.id ?? '' };
  const now = { metadata: workflow.metadata, tags: workflow.tags };
  const wanted = { metadata: { list: [1, 3, 4], kept: { deep: 'y', 'sl/ash': '~' } }, tags: ['b', 'c'] };

  // rfc6902 types operations one by one; all of them are what the client sends.
  await done(patchWorkflow({ client, path, body: createPatch(now, wanted) as JsonPatchOperation[] }));

  const { metadata, tags } = await must(200, getWorkflow({ client, path }));
  assert.deepEqual({ metadata, tags }, wanted);
});

test('A JSON Patch whose test fails changes nothing', async () => {
  const { id } = await submitted(client, [echo('hello')], { metadata: { a: 1 } });
  const path = { workflowId: id ?? '' };
  const body: JsonPatchOperation[] = [
    { op: 'replace', path: '/metadata/a', value: 2 },
    { op: 'test', path: '/metadata/a', value: 3 },
  ];

  const error = await refused(409, patchWorkflow({ client, path, body }));

  assert.deepEqual(error, { status: 409, detail: 'Conflict' });
  assert.deepEqual((await must(200, getWorkflow({ client, path }))).metadata, { a: 1 });
});

test('Tags are added and removed one by one and all at once', async () => {
  const { id } = await submitted(client, [echo('hello')], { tags: ['first'] });
  const path = { workflowId: id ?? '' };
  const tags = async () => (await must(200, getWorkflow({ client, path }))).tags;

  await done(addWorkflowTag({ client, path, body: 'liked & kept/ü' }));
  await done(addWorkflowTag({ client, path, body: 'third' }));
  assert.deepEqual(await tags(), ['first', 'liked & kept/ü', 'third']);

  await done(removeWorkflowTag({ client, path: { ...path, tag: 'liked & kept/ü' } }));
  assert.deepEqual(await tags(), ['first', 'third']);

  await done(removeAllWorkflowTags({ client, path }));
  assert.deepEqual(await tags(), []);
});

test('A deleted workflow is found no more', async () => {
  const { id } = await submitted(client, [echo('hello')], { tags: ['deleted'] });
  const path = { workflowId: id ?? '' };

  await done(deleteWorkflow({ client, path }));

  await refused(404, getWorkflow({ client, path }));
  assert.deepEqual(await idsOf({ tags: ['deleted'] }), []);
});

baton.checkAnswers(
  'SubmitWorkflow 200', 'SubmitWorkflow 202', 'SubmitWorkflow 400', 'GetWorkflow 200', 'GetWorkflow 202', 'GetWorkflow 404', 'QueryWorkflows 200',
  'UpdateWorkflow 204', 'PatchWorkflow 204', 'PatchWorkflow 409', 'DeleteWorkflow 204', 'AddWorkflowTag 204', 'RemoveWorkflowTag 204', 'RemoveAllWorkflowTags 204',
);

function isTerminal(workflow: Workflow): boolean {
  const terminal: WorkflowStatus[] = [WorkflowStatus.SUCCEEDED, WorkflowStatus.FAILED, WorkflowStatus.EXPIRED, WorkflowStatus.CANCELED];
  return terminal.includes(workflow.status);
}

async function idsOf(query: NonNullable<Parameters<typeof queryWorkflows>[0]>['query']): Promise<(string | null | undefined)[]> {
  return (await must(200, queryWorkflows({ client, ...(query && { query }) }))).items.map((item) => item.id);
}

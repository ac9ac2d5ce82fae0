// The client keeps the body of a 400 and makes of every other refusal { status, detail } with the reason phrase.
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { getWorkflow, handleError, invokeEchoStepTemplate, queryWorkflows, submitWorkflow, updateWorkflow } from '@civitai/client';
import { Baton, refused } from '../harness/baton.ts';

const baton = await Baton.start();
const client = baton.client();

test('A 400 keeps its body, which names each fault by the path that the caller wrote', async () => {
  const body = { steps: [{ $type: 'echo', input: { message: 7 } }, { $type: 'nothing', input: {} }], tags: 'one' };

  const error = await refused(400, submitWorkflow({ client, body }));

  assert.equal(error.status, 400);
  assert.equal(error.title, 'One or more validation errors occurred.');
  assert.deepEqual(Object.keys(error.errors).sort(), ['steps[0].input.message', 'steps[1].$type', 'tags']);
  assert.ok(Object.values(error.errors).flat().every((message) => typeof message === 'string' && message.length > 0));
});

test('A 400 of a recipe names paths from the input on', async () => {
  const error = await refused(400, invokeEchoStepTemplate({ client, body: {} }));

  assert.deepEqual(Object.keys(error.errors), ['message']);
});

test('A reference to nothing is a 400 at its place', async () => {
  const body = { steps: [{ $type: 'echo', input: { message: { $ref: 'nobody', path: 'output.message' } } }] };

  const error = await refused(400, submitWorkflow({ client, body }));

  assert.equal(Object.keys(error.errors).length, 1);
  assert.match(Object.keys(error.errors)[0], /^steps\[0\]\.input\.message/);
});

test('JSON that breaks off is a 400 with a detail that the client can show', async () => {
  const error = await refused(400, submitWorkflow({ client, body: '{"steps":[', bodySerializer: null }));

  assert.equal(typeof handleError(error), 'string');
});

test('Other refusals are their status and reason phrase', async () => {
  const path = { workflowId: 'wf_01ARZ3NDEKTSV4RRFFQ69G5FAV' };
  const ended = await submitWorkflow({ client, body: { steps: [{ $type: 'echo', input: { message: 'hello' } }] }, query: { wait: 60 } });

  assert.deepEqual(await refused(404, getWorkflow({ client, path })), { status: 404, detail: 'Not Found' });
  assert.deepEqual(await refused(401, queryWorkflows({ client: baton.client('baton_unknown') })), { status: 401, detail: 'Unauthorized' });
  assert.deepEqual(
    await refused(409, updateWorkflow({ client, path: { workflowId: ended.data.id }, body: { status: 'canceled' } })),
    { status: 409, detail: 'Conflict' },
  );
});

test('A refusal is thrown when the caller asks for that', async () => {
  const path = { workflowId: 'wf_01ARZ3NDEKTSV4RRFFQ69G5FAV' };

  await assert.rejects(getWorkflow({ client, path, throwOnError: true }), (error) => handleError(error) === 'Not Found');
});

baton.checkAnswers('SubmitWorkflow 400', 'InvokeEchoStepTemplate 400', 'GetWorkflow 404', 'QueryWorkflows 401', 'UpdateWorkflow 409');

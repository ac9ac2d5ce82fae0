// Live updates as an EventSource sees them: it comes back by itself with the id it saw last, and stops when there is nothing more to come.
import assert from 'node:assert/strict';
import { once } from 'node:events';
import { test } from 'node:test';
import { EventSource } from 'eventsource';
import { submitWorkflow } from '@civitai/client';
import { Baton, must } from '../harness/baton.ts';
import { ClientTypes } from '../harness/clientTypes.ts';
import { echo, submitted } from './templates.ts';

const baton = await Baton.start({ Live__Retry: '00:00:00.050' });
const client = baton.client();
const { url: server, token } = baton.server;
const declared: Record<string, string> = { workflow: 'WorkflowEvent', step: 'WorkflowStepEvent', job: 'WorkflowStepJobEvent' };

function eventSource(url: string): EventSource {
  return new EventSource(url, {
    fetch: (input, init) => fetch(input, { ...init, headers: { ...init.headers, Authorization: `Bearer ${token}` } }),
  });
}

test('A workflow that has ended is told once, although the source comes back, and closes the source', async () => {
  const workflow = await submitted(client, [echo('hello')]);
  const source = eventSource(`${server}/v2/consumer/workflows/${workflow.id}/events`);
  const told: { type: string; data: string; id: string }[] = [];
  for (const type of Object.keys(declared)) {
    source.addEventListener(type, ({ data, lastEventId }) => told.push({ type, data, id: lastEventId }));
  }

  // The stream ends with the workflow, the source comes back, and is told by 204 that it may stop.
  while (source.readyState !== source.CLOSED) {
    await once(source, 'error');
  }

  assert.deepEqual(told.map(({ type, data }) => [type, JSON.parse(data).status]), [['job', 'succeeded'], ['step', 'succeeded'], ['workflow', 'succeeded']]);
  assert.deepEqual(told.slice(0, 2).map(({ id }) => id), ['', '']);
  assert.match(told[2]!.id, /^[0-9a-f]{24}$/);
  const types = new ClientTypes();
  for (const { type, data } of told) {
    const validate = types.validator(declared[type]!);
    assert.ok(validate?.(JSON.parse(data)), `${type}: ${JSON.stringify(validate?.errors)}`);
  }
});

test('The stream of the account tells of workflows that are submitted after it was opened', async () => {
  const source = eventSource(`${server}/v2/consumer/events?type=workflow:succeeded`);
  await once(source, 'open');
  const told = once(source, 'workflow') as Promise<[MessageEvent<string>]>;

  const { id } = await must(202, submitWorkflow({ client, body: { steps: [echo('hello')], currencies: [] } }));

  assert.equal(JSON.parse((await told)[0].data).workflowId, id);
  source.close();
});

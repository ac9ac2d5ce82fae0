// Callbacks as the official library of Standard Webhooks and the client's own types see them.
import assert from 'node:assert/strict';
import { after, test } from 'node:test';
import { submitWorkflow } from '@civitai/client';
import { Webhook, WebhookVerificationError } from 'standardwebhooks';
import { Baton, must } from '../harness/baton.ts';
import { ClientTypes } from '../harness/clientTypes.ts';
import { type Delivery, Receiver } from '../harness/receiver.ts';

const baton = await Baton.start({ Outbound__AllowLoopback: 'true' });
const client = baton.client();
const receiver = await Receiver.start();
after(() => receiver.stop());

const secrets = `${baton.server.url}/v2/consumer/callbacks/secrets`;
const authorization = { Authorization: `Bearer ${baton.server.token}` };

async function secret(query = ''): Promise<string> {
  const answer = await fetch(`${secrets}${query}`, { method: 'POST', headers: authorization });
  assert.equal(answer.status, 201);
  return ((await answer.json()) as { secret: string }).secret;
}

const old = await secret();
const current = await secret('?retireOthersAfter=3600');
const types = new ClientTypes();
let told: Delivery[] = [];

test('A workflow tells of itself, its step and its job', async () => {
  await must(200, submitWorkflow({
    client,
    query: { wait: 60 },
    body: {
      steps: [{ $type: 'echo', input: { message: 'hello' } } as never],
      currencies: [],
      callbacks: [{ url: `${receiver.url}/hook?token=s3cret`, type: ['workflow:succeeded', 'step:succeeded', 'job:*'], detailed: true }],
    },
  }));

  told = await receiver.received(5);

  assert.deepEqual(told.map(({ headers }) => headers['baton-sequence']), ['1', '2', '3', '4', '5']);
});

test('The official library verifies every delivery with either secret, and nothing that was changed', () => {
  for (const { headers, body } of told) {
    for (const known of [old, current]) {
      assert.deepEqual(new Webhook(known).verify(body, headers as Record<string, string>), JSON.parse(body));
    }
    assert.throws(() => new Webhook(current).verify(`${body} `, headers as Record<string, string>), WebhookVerificationError);
    assert.throws(() => new Webhook(current).verify(body, { ...(headers as Record<string, string>), 'webhook-id': 'evt_other' }), WebhookVerificationError);
  }
});

test('Every body has the type that the client declares', () => {
  const declared: Record<string, string> = { workflow: 'WorkflowEvent', step: 'WorkflowStepEvent', job: 'WorkflowStepJobEvent' };
  for (const { body } of told) {
    // The client declares inputs and outputs, which are any JSON, as null; what they are is declared by the types of their steps.
    const event = JSON.parse(body, (name, value) => (name === 'input' || name === 'output' ? undefined : value)) as { $type: string };
    const validate = types.validator(declared[event.$type]!);
    assert.ok(validate, `the client declares no ${declared[event.$type]}`);
    assert.ok(validate(event), `${event.$type}: ${JSON.stringify(validate.errors)}`);
  }
});

// The official client of OpenAI, unmodified, against the chat endpoint; a small server plays the model behind it.
import assert from 'node:assert/strict';
import { createServer } from 'node:http';
import { after, test } from 'node:test';
import OpenAI from 'openai';
import { Baton } from '../harness/baton.ts';

const words = ['Rings ', 'on ', 'the ', 'water.'];
const bodies = [];

const model = createServer(async (request, response) => {
  if (request.method === 'GET') {
    response.writeHead(200, { 'Content-Type': 'application/json' }).end('{"object":"list","data":[]}');
    return;
  }

  const parts = [];
  for await (const part of request) {
    parts.push(part);
  }

  const body = JSON.parse(Buffer.concat(parts).toString());
  bodies.push(body);
  if (JSON.stringify(body.messages).includes('forbidden')) {
    response.writeHead(400, { 'Content-Type': 'application/json' }).end('{"error":{"message":"Your request was rejected.","code":"content_policy_violation"}}');
    return;
  }

  response.writeHead(200, { 'Content-Type': 'text/event-stream' });
  const chunk = (choices, more = {}) => response.write(`data: ${JSON.stringify({ id: 'c1', object: 'chat.completion.chunk', created: 1700000000, model: body.model, choices, ...more })}\n\n`);
  if (body.tools !== undefined) {
    chunk([{ index: 0, delta: { role: 'assistant', tool_calls: [{ index: 0, id: 'call_1', type: 'function', function: { name: 'weather', arguments: '{"city":' } }] }, finish_reason: null }]);
    chunk([{ index: 0, delta: { tool_calls: [{ index: 0, function: { arguments: '"Ulm"}' } }] }, finish_reason: 'tool_calls' }]);
  } else {
    words.forEach((content, index) => chunk([{ index: 0, delta: index === 0 ? { role: 'assistant', content } : { content }, finish_reason: index === words.length - 1 ? 'stop' : null }]));
  }

  chunk([], { usage: { prompt_tokens: 7, completion_tokens: 4, total_tokens: 11 } });
  response.end('data: [DONE]\n\n');
});

await new Promise((resolve) => model.listen(0, '127.0.0.1', resolve));
after(() => model.close());

const baton = await Baton.start({ Providers__up__Kind: 'OpenAi', Providers__up__Url: `http://127.0.0.1:${model.address().port}/v1` });
const client = new OpenAI({ baseURL: `${baton.server.url}/v1`, apiKey: baton.server.token, maxRetries: 0 });
const ask = (content, more = {}) => ({ model: 'm-1', messages: [{ role: 'user', content }], ...more });

test('A completion is answered as the client declares it', async () => {
  const completion = await client.chat.completions.create(ask('say it', { max_tokens: 50, temperature: 0.2 }));

  assert.equal(completion.choices[0].message.content, 'Rings on the water.');
  assert.equal(completion.choices[0].finish_reason, 'stop');
  assert.equal(completion.usage.total_tokens, 11);
  assert.equal(bodies.at(-1).max_tokens, 50);
});

test('A streamed completion arrives in parts and ends', async () => {
  const parts = [];
  for await (const chunk of await client.chat.completions.create(ask('say it', { stream: true, stream_options: { include_usage: true } }))) {
    parts.push(chunk);
  }

  assert.deepEqual(parts.flatMap((chunk) => chunk.choices.map((choice) => choice.delta.content)), words);
  assert.equal(parts.at(-1).usage.total_tokens, 11);
});

test('The streaming helper of the client puts the whole together', async () => {
  const completion = await client.chat.completions.stream(ask('say it')).finalChatCompletion();

  assert.equal(completion.choices[0].message.content, 'Rings on the water.');
});

test('A call of a tool comes through whole', async () => {
  const tools = [{ type: 'function', function: { name: 'weather', parameters: { type: 'object', properties: { city: { type: 'string' } } } } }];
  const completion = await client.chat.completions.create(ask('the weather', { tools, tool_choice: 'auto' }));

  assert.equal(completion.choices[0].finish_reason, 'tool_calls');
  assert.deepEqual(JSON.parse(completion.choices[0].message.tool_calls[0].function.arguments), { city: 'Ulm' });
  assert.deepEqual(bodies.at(-1).tools, tools);
});

test('Failures are the errors that the client has for them, with words', async () => {
  const stranger = new OpenAI({ baseURL: `${baton.server.url}/v1`, apiKey: 'nobody', maxRetries: 0 });

  await assert.rejects(stranger.chat.completions.create(ask('say it')), (error) => error instanceof OpenAI.AuthenticationError && /token/.test(error.message));
  await assert.rejects(client.chat.completions.create(ask('something forbidden')), (error) => error instanceof OpenAI.UnprocessableEntityError && error.code === 'recipe-blocked' && /rejected/.test(error.message));
  await assert.rejects(
    client.chat.completions.create({ model: 'm-1', messages: [{ role: 'user', content: 'say it' }], temperature: 7 }),
    (error) => error instanceof OpenAI.BadRequestError && error.param === 'temperature' && error.code === 'validation',
  );
});

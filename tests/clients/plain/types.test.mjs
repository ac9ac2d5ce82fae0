import assert from 'node:assert/strict';
import { execFile } from 'node:child_process';
import { test } from 'node:test';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';

test('The typed flows fit the types that the client publishes', async () => {
  const compiler = fileURLToPath(import.meta.resolve('typescript/bin/tsc'));
  const project = fileURLToPath(new URL('..', import.meta.url));

  const result = await promisify(execFile)(process.execPath, [compiler, '--project', project]).catch((error) => error);

  assert.equal(result.stdout, '');
});

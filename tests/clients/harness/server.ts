import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtemp, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';

const executable = process.env['BATON'] ?? resolve(import.meta.dirname, '../../../src/Baton/bin/Release/net10.0/baton');
const startMillisecondsMax = 60_000;
const stopMillisecondsMax = 20_000;

/** A Baton server as users start it: the built executable, on a free port, with a data directory of its own. */
export class Server {
  readonly #process: ChildProcess;
  readonly #data: string;

  private constructor(
    process: ChildProcess,
    data: string,
    readonly url: string,
    readonly token: string,
  ) {
    this.#process = process;
    this.#data = data;
  }

  static async start(settings: Record<string, string> = {}): Promise<Server> {
    const data = await mkdtemp(join(tmpdir(), 'baton-clients-'));
    const child = spawn(executable, ['serve', '--urls', 'http://127.0.0.1:0', '--data', data], { stdio: ['ignore', 'pipe', 'pipe'], env: { ...process.env, ...settings } });
    // A test run that breaks off must not leave the server behind.
    process.once('exit', () => child.kill('SIGKILL'));
    try {
      const url = await listening(child);
      await ready(url);
      return new Server(child, data, url, (await readFile(join(data, 'first-token'), 'utf8')).trim());
    } catch (error) {
      child.kill('SIGKILL');
      await rm(data, { recursive: true });
      throw error;
    }
  }

  /** Stops the server as an operator would and returns its exit code; null when it had to be killed. */
  async stop(): Promise<number | null> {
    const exited = once(this.#process, 'exit');
    this.#process.kill('SIGTERM');
    const killer = setTimeout(() => this.#process.kill('SIGKILL'), stopMillisecondsMax);
    const [code] = await exited;
    clearTimeout(killer);
    await rm(this.#data, { recursive: true });
    return code;
  }
}

/** The address that the server says it listens on. */
function listening(child: ChildProcess): Promise<string> {
  return new Promise((resolve, reject) => {
    let output = '';
    const fail = (why: string) => reject(new Error(`The server ${why}. It said:\n${output}`));
    const timer = setTimeout(() => fail('did not listen in time'), startMillisecondsMax);
    const read = (chunk: Buffer) => {
      output += chunk.toString();
      const url = /^listening on\s+(http\S+)\s*$/m.exec(output)?.[1];
      if (url !== undefined) {
        clearTimeout(timer);
        resolve(url);
      }
    };
    child.stdout?.on('data', read);
    child.stderr?.on('data', read);
    child.once('error', (error) => fail(`could not be started: ${error.message}`));
    child.once('exit', (code) => fail(`ended with code ${code}`));
  });
}

async function ready(url: string): Promise<void> {
  const deadline = Date.now() + startMillisecondsMax;
  while (!(await fetch(`${url}/health/ready`)).ok) {
    if (Date.now() > deadline) {
      throw new Error('The server listens but did not become ready in time.');
    }
    await delay(50);
  }
}

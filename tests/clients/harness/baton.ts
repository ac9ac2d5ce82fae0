import assert from 'node:assert/strict';
import { after, test } from 'node:test';
import { createCivitaiClient } from '@civitai/client';
import { Contract } from './contract.ts';
import { Server } from './server.ts';

export type Client = ReturnType<typeof createCivitaiClient>;

/** A running server and the published client on it. */
export class Baton {
  private constructor(
    readonly server: Server,
    readonly contract: Contract,
  ) {}

  /** Starts a server for the tests of one file and stops it after them. Settings are environment variables. */
  static async start(settings: Record<string, string> = {}): Promise<Baton> {
    const server = await Server.start(settings);
    after(async () => assert.equal(await server.stop(), 0, 'the server did not stop by itself'));
    return new Baton(server, await Contract.of(server.url));
  }

  /** The client as its users make it; only its fetch is watched. */
  client(token: string = this.server.token): Client {
    const client = createCivitaiClient({ baseUrl: this.server.url, auth: token });
    client.setConfig({ fetch: this.contract.fetch });
    return client;
  }

  /** The last test of a file: no answer so far differed from what the client declares, and these operations were among them. */
  checkAnswers(...places: string[]): void {
    test('No answer differed from the types of the client or the description of the server', () => {
      assert.deepEqual(this.contract.differences, []);
      assert.deepEqual(places.filter((place) => !this.contract.checked.has(place)), []);
    });
  }
}

/** What a call of the client returned, when it succeeded with this status. */
export async function must<T>(status: number, call: Promise<{ data?: T; error?: unknown; response?: Response }>): Promise<NonNullable<T>> {
  const { data, error, response } = await call;
  assert.equal(error, undefined);
  assert.equal(response?.status, status);
  assert.ok(data !== undefined && data !== null);
  return data;
}

/** A call of the client that succeeded with 204. */
export async function done(call: Promise<{ error?: unknown; response?: Response }>): Promise<void> {
  const { error, response } = await call;
  assert.equal(error, undefined);
  assert.equal(response?.status, 204);
}

/** The error that the client made of an answer with this status. */
export async function refused(status: number, call: Promise<{ error?: unknown; response?: Response }>): Promise<unknown> {
  const { error, response } = await call;
  assert.equal(response?.status, status, JSON.stringify(error));
  return error;
}

import { once } from 'node:events';
import { type IncomingHttpHeaders, type Server, createServer } from 'node:http';
import type { AddressInfo } from 'node:net';

export interface Delivery {
  headers: IncomingHttpHeaders;
  body: string;
}

/** An endpoint of callbacks on a free port. */
export class Receiver {
  readonly deliveries: Delivery[] = [];
  readonly #server: Server;

  private constructor(server: Server) {
    this.#server = server;
  }

  static async start(): Promise<Receiver> {
    const server = createServer(async (request, response) => {
      let body = '';
      for await (const chunk of request) {
        body += chunk;
      }
      receiver.deliveries.push({ headers: request.headers, body });
      response.writeHead(204).end();
      server.emit('delivery');
    }).listen(0, '127.0.0.1');
    const receiver = new Receiver(server);
    await once(server, 'listening');
    return receiver;
  }

  get url(): string {
    return `http://127.0.0.1:${(this.#server.address() as AddressInfo).port}`;
  }

  async received(count: number): Promise<Delivery[]> {
    while (this.deliveries.length < count) {
      await once(this.#server, 'delivery', { signal: AbortSignal.timeout(60_000) });
    }
    return this.deliveries;
  }

  stop(): void {
    this.#server.close();
    this.#server.closeAllConnections();
  }
}

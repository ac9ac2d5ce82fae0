import { Ajv2020 } from 'ajv/dist/2020.js';
import type { ErrorObject, ValidateFunction } from 'ajv';
import formats from 'ajv-formats';
import { ClientTypes } from './clientTypes.ts';

interface Operation {
  operationId: string;
  responses: Record<string, { content?: Record<string, { schema?: object }> }>;
}

interface Description {
  paths: Record<string, Record<string, Operation>>;
}

interface Step {
  $type: string;
  status: string;
}

const description = 'description';

// Beyond what the published API declares: a recipe that outlives the request goes on as a workflow.
const undeclaredSuccess = new Set(['202']);

/** Holds every answer against the types that the client declares and against the server's own description, and remembers what differs. */
export class Contract {
  readonly #differences = new Map<string, string>();
  readonly checked = new Set<string>();
  readonly #types = new ClientTypes();
  readonly #ajv = new Ajv2020({ strict: false, allErrors: true });
  readonly #routes: { method: string; path: string; pattern: RegExp; operation: Operation }[];

  private constructor(document: Description) {
    formats.default(this.#ajv);
    this.#ajv.addFormat('media-source', true);
    this.#ajv.addSchema(document, description);
    this.#routes = Object.entries(document.paths)
      .flatMap(([path, operations]) => Object.entries(operations).map(([method, operation]) => ({ method, path, pattern: patternOf(path), operation })))
      // A path without parameters goes before one that would take it as a parameter.
      .sort((a, b) => a.path.split('{').length - b.path.split('{').length);
  }

  static async of(url: string): Promise<Contract> {
    const answer = await fetch(`${url}/openapi/v2-consumers.json`);
    return new Contract((await answer.json()) as Description);
  }

  get differences(): string[] {
    return [...this.#differences].map(([difference, body]) => `${difference}${body}`);
  }

  /** Does what fetch does, and checks what came back. */
  readonly fetch: typeof fetch = async (input, init) => {
    const request = new Request(input, init);
    const response = await fetch(request);
    // What a redirect led to is the answer of another operation.
    if (!response.redirected) {
      await this.#check(request, response.clone());
    }
    return response;
  };

  async #check(request: Request, response: Response): Promise<void> {
    const { pathname, searchParams } = new URL(request.url);
    // What a recipe answers when it is only asked what it would do is not part of the published API.
    if (pathname.includes('/recipes/') && searchParams.get('whatif') === 'true') {
      return;
    }

    const route = this.#routes.find((candidate) => candidate.method.toUpperCase() === request.method && candidate.pattern.test(pathname));
    if (route === undefined) {
      this.#differs(`${request.method} ${pathname} is not described`);
      return;
    }

    const { operationId, responses } = route.operation;
    const place = `${operationId} ${response.status}`;
    this.checked.add(place);
    const declared = responses[String(response.status)];
    if (declared === undefined) {
      this.#differs(`${place} is not described`);
      return;
    }

    // The answer to a HEAD has the headers of a body alone.
    if (request.method === 'HEAD') {
      return;
    }

    const mediaType = response.headers.get('Content-Type')?.split(';')[0] ?? '';
    if (mediaType.endsWith('json')) {
      const pointer = ['paths', route.path, route.method, 'responses', String(response.status), 'content', mediaType, 'schema'];
      const described = declared.content?.[mediaType]?.schema && this.#ajv.compile({ $ref: `${description}#/${pointer.map(escaped).join('/')}` });
      this.#checkBody(place, operationId, response, await response.json(), described || undefined);
    } else if (response.status === 204 && (await response.text()) !== '') {
      this.#differs(`${place} has a body`);
    }
  }

  #checkBody(place: string, operationId: string, response: Response, body: unknown, described: ValidateFunction | undefined): void {
    if (described === undefined) {
      this.#differs(`${place}: the kind of its body is not described`);
    } else {
      this.#hold(`${place} by its description`, described, body);
    }

    const typed = this.#types.validator(`${operationId}${response.ok ? 'Responses' : 'Errors'}`, response.status);
    if (typed !== undefined) {
      this.#hold(`${place} by the client's types`, typed, body);
    } else if (response.ok && !undeclaredSuccess.has(String(response.status))) {
      this.#differs(`${place} is not among the client's responses`);
    }
    for (const step of stepsOf(body)) {
      this.#checkStep(place, step);
    }
  }

  // A workflow declares its steps by their base type: what a step holds is declared by the type of its kind. Before it runs,
  // a reference may stand where that type wants a value.
  #checkStep(place: string, step: Step): void {
    if (step.status === 'succeeded') {
      const type = `${step.$type[0]?.toUpperCase()}${step.$type.slice(1)}Step`;
      const typed = this.#types.validator(type);
      if (typed === undefined) {
        this.#differs(`${place} has a step of the kind ${step.$type}, which the client does not know`);
      } else {
        this.#hold(`${place} as ${type}`, typed, step);
      }
    }
  }

  // Every difference is told once, with the first body that had it.
  #differs(difference: string, body?: unknown): void {
    if (!this.#differences.has(difference)) {
      this.#differences.set(difference, body === undefined ? '' : ` in ${JSON.stringify(body)}`);
    }
  }

  #hold(place: string, validate: ValidateFunction, body: unknown): void {
    if (!validate(body)) {
      this.#differs(`${place}: ${(validate.errors ?? []).map(describe).join('; ')}`, body);
    }
  }
}

function describe(error: ErrorObject): string {
  return `${error.instancePath || '/'} ${error.message} ${JSON.stringify(error.params)}`;
}

function patternOf(path: string): RegExp {
  return new RegExp(`^${path.replace(/\{[^}]+\}/g, '[^/]+')}$`);
}

function escaped(part: string): string {
  return encodeURIComponent(part.replace(/~/g, '~0').replace(/\//g, '~1'));
}

function stepsOf(body: unknown): Step[] {
  const { steps, items, $type } = body as { steps?: Step[]; items?: { steps: Step[] }[]; $type?: string };
  if ($type !== undefined) {
    return [body as Step];
  }
  return steps ?? items?.flatMap((item) => item.steps) ?? [];
}

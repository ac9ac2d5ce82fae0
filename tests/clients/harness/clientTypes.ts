import { fileURLToPath } from 'node:url';
import { Ajv, type ValidateFunction } from 'ajv';
import { type CompletedConfig, DEFAULT_CONFIG, SchemaGenerator, createFormatter, createParser } from 'ts-json-schema-generator';
import ts from 'typescript';

type Schema = Record<string, unknown>;

const declarations = fileURLToPath(new URL('generated/types.gen.d.ts', import.meta.resolve('@civitai/client')));
const nullableNext: Schema = { type: ['string', 'null'] };

/** The types that the client declares, as JSON schemas made from its own declaration file. */
export class ClientTypes {
  readonly #ajv = new Ajv({ strict: false, allErrors: true });
  readonly #validators = new Map<string, ValidateFunction | undefined>();
  #generator: SchemaGenerator | undefined;

  /** Checks a value against an exported type or one of its members; undefined when the client declares no such type. */
  validator(type: string, member?: number): ValidateFunction | undefined {
    const key = `${type}.${member ?? ''}`;
    if (!this.#validators.has(key)) {
      this.#validators.set(key, this.#compile(type, member));
    }
    return this.#validators.get(key);
  }

  #compile(type: string, member?: number): ValidateFunction | undefined {
    const whole = this.#schema(type);
    if (whole === undefined || member === undefined) {
      return whole && this.#ajv.compile(whole);
    }
    const properties = whole['properties'] as Record<string, Schema> | undefined;
    const schema = properties?.[member];
    return schema && this.#ajv.compile({ ...schema, definitions: whole['definitions'] });
  }

  #schema(type: string): Schema | undefined {
    this.#generator ??= generator();
    try {
      return closed(this.#generator.createSchema(type) as Schema);
    } catch (error) {
      if (error instanceof Error && error.name === 'RootlessError') {
        return undefined;
      }
      throw error;
    }
  }
}

function generator(): SchemaGenerator {
  const config: CompletedConfig = { ...DEFAULT_CONFIG, path: declarations, additionalProperties: true, topRef: false, encodeRefs: false, jsDoc: 'none' };
  // The declarations need no more than the utility types of the language; reading the libraries of the browser and of node takes seconds.
  const program = ts.createProgram([declarations], { lib: ['lib.es5.d.ts'], types: [], strict: true, noEmit: true });
  return new SchemaGenerator(program, createParser(program, config), createFormatter(config), config);
}

/** Mends what the generator and the client's declarations leave open or say wrongly. */
function closed(schema: Schema): Schema {
  const definitions = (schema['definitions'] ?? {}) as Record<string, Schema>;
  for (const definition of Object.values(definitions)) {
    // An enum comes out as its values "or anything".
    if (Array.isArray(definition['anyOf'])) {
      definition['anyOf'] = definition['anyOf'].filter((variant) => Object.keys(variant).length > 0);
    }
  }
  // The client declares the cursor of a listing as text, and its users stop when it is null, as on every last page.
  const page = definitions['CursedArrayOfTelemetryCursorAndWorkflow'];
  if (page !== undefined) {
    (page['properties'] as Schema)['next'] = nullableNext;
  }
  return schema;
}

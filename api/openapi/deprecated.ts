// Marks in the document what will go: endpoints, parameters, and properties of what is sent and answered.
import type { Deprecation } from '../deprecations.js';

type Json = Record<string, unknown>;

/** @returns the same document, marked. @throws Error when an entry names what the document does not have */
export function markDeprecated<D extends object>(document: D, deprecations: readonly Deprecation[]): D {
  for (const entry of deprecations) {
    const name = `${entry.method.toUpperCase()} ${entry.path}`;
    const operation = at(document, 'paths', entry.path, entry.method);
    if (!operation) throw new Error(`${name} is deprecated and not there`);
    if (!entry.field) {
      operation['deprecated'] = true;
      operation['description'] = `${noteOf(entry)} ${String(operation['description'])}`;
      continue;
    }
    const fields = fieldsOf(document, operation, entry.field);
    if (fields.length === 0) throw new Error(`${name} has no ${entry.field.in} field ${entry.field.name} to deprecate`);
    for (const field of fields) {
      field['deprecated'] = true;
      field['description'] = [noteOf(entry), field['description']].filter(Boolean).join(' ');
    }
  }
  return document;
}

const noteOf = ({ since, sunset, instead }: Deprecation): string =>
  `**Deprecated since ${since}, goes on ${sunset} or later: ${instead}**`;

/** Schemas are shared: a property is marked in every endpoint that has its schema. */
function fieldsOf(document: object, operation: Json, field: NonNullable<Deprecation['field']>): Json[] {
  switch (field.in) {
    case 'query': {
      const parameters = (operation['parameters'] ?? []) as Json[];
      return parameters.filter((parameter) => parameter['in'] === 'query' && parameter['name'] === field.name);
    }
    case 'body':
      return propertyOf(document, operation['requestBody'], field.name);
    case 'response': {
      const responses = Object.entries((operation['responses'] ?? {}) as Json);
      return responses.flatMap(([status, response]) =>
        status.startsWith('2') ? propertyOf(document, response, field.name) : [],
      );
    }
  }
}

function propertyOf(document: object, content: unknown, name: string): Json[] {
  const schema = at(content, 'content', 'application/json', 'schema');
  const pointer = schema?.['$ref'];
  const resolved = typeof pointer === 'string' ? at(document, ...pointer.slice(2).split('/')) : schema;
  const properties = at(resolved, 'properties');
  const property = at(properties, name);
  if (!properties || !property) return [];
  // What is said of this field is not said of others with the same schema.
  const own = '$ref' in property ? { allOf: [property] } : property;
  properties[name] = own;
  return [own];
}

function at(from: unknown, ...path: string[]): Json | undefined {
  const found = path.reduce<unknown>((node, key) => (node as Json | undefined)?.[key], from);
  return typeof found === 'object' && found !== null ? (found as Json) : undefined;
}

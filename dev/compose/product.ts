// What the compose file must give our own processes: a configuration that loads, an entry point that exists.
import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { ConfigError, CONFIG_VARIABLES, loadConfig } from '../../platform/config.js';
import { searchAttributes } from '../../workflows/messages/search-attributes.js';
import { repositoryRoot } from '../repository-root.js';
import type { ComposeFile, Service } from './compose-file.js';

/** Read by libraries rather than by our configuration. */
const OF_LIBRARIES = ['AWS_ACCESS_KEY_ID', 'AWS_SECRET_ACCESS_KEY', 'NODE_OPTIONS'];
/** Set by the Dockerfile. */
const IMAGE_ENVIRONMENT = { NODE_ENV: 'production' };

/** @returns one line per problem */
export function productProblems(file: ComposeFile): string[] {
  const ours = Object.entries(file.services).filter(([, service]) => service.build !== undefined);
  return [
    ...ours.flatMap(([name, service]) => [
      ...configurationProblems(name, service),
      ...variableProblems(name, service),
      ...entryProblems(name, service),
    ]),
    ...searchAttributeProblems(file),
  ];
}

function configurationProblems(name: string, service: Service): string[] {
  try {
    const config = loadConfig({ ...IMAGE_ENVIRONMENT, ...service.environment });
    return config.production || service.profiles ? [] : [`${name} does not run in production mode`];
  } catch (error) {
    if (!(error instanceof ConfigError)) throw error;
    return [`${name}: ${error.message}`];
  }
}

function variableProblems(name: string, service: Service): string[] {
  const known = [...CONFIG_VARIABLES, ...OF_LIBRARIES];
  return Object.keys(service.environment ?? {})
    .filter((variable) => !known.includes(variable))
    .map((variable) => `${name}: nothing reads the variable ${variable}`);
}

function entryProblems(name: string, service: Service): string[] {
  const commands = [...(service.command ?? []), ...(service.healthcheck?.test ?? [])];
  const entries = commands.filter((word) => word.startsWith('dist/'));
  if (entries.length === 0) return [`${name} starts nothing of dist/`];
  return entries
    .map((entry) => entry.replace(/^dist\//, '').replace(/\.js$/, '.ts'))
    .filter((source) => !existsSync(join(repositoryRoot, source)))
    .map((source) => `${name} starts ${source}, which does not exist`);
}

/** The namespace job adds them before the first worker looks for them. */
function searchAttributeProblems(file: ComposeFile): string[] {
  const script = file.services['temporal-namespace']?.command?.join('\n') ?? '';
  const named = /for name in ([\w ]+);/.exec(script)?.[1]?.split(' ') ?? [];
  const wanted = Object.values(searchAttributes).map(({ name }) => name);
  return named.toSorted().join() === wanted.toSorted().join()
    ? []
    : [`temporal-namespace adds the search attributes ${named.join(', ')}; the workflows use ${wanted.join(', ')}`];
}

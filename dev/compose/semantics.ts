// What the schema cannot say: the file's names lead somewhere, nothing is published twice, everything that runs is watched.
import type { ComposeFile, Service } from './compose-file.js';

/** @returns one line per problem */
export function semanticProblems(file: ComposeFile): string[] {
  const services = Object.entries(file.services);
  return [
    ...services.flatMap(([name, service]) => [
      ...dependencyProblems(name, service, file),
      ...watchProblems(name, service),
      ...imageProblems(name, service),
      ...mountProblems(name, service, file),
    ]),
    ...portProblems(file),
    ...unusedVolumes(file),
  ];
}

const isJob = (service: Service): boolean => /^(no|on-failure)/.test(service.restart ?? 'no');

function dependencyProblems(name: string, service: Service, file: ComposeFile): string[] {
  return Object.entries(service.depends_on ?? {}).flatMap(([other, { condition, required = true }]) => {
    const target = file.services[other];
    const problem = (text: string) => [`${name} depends on ${other}, ${text}`];
    if (!target) return problem('which does not exist');
    if (condition === 'service_healthy' && !target.healthcheck) return problem('which has no health check');
    if (condition === 'service_completed_successfully' && !isJob(target)) return problem('which never completes');
    if (required && target.profiles && !service.profiles)
      return problem('which is in a profile: the dependency cannot be required');
    return [];
  });
}

function watchProblems(name: string, service: Service): string[] {
  return isJob(service) || service.healthcheck ? [] : [`${name} runs for ever and has no health check`];
}

function imageProblems(name: string, { image = '' }: Service): string[] {
  return /:[^/:]+$/.test(image) && !image.endsWith(':latest') ? [] : [`${name}: the image "${image}" names no version`];
}

function mountProblems(name: string, service: Service, file: ComposeFile): string[] {
  const volumes = volumesOf(service).filter((volume) => !(volume in (file.volumes ?? {})));
  const configs = (service.configs ?? []).filter(({ source }) => !(source in (file.configs ?? {})));
  return [
    ...volumes.map((volume) => `${name}: the volume ${volume} is not declared`),
    ...configs.map(({ source }) => `${name}: the config ${source} is not declared`),
  ];
}

function unusedVolumes(file: ComposeFile): string[] {
  const used = new Set(Object.values(file.services).flatMap(volumesOf));
  return Object.keys(file.volumes ?? {})
    .filter((volume) => !used.has(volume))
    .map((volume) => `the volume ${volume} is used by no service`);
}

/** Named volumes: `name:/path`; a path on the host begins with `.` or `/`. */
function volumesOf(service: Service): string[] {
  return (service.volumes ?? []).map((mount) => mount.split(':')[0] ?? '').filter((source) => !/^[./]/.test(source));
}

function portProblems(file: ComposeFile): string[] {
  const taken = new Map<string, string>();
  return Object.entries(file.services).flatMap(([name, service]) =>
    (service.ports ?? []).flatMap((mapping) => {
      const host = mapping.split(':').at(-2) ?? mapping;
      const other = taken.get(host);
      taken.set(host, name);
      const twice = other === undefined ? [] : [`${name} and ${other} both publish port ${host}`];
      const scaled = Number(service.scale ?? 1) > 1 ? [`${name} publishes a port and runs more than once`] : [];
      return [...twice, ...scaled];
    }),
  );
}

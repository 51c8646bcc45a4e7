// The parts of a compose file that our checks look at, after YAML merges and variables.
import { z } from 'zod';

const text = z.union([z.string(), z.number(), z.boolean()]).transform(String);

const service = z.looseObject({
  image: z.string().optional(),
  build: z.unknown().optional(),
  command: z.array(z.string()).optional(),
  environment: z.record(z.string(), text).optional(),
  restart: z.string().optional(),
  profiles: z.array(z.string()).optional(),
  depends_on: z.record(z.string(), z.object({ condition: z.string(), required: z.boolean().optional() })).optional(),
  healthcheck: z.looseObject({ test: z.array(z.string()) }).optional(),
  volumes: z.array(z.string()).optional(),
  configs: z.array(z.object({ source: z.string(), target: z.string() })).optional(),
  ports: z.array(z.string()).optional(),
  scale: text.optional(),
});
export type Service = z.infer<typeof service>;

/** Long forms only: `depends_on` and `environment` as maps, `command` as a list. */
export const composeFile = z.looseObject({
  services: z.record(z.string(), service),
  volumes: z.record(z.string(), z.unknown()).optional(),
  configs: z.record(z.string(), z.unknown()).optional(),
});
export type ComposeFile = z.infer<typeof composeFile>;

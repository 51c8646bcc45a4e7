// `quantleap incident …`: what the public status page says of incidents, for when the API is the thing that is down.
import { InvalidArgumentError, Option, type Command } from 'commander';
import { IncidentRepository } from '../db/repositories/incidents.js';
import {
  INCIDENT_COMPONENTS,
  INCIDENT_IMPACTS,
  INCIDENT_STATES,
  incidentTextProblem,
  latestOf,
  MOST_BODY,
  MOST_TITLE,
  type Incident,
  type IncidentComponent,
  type IncidentImpact,
  type IncidentState,
} from '../domain/incident.js';
import { newId } from '../platform/ids.js';
import { wholeNumber } from './options.js';
import { shellUser, withDatabase } from './with-database.js';

type Told = { title?: string; impact?: IncidentImpact; component?: IncidentComponent[]; startedAt?: Date };

export function addIncidentCommands(program: Command): void {
  const incident = program
    .command('incident')
    .description('the public status page: what it says of incidents; name no user and no partner');

  told(incident.command('open'), true)
    .description('puts an incident on the page')
    .addOption(stateOption().default('investigating'))
    .requiredOption('--body <text>', 'what is known', words(MOST_BODY))
    .action(async (options: Required<Omit<Told, 'startedAt'>> & Told & { state: IncidentState; body: string }) => {
      const { title, impact, component: components, startedAt = new Date(), state, body } = options;
      const ids = { id: newId('inc'), updateId: newId('inu'), by: shellUser() };
      const opened = await withDatabase((db) =>
        db.transaction((tx) =>
          new IncidentRepository(db).open({ ...ids, title, impact, components, startedAt, state, body }, tx),
        ),
      );
      say(text(opened));
    });

  told(incident.command('update'), false)
    .description('adds an update; what was written before stays')
    .argument('<incident>', 'its id: inc_…')
    .addOption(stateOption().makeOptionMandatory())
    .requiredOption('--body <text>', 'what is known now', words(MOST_BODY))
    .action(async (id: string, options: Told & { state: IncidentState; body: string }) => append(id, options));

  incident
    .command('resolve')
    .description('ends an incident')
    .argument('<incident>', 'its id: inc_…')
    .requiredOption('--body <text>', 'what it was, and that it is over', words(MOST_BODY))
    .action(async (id: string, { body }: { body: string }) => append(id, { state: 'resolved', body }));

  incident
    .command('list')
    .description('incidents with every update and who wrote it, latest first')
    .option('--open', 'only those that are not resolved', false)
    .option('--limit <number>', 'most incidents', wholeNumber(1, 200), 20)
    .action(async (filter: { open: boolean; limit: number }) => {
      const { rows } = await withDatabase((db) => new IncidentRepository(db).list(filter));
      say(rows.map(text).join('\n\n') || 'There is none.');
    });
}

/** The options that say what is to be told. */
function told(command: Command, mandatory: boolean): Command {
  const options = [
    new Option('--title <text>', 'in a few words').argParser(words(MOST_TITLE)),
    new Option('--impact <name>', 'for partners').choices([...INCIDENT_IMPACTS]),
    new Option('--component <names...>', 'what is affected').choices([...INCIDENT_COMPONENTS]),
  ];
  for (const option of options) command.addOption(option.makeOptionMandatory(mandatory));
  return command.option('--started-at <time>', 'when it began, such as 2026-11-24T09:05:00+05:30', past);
}

const stateOption = () => new Option('--state <name>', 'where the work on it stands').choices([...INCIDENT_STATES]);

async function append(id: string, { component, ...update }: Told & { state: IncidentState; body: string }) {
  const added = await withDatabase((db) =>
    db.transaction((tx) =>
      new IncidentRepository(db).append(
        id,
        { ...update, updateId: newId('inu'), by: shellUser(), ...(component && { components: component }) },
        tx,
      ),
    ),
  );
  if (!added) throw new Error(`There is no incident ${id}`);
  say(text(added));
}

function text(incident: Incident): string {
  const { title, impact, components, startedAt, state } = latestOf(incident);
  const updates = incident.updates.map(
    (update) => `  ${update.createdAt.toISOString()}  ${update.createdBy}  ${update.state}: ${update.body}`,
  );
  const head = `${incident.id}  ${state}  ${title} (${impact}: ${components.join(', ')}), since ${startedAt.toISOString()}`;
  return [head, ...updates].join('\n');
}

/** @throws InvalidArgumentError unless the page can show it */
const words =
  (most: number) =>
  (given: string): string => {
    const problem = incidentTextProblem(given, most);
    if (problem) throw new InvalidArgumentError(problem);
    return given;
  };

/** @throws InvalidArgumentError unless it is an instant with its offset, not in the future */
function past(given: string): Date {
  const ms = /^\d{4}-\d\d-\d\dT\d\d:\d\d(:\d\d(\.\d+)?)?(Z|[+-]\d\d:\d\d)$/.test(given) ? Date.parse(given) : NaN;
  if (Number.isNaN(ms)) throw new InvalidArgumentError('must be RFC 3339, such as 2026-11-24T09:05:00+05:30');
  if (ms > Date.now()) throw new InvalidArgumentError('must not be in the future');
  return new Date(ms);
}

const say = (line: string): void => void process.stdout.write(`${line}\n`);

// An incident as the reference shows it, to operators and to everybody.
import type { z } from '../zod.js';
import type { Incident, PublicIncident } from '../schemas/incidents.js';

const CURRENT = {
  incident_id: 'inc_abc123',
  title: 'Logins with one broker fail',
  state: 'investigating' as const,
  impact: 'major' as const,
  components: ['broker_connections' as const],
  started_at: '2025-10-10T03:35:00Z',
  resolved_at: null,
};
const BODY = 'We are looking into it with the broker.';

export const INCIDENT_EXAMPLE: z.input<typeof Incident> = {
  ...CURRENT,
  updates: [
    {
      ...{ update_id: 'inu_abc123', state: CURRENT.state, title: CURRENT.title, impact: CURRENT.impact },
      ...{ components: CURRENT.components, started_at: CURRENT.started_at, body: BODY },
      ...{ created_by: 'operator dev', created_at: '2025-10-10T03:41:00Z' },
    },
  ],
};

export const PUBLIC_INCIDENT_EXAMPLE: z.input<typeof PublicIncident> = {
  ...CURRENT,
  updates: [{ state: CURRENT.state, body: BODY, at: '2025-10-10T03:41:00Z' }],
};

// Loads the development stack's partners, keys, operator token and templates. Never called in production.
import { keyedHash } from '../../platform/keyed-hash.js';
import type { Sql } from '../sql.js';
import { SIMULATED_FREEZES } from './development/freeze-quantities.js';
import {
  DEVELOPMENT_OPERATOR_TOKEN,
  DEVELOPMENT_PARTNERS,
  developmentCallbackUrl,
  developmentKeys,
} from './development/partners.js';
import { DEVELOPMENT_TEMPLATES, type TemplateSeed } from './development/templates.js';
import { seedReferenceData } from './reference-data.js';

/**
 * Idempotent. A key whose pepper has changed is hashed again and callback addresses follow the API's, so that the printed
 * keys always work and a login always comes back to this stack.
 * @param pepper - the key of the keyed hash (`API_KEY_PEPPER`)
 * @param publicBaseUrl - address under which browsers reach the API
 */
export async function seedDevelopmentData(
  sql: Sql,
  pepper: string,
  publicBaseUrl = 'http://127.0.0.1:8080',
): Promise<void> {
  for (const { id, name } of DEVELOPMENT_PARTNERS)
    await sql.query(
      `INSERT INTO partner (id, name, broker_name, callback_url) VALUES ($1, $2, $1, $3)
       ON CONFLICT (id) DO UPDATE SET callback_url = excluded.callback_url`,
      [id, name, developmentCallbackUrl(publicBaseUrl)],
    );
  for (const { partnerId, mode, publicKey, secret } of developmentKeys())
    await sql.query(
      `INSERT INTO partner_key (public_key, partner_id, mode, secret_hash, label) VALUES ($1, $2, $3, $4, 'development')
       ON CONFLICT (public_key) DO UPDATE SET secret_hash = excluded.secret_hash`,
      [publicKey, partnerId, mode, keyedHash(pepper, secret)],
    );
  await sql.query(
    `INSERT INTO operator_token (name, token_hash) VALUES ('development', $1)
     ON CONFLICT (name) DO UPDATE SET token_hash = excluded.token_hash`,
    [keyedHash(pepper, DEVELOPMENT_OPERATOR_TOKEN)],
  );
  for (const template of DEVELOPMENT_TEMPLATES) await loadTemplate(sql, template);
  await seedSimulatedFreezes(sql);
}

/** The simulated exchange's own rules, where those of the real one are not known: without them nothing would trade. */
export async function seedSimulatedFreezes(sql: Sql): Promise<void> {
  await seedReferenceData(sql, SIMULATED_FREEZES, 'development seed');
}

/** As version 1; a template that exists keeps its name, versions and status. */
async function loadTemplate(sql: Sql, template: TemplateSeed): Promise<void> {
  await sql.query(
    'INSERT INTO strategy_template (id, name, current_version) VALUES ($1, $2, 1) ON CONFLICT (id) DO NOTHING',
    [template.id, template.name],
  );
  await sql.query(
    `INSERT INTO template_version
       (template_id, version, description, underlying, entry_time, exit_time, legs, monthly_fee_paise, performance)
     VALUES ($1, 1, $2, $3, $4, $5, $6, $7, $8) ON CONFLICT (template_id, version) DO NOTHING`,
    [
      template.id,
      template.description,
      template.underlying,
      template.entryTime,
      template.exitTime,
      JSON.stringify(template.legs),
      template.monthlyFeePaise,
      template.performance && JSON.stringify(template.performance),
    ],
  );
  await sql.query(
    `INSERT INTO template_margin (template_id, effective_from, margin_paise) VALUES ($1, '2020-01-01', $2) ON CONFLICT DO NOTHING`,
    [template.id, template.marginPaise],
  );
}

// Column settings that several entities share; the migrations are what the database really has.
import type { ColumnOptions } from 'typeorm';

/** Instants are timestamptz, always. */
export const instant = (name: string, options: ColumnOptions = {}): ColumnOptions => ({
  name,
  type: 'timestamp with time zone',
  ...options,
});

/** Whole paise; node-postgres hands bigint out as a number (db/sql.ts). */
export const paise = (name: string, options: ColumnOptions = {}): ColumnOptions => ({
  name,
  type: 'bigint',
  ...options,
});

export const text = (name: string, options: ColumnOptions = {}): ColumnOptions => ({ name, type: 'text', ...options });
export const integer = (name: string, options: ColumnOptions = {}): ColumnOptions => ({
  name,
  type: 'integer',
  ...options,
});
export const nullable = { nullable: true } as const;

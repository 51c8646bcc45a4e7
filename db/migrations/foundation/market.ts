// The exchange's dated facts: calendar, lots, freeze quantities. A year or an underlying that isn't loaded fails closed.

export const MARKET_TABLES = {
  up: [
    `CREATE TABLE calendar_year (
      year integer PRIMARY KEY,
      source text NOT NULL,
      loaded_at timestamptz NOT NULL DEFAULT now()
    )`,
    `CREATE TABLE market_holiday (
      day date PRIMARY KEY,
      name text NOT NULL
    )`,
    `CREATE TABLE special_session (
      day date PRIMARY KEY,
      name text NOT NULL,
      opens text NOT NULL,
      closes text NOT NULL
    )`,
    `CREATE TABLE lot_size (
      underlying text NOT NULL,
      effective_from date NOT NULL,
      units integer NOT NULL CHECK (units > 0),
      source text NOT NULL,
      PRIMARY KEY (underlying, effective_from)
    )`,
    `CREATE TABLE freeze_quantity (
      underlying text NOT NULL,
      effective_from date NOT NULL,
      units integer NOT NULL CHECK (units > 0),
      source text NOT NULL,
      PRIMARY KEY (underlying, effective_from)
    )`,
  ],
  down: [
    'DROP TABLE freeze_quantity',
    'DROP TABLE lot_size',
    'DROP TABLE special_session',
    'DROP TABLE market_holiday',
    'DROP TABLE calendar_year',
  ],
};

// Lint rules: typescript-eslint's strict type-checked set plus the house rules that a machine can check.
import js from '@eslint/js';
import tseslint from 'typescript-eslint';

export default tseslint.config(
  {
    ignores: [
      'dist/',
      'node_modules/',
      '.data/',
      '**/.cache/',
      'docs/',
      'packages/sdk/src/schema.ts',
      'packages/sdk/dist/',
    ],
  },
  js.configs.recommended,
  ...tseslint.configs.recommendedTypeChecked,
  {
    languageOptions: { parserOptions: { project: './tsconfig.json', tsconfigRootDir: import.meta.dirname } },
    rules: {
      'max-lines': ['error', { max: 400 }],
      'no-console': 'error',
      eqeqeq: 'error',
      '@typescript-eslint/consistent-type-imports': 'error',
      '@typescript-eslint/no-explicit-any': 'error',
      '@typescript-eslint/no-floating-promises': 'error',
      '@typescript-eslint/switch-exhaustiveness-check': ['error', { considerDefaultExhaustiveForUnions: true }],
      '@typescript-eslint/no-unused-vars': ['error', { argsIgnorePattern: '^_', varsIgnorePattern: '^_' }],
      '@typescript-eslint/restrict-template-expressions': ['error', { allowNumber: true, allowBoolean: true }],
      'no-restricted-syntax': [
        'error',
        {
          selector: "MemberExpression[object.name='process'][property.name='env']",
          message: 'Only platform/config.ts reads the environment.',
        },
      ],
    },
  },
  {
    files: ['workflows/**/*.ts'],
    rules: {
      'no-restricted-imports': [
        'error',
        {
          patterns: [
            {
              group: ['zod', 'luxon', 'temporal-polyfill', 'node:*', 'pg', 'typeorm'],
              message: 'Workflow code stays small and deterministic.',
            },
          ],
        },
      ],
    },
  },
  {
    // Money is whole paise: domain/money.ts does the arithmetic, and nothing near it may make a fraction.
    files: [
      'domain/{money,billing}*.ts',
      'domain/ledger*.ts',
      'domain/settlement*.ts',
      'db/repositories/{ledger,billing,settlement,contracts}*.ts',
      'activities/{billing,settlement}*.ts',
      'workflows/settle*.ts',
      'api/{pages,presenters}/*settlement*.ts',
      'api/routes/{settlements,operator-settlements,operator-ledger,operator-billing}.ts',
      'db/repositories/{reports,sandbox-clock}.ts',
      'cli/billing.ts',
    ],
    rules: {
      'no-restricted-syntax': [
        'error',
        { selector: "BinaryExpression[operator='/']", message: 'Division makes fractions of a paisa: use shareOf().' },
        {
          selector: "AssignmentExpression[operator='/=']",
          message: 'Division makes fractions of a paisa: use shareOf().',
        },
        { selector: "BinaryExpression[operator='**']", message: 'Money needs no powers.' },
        { selector: "CallExpression[callee.name='parseFloat']", message: 'Money is whole paise.' },
        {
          selector: 'MemberExpression[property.name=/^(parseFloat|toFixed|toPrecision|random)$/]',
          message: 'Money is whole paise.',
        },
        {
          selector: "MemberExpression[object.name='Math'][property.name=/^(round|floor|ceil|trunc|pow|sqrt|fround)$/]",
          message: 'What would need rounding is a fraction already: use shareOf().',
        },
        { selector: 'Literal[raw=/^[0-9_]*([.][0-9_]+|[.]?[0-9_]*[eE]-)/]', message: 'Money is whole paise.' },
        {
          selector: 'TemplateElement[value.raw=/\\b(float[48]?|double precision|real|numeric|decimal|round)\\b/i]',
          message: 'Money is bigint in SQL.',
        },
        {
          selector: "MemberExpression[object.name='process'][property.name='env']",
          message: 'Only platform/config.ts reads the environment.',
        },
      ],
    },
  },
  { files: ['platform/config.ts', 'dev/**', 'test/**', 'bench/**'], rules: { 'no-restricted-syntax': 'off' } },
  {
    files: ['dev/**', 'bench/**', 'test/sdk/**', 'test/pages/**', 'test/support/reporter.ts'],
    rules: { 'no-console': 'off' },
  },
  { files: ['test/**'], rules: { '@typescript-eslint/no-unused-expressions': 'off' } },
  {
    files: ['**/*.js', '**/*.mjs', '**/*.cjs'],
    extends: [tseslint.configs.disableTypeChecked],
    languageOptions: {
      globals: {
        process: 'readonly',
        console: 'readonly',
        URL: 'readonly',
        fetch: 'readonly',
        setTimeout: 'readonly',
        clearTimeout: 'readonly',
        setInterval: 'readonly',
        clearInterval: 'readonly',
        Buffer: 'readonly',
      },
    },
  },
);

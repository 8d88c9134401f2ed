import tseslint from 'typescript-eslint';

/** Code that a trial runs: its result may depend on nothing but its inputs. */
const DETERMINISTIC = [
  'src/engine/**',
  'src/indicators/**',
  'src/metrics/**',
  'src/strategies/**',
  'src/search/**',
  'src/analysis/**',
];

export default tseslint.config(
  { ignores: ['dist/**', 'results/**', 'coverage/**'] },
  ...tseslint.configs.recommended,
  {
    files: ['**/*.ts'],
    languageOptions: { parserOptions: { projectService: true } },
    rules: {
      '@typescript-eslint/no-floating-promises': 'error',
      '@typescript-eslint/no-misused-promises': 'error',
      '@typescript-eslint/await-thenable': 'error',
      '@typescript-eslint/switch-exhaustiveness-check': ['error', { considerDefaultExhaustiveForUnions: true }],
      '@typescript-eslint/no-explicit-any': 'error',
      '@typescript-eslint/no-non-null-assertion': 'off',
      '@typescript-eslint/consistent-type-imports': 'error',
      'no-console': 'error',
      eqeqeq: 'error',
    },
  },
  { files: ['src/cli/console.ts', 'bench/**/*.ts'], rules: { 'no-console': 'off' } },
  {
    files: DETERMINISTIC.map((path) => `${path}/*.ts`),
    rules: {
      'no-restricted-globals': ['error', 'performance', 'process', 'setTimeout', 'setInterval', 'fetch', 'Intl'],
      'no-restricted-properties': [
        'error',
        { object: 'Math', property: 'random', message: 'Randomness comes from base/draw or base/rng.' },
        { object: 'Date', property: 'now', message: 'A trial knows no clock.' },
      ],
      'no-restricted-imports': ['error', { patterns: ['node:*'] }],
      'no-restricted-syntax': [
        'error',
        { selector: 'NewExpression[callee.name="Date"][arguments.length=0]', message: 'A trial knows no clock.' },
      ],
    },
  },
);

import tseslint from 'typescript-eslint';

/** What the inside may not touch: time, chance, environment and exceptions come in through ports. */
const hiddenInputs = {
  'no-restricted-globals': [
    'error',
    'process',
    'console',
    'fetch',
    'setTimeout',
    'setInterval',
    'setImmediate',
    'performance',
    'crypto',
    'Buffer',
  ],
  'no-restricted-syntax': [
    'error',
    {
      selector: "NewExpression[callee.name='Date'][arguments.length=0]",
      message: 'Time comes through the Clock port.',
    },
    {
      selector: "MemberExpression[object.name='Date'][property.name='now']",
      message: 'Time comes through the Clock port.',
    },
    {
      selector: "MemberExpression[object.name='Math'][property.name='random']",
      message: 'Chance comes through a port.',
    },
    { selector: 'ThrowStatement', message: 'Expected failures are Either values.' },
  ],
};

export default tseslint.config(
  { ignores: ['dist/**', '.build/**', 'node_modules/**', '*.js', '*.cjs'] },
  ...tseslint.configs.strictTypeChecked,
  {
    languageOptions: { parserOptions: { projectService: true, tsconfigRootDir: import.meta.dirname } },
    rules: {
      '@typescript-eslint/consistent-type-imports': 'error',
      '@typescript-eslint/switch-exhaustiveness-check': ['error', { considerDefaultExhaustiveForUnions: true }],
      '@typescript-eslint/restrict-template-expressions': ['error', { allowNumber: true }],
      // What is taken out of a record to leave the rest.
      '@typescript-eslint/no-unused-vars': ['error', { ignoreRestSiblings: true }],
      '@typescript-eslint/consistent-type-definitions': 'off',
      '@typescript-eslint/no-confusing-void-expression': 'off',
      'max-lines': ['error', 300],
      'max-depth': ['error', 3],
      eqeqeq: 'error',
    },
  },
  { files: ['domain/**', 'application/**'], rules: hiddenInputs },
  {
    files: ['test/**'],
    rules: {
      '@typescript-eslint/no-unused-expressions': 'off',
      '@typescript-eslint/require-await': 'off',
      '@typescript-eslint/no-non-null-assertion': 'off',
    },
  },
);

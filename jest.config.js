const { existsSync, readdirSync, readFileSync } = require('node:fs');
const { join } = require('node:path');

// Jest cannot require() an ES module on Node 20, so every installed package that is one is compiled to CommonJS.
const modules = join(__dirname, 'node_modules');
const esmOnly = readdirSync(modules)
  .flatMap((dir) => (dir.startsWith('@') ? readdirSync(join(modules, dir)).map((name) => `${dir}/${name}`) : [dir]))
  .filter((name) => {
    const manifest = join(modules, name, 'package.json');
    return existsSync(manifest) && JSON.parse(readFileSync(manifest, 'utf8')).type === 'module';
  });
const commonjs = { module: { type: 'commonjs' } };

module.exports = {
  testEnvironment: 'node',
  // Suites wait for servers and browsers more than they compute.
  maxWorkers: 2,
  // Nothing here measures time: on a busy machine a hook that opens a store may take longer than jest's five seconds.
  testTimeout: 30_000,
  roots: ['<rootDir>/apps', '<rootDir>/libs', '<rootDir>/test'],
  testRegex: '\\.spec\\.ts$',
  transform: {
    '\\.ts$': ['@swc/jest', commonjs],
    '\\.m?js$': ['@swc/jest', { ...commonjs, swcrc: false, jsc: { target: 'es2022', keepClassNames: true } }],
  },
  transformIgnorePatterns: [`/node_modules/(?!(.*/node_modules/)?(${esmOnly.join('|')})/)`],
  moduleNameMapper: {
    '^#(access|application|audit|contracts|documents|domain|event-store|evidence|office|policy|projections|spreadsheets|steward|testing)$': '<rootDir>/libs/$1/src',
  },
  setupFiles: ['<rootDir>/test/support/property-seed.ts'],
  globalSetup: '<rootDir>/test/support/global-setup.ts',
  globalTeardown: '<rootDir>/test/support/global-teardown.ts',
  coverageProvider: 'v8',
};

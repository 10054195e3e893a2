/**
 * Are the settings of package.json those of the server? `node scripts/settings.mjs` writes them, `--check` only looks.
 *
 * The server's types are where settings are made; `editors/archnotes.schema.json` is what they say of themselves.
 */

import { execFileSync } from 'node:child_process';
import { readFileSync, writeFileSync } from 'node:fs';
import path from 'node:path';

const schema = JSON.parse(read('../../archnotes.schema.json'));
const manifest = JSON.parse(read('../package.json'));

/** The server's settings, in the order in which they are shown, by what they are about. */
const GROUPS = [
  ['Notes', ['language', 'include', 'exclude']],
  ['Rules', ['rules', 'knowledge']],
  ['Features', ['features']],
];
/** Settings of the file only: an editor does not say them. */
const grouped = GROUPS.flatMap(([, keys]) => keys);
const missing = Object.keys(schema.properties).filter((it) => !grouped.includes(it));
if (missing.length > 0) {
  fail(`no group for ${missing.join(', ')}`);
}

const own = manifest.contributes.configuration.find((it) => it.title === 'Server');
manifest.contributes.configuration = [
  ...GROUPS.map(([title, keys], order) => ({ title, order, properties: Object.fromEntries(keys.map(setting)) })),
  { ...own, order: GROUPS.length },
];

const before = read('../package.json');
const after = formatted(JSON.stringify(manifest));
if (after !== before && process.argv.includes('--check')) {
  fail('the settings in package.json are not those of the server: npm run format');
}
writeFileSync(new URL('../package.json', import.meta.url), after);

function setting(key) {
  const { default: preset, description, ...type } = plain(schema.properties[key]);
  return [`archnotes.${key}`, { ...type, default: preset, scope: 'resource', markdownDescription: description }];
}

/** A schema as the settings editor reads it: choices as `enum`, and no `null` beside a value. */
function plain(it) {
  const { format: _, anyOf = [], oneOf, properties, additionalProperties, ...res } = it;
  if (anyOf.some((choice) => choice.type === 'null')) {
    const [value] = anyOf.filter((choice) => choice.type !== 'null');
    return { ...plain(value), description: res.description };
  }
  if (anyOf.length > 0) {
    return { ...res, ...rule(anyOf.map(plain)) };
  }
  if (oneOf?.every((choice) => 'const' in choice)) {
    return { ...res, type: 'string', enum: oneOf.map((choice) => choice.const) };
  }
  if (typeof additionalProperties === 'object') {
    res.additionalProperties = plain(additionalProperties);
  } else if (additionalProperties === false) {
    res.additionalProperties = false;
  }
  if (properties !== undefined) {
    res.properties = Object.fromEntries(Object.entries(properties).map(([key, value]) => [key, plain(value)]));
  }
  return res;
}

/** A rule: its severity, or a table of it and the rule's parameters. A table of the severity alone says no more. */
function rule([severity, table]) {
  const parameters = Object.keys(table.properties).filter((it) => it !== 'severity');
  return parameters.length === 0 ? { enum: severity.enum } : { anyOf: [{ enum: severity.enum }, brief(table)] };
}

function brief({ description: _, ...table }) {
  return table;
}

function formatted(json) {
  const [biome, format] = ['node_modules/.bin/biome', ['format', '--stdin-file-path=package.json']];
  return execFileSync(biome, format, { cwd: path.dirname(import.meta.dirname), input: json, encoding: 'utf8' });
}

function read(name) {
  return readFileSync(new URL(name, import.meta.url), 'utf8');
}

function fail(reason) {
  console.error(`settings.mjs: ${reason}`);
  process.exit(1);
}

'use strict';

const assert = require('node:assert/strict');
const fs = require('node:fs');
const path = require('node:path');
const test = require('node:test');

const STUBS = path.dirname(require.resolve('@jetbrains/youtrack-scripting-api/entities.js'));
const DECLARED = fs.readFileSync(path.join(__dirname, '../types.d.ts'), 'utf8');

const stub = (name) => fs.readFileSync(path.join(STUBS, `${name}.js`), 'utf8');

/** Returns the names that an interface declares. */
function declared(name) {
  const [, inside] = new RegExp(`interface ${name}(?:<T>)? \\{([^}]*(?:\\{[^}]*\\}[^}]*)*)\\n\\}`).exec(DECLARED);
  return [...inside.matchAll(/^ {2}(\w+)\??[(:]/gm)].map((match) => match[1]);
}

for (const [name, file] of [
  ['Issue', 'entities'],
  ['IssueComment', 'entities'],
  ['User', 'entities'],
  ['Project', 'entities'],
  ['YouTrackSet', 'entities'],
]) {
  test(`every name of ${name} that the app uses stands in the published stubs`, () => {
    const text = stub(file);
    const names = declared(name);
    assert.ok(names.length > 0);
    const unknown = names.filter((each) => !new RegExp(`(?:[#.\\[]|@name )${each}\\b`).test(text));
    assert.deepEqual(unknown, []);
  });
}

test('connections have the methods that the app calls', () => {
  const text = stub('http');
  for (const name of ['addHeader', 'postSync']) {
    assert.match(text, new RegExp(`Connection\\.prototype\\.${name} = function`));
  }
  assert.match(text, /const Connection = function \(url, sslKeyName, timeout\)/);
});

'use strict';

const assert = require('node:assert/strict');
const {createHmac} = require('node:crypto');
const test = require('node:test');

const {issueOf, named, newSite, setOf} = require('./standin/api');
const {rule} = require('../app/tell');
const {fault} = require('../app/sending');

const SETTINGS = {address: 'https://ugovor.example/webhooks/main', signingSecret: 'a secret of more than thirty-two characters'};
const TAGGED = {tags: setOf([], [named('метка')])};

test.before(() => {
  for (const name of ['warn', 'error']) {
    test.mock.method(console, name, () => {});
  }
});

/** Runs the rule on a transaction, and everything that it schedules. */
function run(site, given = TAGGED, settings = SETTINGS) {
  const ctx = site.context(issueOf(given), settings);
  if (rule.guard(ctx)) {
    rule.action(ctx);
    site.settle(rule.asyncFunctions);
  }
  return site.sent;
}

test('one signed body is posted after the transaction', () => {
  const [sent, ...others] = run(newSite());
  assert.equal(others.length, 0);
  assert.equal(sent.url, SETTINGS.address);
  const mac = createHmac('sha256', SETTINGS.signingSecret).update(sent.payload).digest('hex');
  assert.equal(sent.headers['X-Ugovor-Signature'], `sha256=${mac}`);
  assert.deepEqual(JSON.parse(sent.payload).tags.added, ['метка']);
});

test('what is signed is plain ASCII, so that no encoding changes it', () => {
  const [sent] = run(newSite());
  assert.match(sent.payload, /^[\x00-\x7f]+$/);
});

test('each delivery has a number of its own', () => {
  const numbers = [1, 2].map(() => JSON.parse(run(newSite())[0].payload).delivery);
  assert.notEqual(numbers[0], numbers[1]);
  assert.match(numbers[0], /^[0-9A-Za-z._-]{8,100}$/);
});

test('a delivery that was not taken is sent again, the same, with growing pauses', () => {
  const site = newSite({answers: [{code: 503}, {code: undefined}, {code: 204}]});
  const sent = run(site);
  assert.equal(sent.length, 3);
  assert.equal(new Set(sent.map(({payload}) => payload)).size, 1);
  assert.deepEqual(site.delays, [30000, 120000]);
});

test('it gives up within the ten hops that a chain may have', () => {
  const site = newSite({answers: Array(20).fill({code: 500})});
  assert.equal(run(site).length, 5);
  assert.ok(site.hops <= 10);
});

test('a refusal is not repeated', () => {
  assert.equal(run(newSite({answers: [{code: 401}]})).length, 1);
});

test('an older YouTrack posts once, within the transaction, and waits a second and a half at most', () => {
  const site = newSite({isAsync: false, answers: [{code: 503}]});
  const [sent, ...others] = run(site);
  assert.equal(others.length, 0);
  assert.equal(sent.timeout, 1500);
});

test('a fault of the network does not undo what the user did', () => {
  assert.equal(run(newSite({isAsync: false, answers: [new Error('refused')]})).length, 1);
});

for (const [why, settings] of [
  ['no address', {signingSecret: SETTINGS.signingSecret}],
  ['an address without https', {...SETTINGS, address: 'http://ugovor.example/webhooks/main'}],
  ['no secret', {address: SETTINGS.address}],
  ['a short secret', {...SETTINGS, signingSecret: 'short'}],
  ['the word secret', {...SETTINGS, signingSecret: 'secret'}],
]) {
  test(`nothing is sent with ${why}`, () => {
    assert.deepEqual(run(newSite(), TAGGED, settings), []);
    assert.equal(typeof fault(settings), 'string');
  });
}

test('nothing is sent where nothing happened, and nothing about drafts', () => {
  assert.deepEqual(run(newSite(), {}), []);
  assert.deepEqual(run(newSite(), {...TAGGED, isReported: false}), []);
});

test('a removal is told too', () => {
  assert.deepEqual(rule.runOn, {change: true, removal: true});
  assert.deepEqual(JSON.parse(run(newSite(), {becomesRemoved: true})[0].payload).kinds, ['deleted']);
});

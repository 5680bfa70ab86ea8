'use strict';

const assert = require('node:assert/strict');
const test = require('node:test');

const {commentOf, issueOf, named, newSite, setOf, strict, user} = require('./standin/api');
const {httpHandler} = require('../app/verdict');

const BOT = user('bot', 'Ugovor');
const OFFER = [
  'Пётр, от Анны пришёл запрос «калькулятор».',
  '1. Делаем, этап сдаём в среду, 15 апреля.  ',
  '2\\. Делаем к 10 апреля за 75 600 ₽.',
  '',
  'Уговор · 2993bdd254',
].join('\n');
const CHECKLIST = 'Ждём подпись\n- [x] 1. Главная\n- [ ] 2. Шаблоны\n\nУговор · 1111111111';

/** Asks the endpoint, as somebody who reads the issue. */
function ask({comments = [], tags = [], settings = {account: BOT}, reader = user('anna', 'Анна')}) {
  const [endpoint] = httpHandler.endpoints;
  let answer = null;
  const response = strict('Response', {json: (value) => (answer = value)});
  const issue = issueOf({comments: setOf(comments), tagNames: tags});
  endpoint.handle(strict('ctx', {issue, settings, currentUser: reader, response}));
  return answer;
}

const ours = (text, more = {}) => commentOf({text, author: BOT, ...more});

test('the endpoint is bound to an issue, and to the right to read it', () => {
  const [endpoint, ...others] = httpHandler.endpoints;
  assert.deepEqual([endpoint.scope, endpoint.method, endpoint.permissions, others], ['ISSUE', 'GET', ['READ_ISSUE'], []]);
});

test('verdict, offer and stage as the issue says them', () => {
  const shown = ask({comments: [ours(CHECKLIST, {created: 2}), ours(OFFER, {created: 1})], tags: ['beyond-scope', 'signed-off']});
  assert.deepEqual(shown, {
    verdict: 'beyond_scope',
    stage: {state: 'signed_off', done: 1, of: 2},
    head: 'Пётр, от Анны пришёл запрос «калькулятор».',
    options: ['1. Делаем, этап сдаём в среду, 15 апреля.', '2. Делаем к 10 апреля за 75 600 ₽.'],
  });
});

test('an issue of which nothing is known', () => {
  assert.deepEqual(ask({}), {verdict: null, stage: {state: null, done: 0, of: 0}, head: null, options: []});
});

for (const [why, comment] of [
  ['for a group', ours(OFFER, {permittedGroups: setOf([named('Agency')])})],
  ['for one group', ours(OFFER, {permittedGroup: named('Agency')})],
  ['for some people', ours(OFFER, {permittedUsers: setOf([BOT])})],
  ['that was deleted', ours(OFFER, {deleted: true})],
  ['that its reader may not see', ours(OFFER, {readers: ['maria']})],
  ['of somebody else who pasted a reference', commentOf({text: OFFER, author: user('eve', 'Eve')})],
  ['without a reference', ours('1. a\n2. b')],
  ['without an author', commentOf({text: OFFER, author: null})],
]) {
  test(`a comment ${why} is not shown`, () => {
    const shown = ask({comments: [comment]});
    assert.deepEqual([shown.head, shown.options], [null, []]);
  });
}

test('without the account no comment is shown', () => {
  assert.deepEqual(ask({comments: [ours(OFFER)], settings: {}, tags: ['warranty']}).verdict, 'warranty');
  assert.deepEqual(ask({comments: [ours(OFFER)], settings: {}}).options, []);
});

test('renamed labels, all eight of them; fewer are a mistake and are passed over', () => {
  const labels = 'a, b, c, d, e, f, g, h';
  assert.equal(ask({tags: ['c'], settings: {account: BOT, labels}}).verdict, 'beyond_scope');
  assert.equal(ask({tags: ['h'], settings: {account: BOT, labels}}).stage.state, 'outdated');
  assert.equal(ask({tags: ['bonus', 'in-scope'], settings: {account: BOT, labels: 'bonus'}}).verdict, 'in_scope');
});

test('marks of Markdown are taken off', () => {
  const text = '**Пётр**, \\#1 от &#64;anna\n1. Да\n2. Нет\n\nУговор · 2993bdd254';
  assert.equal(ask({comments: [ours(text)]}).head, 'Пётр, #1 от @anna');
});

test('the panel in both languages', async () => {
  const {linesOf} = await import('../app/widgets/verdict/lines.js');
  const {wordsFor} = await import('../app/widgets/verdict/words.js');
  const shown = ask({comments: [ours(CHECKLIST), ours(OFFER)], tags: ['beyond-scope', 'sign-off-outdated']});
  const texts = (locale) => linesOf(shown, wordsFor(locale)).map((entry) => entry.text || entry.items);
  assert.deepEqual(texts('ru'), [
    'Сверх договора',
    shown.head,
    shown.options,
    'Ответить можно комментарием с цифрой.',
    'После подписи этап изменился, нужна новая подпись',
    'Готово по списку: 1 из 2',
  ]);
  assert.equal(texts('en-US')[0], 'Beyond the contract');
  assert.deepEqual(Object.keys(wordsFor('ru')), Object.keys(wordsFor('en')));
  assert.deepEqual(linesOf(ask({}), wordsFor('ru')), []);
});

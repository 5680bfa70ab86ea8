'use strict';

const assert = require('node:assert/strict');
const fs = require('node:fs');
const path = require('node:path');
const test = require('node:test');

const {commentOf, issueOf, named, newSite, period, setOf, state, strict, user} = require('./standin/api');
const {bodyOf} = require('../app/events');

const GOLDEN = path.join(__dirname, '../../../tests/data/youtrack/app');
const SENT = 1774000000000;

/** Returns the body of a transaction on an issue. */
function body(given) {
  return bodyOf(newSite().context(issueOf(given), {}), SENT, 'ACME-7.1774000000000.000001');
}

/** The transactions whose bodies the service's own tests read too. */
const SCENES = {
  created: {becomesReported: true, isNew: true, fields: {State: state('To Do')}},
  'updated-tagged-commented': {
    fields: {State: state('Done'), Estimation: period('PT18H'), Type: named('Task')},
    changes: {State: state('To Do'), Estimation: null},
    texts: {summary: 'Калькуляторы', description: 'Другое'},
    tags: setOf([], [named('scope-bonus')], [named('beyond-scope')]),
    comments: setOf([], [commentOf({id: '4-1', text: '/выбор 1', author: user('anna', 'Анна Белова')})]),
  },
  'comments-edited-and-removed': {
    editedComments: setOf([
      commentOf({id: '4-2', text: '[x] 1. A', author: user('bot', 'Ugovor'), updated: SENT}),
      commentOf({id: '4-3', deleted: true, author: user('bot', 'Ugovor')}),
    ]),
    comments: setOf(
      [],
      [commentOf({id: '4-5', text: 'только нам', author: user('anna', 'Анна Белова'), permittedGroups: setOf([named('Agency')])})],
      [commentOf({id: '4-4', author: user('anna', 'Анна Белова')})],
    ),
  },
  deleted: {becomesRemoved: true},
};

for (const [name, given] of Object.entries(SCENES)) {
  test(`the body of ${name} is the one that the service's tests read`, () => {
    const file = path.join(GOLDEN, `${name}.json`);
    assert.deepEqual(JSON.parse(JSON.stringify(body(given))), JSON.parse(fs.readFileSync(file, 'utf8')));
  });
}

test('nothing is told where nothing happened that the service asks for', () => {
  assert.equal(body({}), null);
});

test('a field with several values tells them all, before and after', () => {
  const now = setOf([named('1.0'), named('1.1')], [named('1.1')], [named('0.9')]);
  const {changes} = body({fields: {'Fix versions': now}, changes: {'Fix versions': null}});
  assert.deepEqual(changes, [{field: 'Fix versions', kind: 'field', from: ['1.0', '0.9'], to: ['1.0', '1.1']}]);
});

test('a state is known by its kind, whatever the field is called, and even where it was emptied', () => {
  const {changes} = body({fields: {Stage: null}, changes: {Stage: state('Open')}});
  assert.deepEqual(changes, [{field: 'Stage', kind: 'state', from: 'Open', to: null}]);
});

test('people are told by their login', () => {
  const {changes} = body({fields: {Assignee: user('denis', 'Денис')}, changes: {Assignee: null}});
  assert.deepEqual(changes[0].to, 'denis');
});

test('a file is told as such, one that is gone is not', () => {
  assert.deepEqual(body({attachments: setOf([], [named('logo.svg')])}).kinds, ['attached']);
  assert.equal(body({attachments: setOf([], [], [named('logo.svg')])}), null);
});

test('a parent, a project and logged work are told', () => {
  const links = {'subtask of': setOf([], [named('ACME-3')]), 'parent for': setOf()};
  assert.deepEqual(body({links}).changes, [{field: 'parent', kind: 'link'}]);
  assert.deepEqual(body({texts: {project: strict('Project', {shortName: 'OLD'})}}).changes[0].from, 'OLD');
  assert.deepEqual(body({workItems: setOf([], [named('work')])}).kinds, ['worked']);
  assert.deepEqual(body({editedWorkItems: setOf([named('work')])}).kinds, ['worked']);
});

test('a comment without a database id is known by its link', () => {
  const comments = setOf([], [commentOf({id: 'IssueComment@77', author: null})]);
  const [told] = body({comments}).comments;
  assert.deepEqual([told.id, told.author], ['4-1', null]);
});

for (const limit of [
  {permittedGroup: named('Agency')},
  {permittedGroups: setOf([named('Agency')])},
  {permittedUsers: setOf([user('maria', 'Мария')])},
]) {
  test(`a comment limited by ${Object.keys(limit)[0]} is told to be limited`, () => {
    const [told] = body({comments: setOf([], [commentOf({text: 'x', author: null, ...limit})])}).comments;
    assert.equal(told.restricted, true);
  });
}

/**
 * What the panel shows of an issue. It is made of what its reader can see anyway, tags and the service's public
 * comments, and of nothing else: no margin, no text for the team, nothing of the service's own database.
 */
'use strict';

const events = require('./events');

const KINDS = ['in_scope', 'bonus', 'beyond_scope', 'unclear', 'defect', 'warranty', 'signed_off', 'outdated'];
const LABELS = [
  'in-scope',
  'scope-bonus',
  'beyond-scope',
  'scope-unclear',
  'our-defect',
  'warranty',
  'signed-off',
  'sign-off-outdated',
];
const REFERENCE = /(?:Уговор|Ugovor)\s*·\s*[0-9a-f]{10}\s*$/;
const OPTION = /^(\d{1,2})\\?\.\s+(\S.*)$/;
const BOX = /^\s*(?:[-*+]\s+)?\[([ xX])\]\s*\d/;
const LONGEST = 300;

/**
 * Returns verdict, offer and stage as the issue itself says them.
 * @param {Issue} issue
 * @param {User} reader who looks
 * @param {Settings} settings
 * @returns {{verdict: string | null, stage: {state: string | null, done: number, of: number}, head: string | null, options: string[]}}
 */
function shown(issue, reader, settings) {
  const kinds = kindsOf(issue, settings);
  const texts = ownTexts(issue, reader, settings.account);
  const offer = texts.map(optionsIn).find((options) => options.length > 1) || [];
  const boxes = texts.map(boxesIn).find((found) => found.of > 0) || {done: 0, of: 0};
  const state = kinds.find((kind) => kind === 'signed_off' || kind === 'outdated') || null;
  const first = texts.find((each) => boxesIn(each).of === 0);
  return {
    verdict: kinds.find((kind) => KINDS.indexOf(kind) < 6) || null,
    stage: {state: state, done: boxes.done, of: boxes.of},
    head: first ? headOf(first) : null,
    options: offer,
  };
}

/** @param {Issue} issue @param {Settings} settings @returns {string[]} */
function kindsOf(issue, settings) {
  const given = String(settings.labels || '')
    .split(',')
    .map((each) => each.trim())
    .filter(Boolean);
  const labels = given.length === KINDS.length ? given : LABELS;
  return KINDS.filter((kind, i) => issue.hasTag(labels[i]));
}

/** The service's comments that everybody on the issue may read, oldest first.
 * @param {Issue} issue @param {User} reader @param {User | null | undefined} account @returns {string[]} */
function ownTexts(issue, reader, account) {
  /** @type {IssueComment[]} */
  const found = [];
  if (!account) {
    return [];
  }
  issue.comments.forEach((one) => {
    const isOurs = one.author !== null && one.author.login === account.login && REFERENCE.test(one.text || '');
    if (isOurs && one.deleted !== true && !events.isRestricted(one) && one.isVisibleTo(reader)) {
      found.push(one);
    }
  });
  return found.sort((a, b) => a.created - b.created).map((one) => one.text.replace(REFERENCE, '').trim());
}

/** @param {string} text @returns {string[]} */
function optionsIn(text) {
  return text
    .split('\n')
    .map((line) => OPTION.exec(line.trim()))
    .filter(Boolean)
    .map((match) => plain(match ? match[1] + '. ' + match[2] : ''));
}

/** @param {string} text @returns {{done: number, of: number}} */
function boxesIn(text) {
  const boxes = text
    .split('\n')
    .map((line) => BOX.exec(line))
    .filter(Boolean);
  return {done: boxes.filter((match) => match && match[1] !== ' ').length, of: boxes.length};
}

/** @param {string} text @returns {string} its first line */
function headOf(text) {
  return plain(text.split('\n')[0]).slice(0, LONGEST);
}

/** @param {string} line @returns {string} without the marks of Markdown */
function plain(line) {
  return line
    .replace(/\\([\\`*_{}\[\]()#+\-.!|<>~])/g, '$1')
    .replace(/\*\*|__|`/g, '')
    .replace(/&#64;\u2060?/g, '@')
    .trim();
}

exports.shown = shown;

/**
 * Sends a signed body without holding up whoever changed the issue: YouTrack 2026.2 and later post after the
 * transaction, and what fails is sent again a few times. Older versions can only post within it: they wait for
 * the answer at most as long as OLD_TIMEOUT_MS, once. What is lost is found by the service when it reconciles.
 */
'use strict';

const http = require('@jetbrains/youtrack-scripting-api/http');
const sha256 = require('./sha256');

const TIMEOUT_MS = 5000;
const OLD_TIMEOUT_MS = 1500;
const SHORTEST_SECRET = 32;

/** A chain of async calls has ten hops at most; each of these costs two after the first. */
const AGAIN_AFTER_MS = [30 * 1000, 2 * 60 * 1000, 10 * 60 * 1000, 60 * 60 * 1000];

/**
 * Says why nothing can be sent with these settings, or returns null.
 * @param {Settings} settings
 * @returns {string | null}
 */
function fault(settings) {
  const address = text(settings.address);
  const secret = text(settings.signingSecret);
  if (!/^https:\/\/|^http:\/\/(localhost|127\.0\.0\.1)[:/]/.test(address)) {
    return 'the address must begin with https://';
  }
  if (secret.trim().toLowerCase() === 'secret') {
    return 'the signing secret is the word "secret": make the setting a plain one, and give it the real secret';
  }
  return secret.length < SHORTEST_SECRET ? 'the signing secret needs 32 characters or more' : null;
}

/**
 * Signs a body and posts it.
 * @param {RuleContext} ctx
 * @param {object} body
 */
function send(ctx, body) {
  // Plain ASCII, so that no encoding on the way changes what was signed.
  const raw = JSON.stringify(body).replace(/[\u0080-\uffff]/g, escaped);
  ctx.store('raw', raw);
  ctx.store('attempt', 0);
  post(ctx);
}

/** @param {RuleContext} ctx */
function post(ctx) {
  const raw = ctx.load('raw');
  const problem = fault(ctx.settings);
  if (problem) {
    console.warn('Ugovor: not sent, ' + problem);
    return;
  }
  const connection = connectionFor(ctx.settings, raw);
  if (typeof connection.postAsync === 'function') {
    connection.postAsync('', [], raw, 'answered');
  }
}

/**
 * Posts within the transaction, for YouTrack before 2026.2.
 * @param {Settings} settings
 * @param {object} body
 */
function sendNow(settings, body) {
  const raw = JSON.stringify(body).replace(/[\u0080-\uffff]/g, escaped);
  try {
    const response = connectionFor(settings, raw, OLD_TIMEOUT_MS).postSync('', [], raw);
    if (!isTaken(response)) {
      console.warn('Ugovor: the event was not taken' + told(response));
    }
  } catch (error) {
    // A fault here would undo what the user did.
    console.error('Ugovor: the event was not sent: ' + error);
  }
}

/** @param {RuleContext} ctx */
function answered(ctx) {
  const attempt = ctx.load('attempt') || 0;
  if (isTaken(ctx.response)) {
    return;
  }
  if (!isWorthRepeating(ctx.response) || attempt >= AGAIN_AFTER_MS.length) {
    console.error('Ugovor: the event was not taken' + told(ctx.response) + '; the service will find the change itself');
    return;
  }
  ctx.store('raw', ctx.load('raw'));
  ctx.store('attempt', attempt + 1);
  ctx.invokeAsync('again', AGAIN_AFTER_MS[attempt]);
}

/** @param {RuleContext} ctx */
function again(ctx) {
  ctx.store('raw', ctx.load('raw'));
  ctx.store('attempt', ctx.load('attempt'));
  post(ctx);
}

/** @param {Settings} settings @param {string} raw @param {number} [timeoutMs] */
function connectionFor(settings, raw, timeoutMs) {
  const connection = new http.Connection(text(settings.address), undefined, timeoutMs || TIMEOUT_MS);
  connection.addHeader('Content-Type', 'application/json');
  connection.addHeader('X-Ugovor-Signature', 'sha256=' + sha256.hmacSha256(text(settings.signingSecret), raw));
  return connection;
}

/** @returns {boolean} whether this YouTrack posts after the transaction */
function isAsync() {
  return typeof new http.Connection('https://localhost/').postAsync === 'function';
}

/** @param {Answer | undefined} response @returns {boolean} */
function isTaken(response) {
  const code = (response && response.code) || 0;
  return code >= 200 && code < 300;
}

/** @param {Answer | undefined} response @returns {boolean} */
function isWorthRepeating(response) {
  return !response || !response.code || response.code === 408 || response.code === 429 || response.code >= 500;
}

/** @param {Answer | undefined} response @returns {string} the status alone: what was answered may quote what is not for the log */
function told(response) {
  return response && response.code ? ' (' + response.code + ')' : ' (no answer)';
}

/** @param {string} character @returns {string} */
function escaped(character) {
  return '\\u' + ('000' + character.charCodeAt(0).toString(16)).slice(-4);
}

/** @param {any} value @returns {string} */
function text(value) {
  return value === null || value === undefined ? '' : String(value);
}

exports.asyncFunctions = {answered: answered, again: again};
exports.fault = fault;
exports.isAsync = isAsync;
exports.send = send;
exports.sendNow = sendNow;

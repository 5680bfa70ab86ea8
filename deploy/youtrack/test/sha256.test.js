'use strict';

const assert = require('node:assert/strict');
const {createHmac} = require('node:crypto');
const test = require('node:test');

const {hmacSha256} = require('../app/sha256');

// RFC 4231, the cases whose key and data are text; and the vector that Atlassian publishes.
const VECTORS = [
  ['Jefe', 'what do ya want for nothing?', '5bdcc146bf60754e6a042426089575c75a003f089d2739839dec58b964ec3843'],
  ['\x0b'.repeat(20), 'Hi There', 'b0344c61d8db38535ca8afceaf0bf12b881dc200c9833da726e9376c2e32cff7'],
  ["It's a Secret to Everybody", 'Hello World!', 'a4771c39fbe90f317c7824e83ddef3caae9cb3d976c214ace1f2937e133263c9'],
];

test('the published vectors', () => {
  for (const [secret, text, expected] of VECTORS) {
    assert.equal(hmacSha256(secret, text), expected);
  }
});

test('every length around the blocks, and long secrets', () => {
  for (let length = 0; length < 200; length++) {
    const secret = 'k'.repeat(length);
    const text = 'x'.repeat(length * 3);
    assert.equal(hmacSha256(secret, text), createHmac('sha256', secret).update(text).digest('hex'), `length ${length}`);
  }
});

test('texts beyond ASCII count as UTF-8', () => {
  for (const text of ['Уговор', '日本', '😀', '\u0000\u007f\u0080\u07ff\u0800\uffff']) {
    assert.equal(hmacSha256(text, text), createHmac('sha256', text).update(text).digest('hex'), text);
  }
});

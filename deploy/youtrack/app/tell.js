/** The rule: whatever a transaction did to an issue, one signed body tells it. */
'use strict';

const entities = require('@jetbrains/youtrack-scripting-api/entities');
const events = require('./events');
const sending = require('./sending');

exports.rule = entities.Issue.onChange({
  title: 'Ugovor: tell the service what changed',
  runOn: {change: true, removal: true},
  guard: (ctx) => ctx.issue.isReported === true && sending.fault(ctx.settings) === null,
  action: (ctx) => {
    const sent = Date.now();
    const delivery = ctx.issue.id + '.' + sent + '.' + Math.random().toString(36).slice(2, 12);
    const body = events.bodyOf(ctx, sent, delivery);
    if (body === null) {
      return;
    }
    if (sending.isAsync()) {
      sending.send(ctx, body);
    } else {
      sending.sendNow(ctx.settings, body);
    }
  },
  requirements: {},
  asyncFunctions: sending.asyncFunctions,
});

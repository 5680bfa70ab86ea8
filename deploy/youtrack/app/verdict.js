/** The panel's endpoint: YouTrack lets nobody in who may not read the issue. */
'use strict';

const view = require('./shown');

exports.httpHandler = {
  endpoints: [
    {
      scope: 'ISSUE',
      method: 'GET',
      path: 'shown',
      permissions: ['READ_ISSUE'],
      handle: (/** @type {EndpointContext} */ ctx) => {
        ctx.response.json(view.shown(ctx.issue, ctx.currentUser, ctx.settings));
      },
    },
  ],
};

/**
 * A strict stand-in of YouTrack's scripting API, as far as the app uses it: what the documents do not name is an
 * error, one execution schedules one call, only plain values are stored, and ctx.response is there in callbacks alone.
 * See JetBrains/youtrack-apps, skills/youtrack-apps-skill/references/api.
 */
'use strict';

const Module = require('node:module');

const ENTITIES = '@jetbrains/youtrack-scripting-api/entities';
const HTTP = '@jetbrains/youtrack-scripting-api/http';
const LONGEST_CHAIN = 10;

/** An object that answers for its documented names only. */
function strict(kind, values, documented = []) {
  const known = new Set([...Object.keys(values), ...documented]);
  return new Proxy(values, {
    get(target, name) {
      if (typeof name === 'symbol' || known.has(name)) {
        return target[name];
      }
      if (name === 'toString' || name === 'toJSON' || name === 'constructor' || name === 'inspect') {
        return name === 'toJSON' ? undefined : Object.prototype[name];
      }
      throw new Error(`${kind} has no documented ${String(name)}`);
    },
    set(_, name) {
      throw new Error(`${kind}.${String(name)} is not for this rule to write`);
    },
  });
}

/** A set of entities with what was added and removed in the transaction. */
function setOf(items = [], added = [], removed = []) {
  const plain = (list) => ({
    forEach: (visit) => list.forEach(visit),
    isEmpty: () => list.length === 0,
    isNotEmpty: () => list.length > 0,
    first: () => list[0] || null,
  });
  return strict('Set', {...plain(items), added: plain(added), removed: plain(removed)});
}

/** Names by which a value is told from others, as JetBrains' own app does: another kind of value has none. */
const PROBES = ['isEmpty', 'isResolved', 'login', 'name'];

const user = (login, fullName) => strict('User', {login, fullName, email: `${login}@acme.example`}, PROBES);
const named = (name, more = {}) => strict('Element', {name, ...more}, PROBES);
const state = (name) => named(name, {isResolved: name === 'Done'});
const period = (text) => strict('Period', {toString: () => text}, PROBES);

function commentOf(values) {
  const {readers, ...given} = values;
  return strict('IssueComment', {
    id: '4-1',
    url: 'https://youtrack.example/issue/ACME-7#focus=Comments-4-1.0-0',
    text: '',
    created: 1774000000000,
    updated: null,
    deleted: false,
    permittedGroup: null,
    permittedGroups: setOf(),
    permittedUsers: setOf(),
    isVisibleTo: (one) => !readers || readers.includes(one.login),
    ...given,
  });
}

function fieldsOf(values, changes) {
  const methods = {
    isChanged: (name) => name in changes,
    oldValue: (name) => (name in changes ? changes[name] : values[name]),
  };
  // As in YouTrack, the names of fields can be listed, and methods stand among them.
  return strict('Fields', {...values, ...methods});
}

function issueOf(given = {}) {
  const {changes = {}, texts = {}, fields = {}, tagNames = [], ...values} = given;
  return strict(
    'Issue',
    {
      id: 'ACME-7',
      summary: 'Калькулятор',
      description: 'Нужен',
      created: 1773990000000,
      updated: 1774000000000,
      reporter: user('anna', 'Анна Белова'),
      project: strict('Project', {shortName: 'ACME', name: 'Acme', key: 'ACME'}),
      isReported: true,
      becomesReported: false,
      becomesRemoved: false,
      comments: setOf(),
      editedComments: setOf(),
      attachments: setOf(),
      workItems: setOf(),
      editedWorkItems: setOf(),
      tags: setOf(),
      links: {'subtask of': setOf(), 'parent for': setOf(), 'relates to': setOf()},
      fields: fieldsOf(fields, changes),
      isChanged: (name) => name in texts,
      oldValue: (name) => texts[name],
      hasTag: (name) => tagNames.includes(name),
      ...values,
    },
    ['permittedGroup'],
  );
}

/** The network and the calls that wait: what one execution schedules, the next one does. */
class Site {
  constructor({isAsync = true, answers = []} = {}) {
    this.isAsync = isAsync;
    this.answers = answers;
    this.sent = [];
    this.waiting = [];
    this.delays = [];
    this.hops = 0;
  }

  answer() {
    return this.answers.length > 0 ? this.answers.shift() : {code: 204};
  }

  /** Makes the context of one execution; `stored` is handed on from the one that scheduled it. */
  context(issue, settings, stored = {}, more = {}) {
    const kept = {...stored};
    let scheduled = 0;
    const schedule = (call) => {
      scheduled += 1;
      if (scheduled > 1) {
        throw new Error('an execution can schedule only one async operation');
      }
      this.hops += 1;
      if (this.hops > LONGEST_CHAIN) {
        throw new Error('the chain of async calls is too long');
      }
      this.waiting.push({...call, stored: () => ({...kept}), issue, settings});
    };
    this.schedule = schedule;
    const values = {
      issue,
      settings,
      currentUser: user('anna', 'Анна Белова'),
      store: (key, value) => {
        if (value !== null && !['string', 'number', 'boolean'].includes(typeof value)) {
          throw new Error(`ctx.store takes no ${typeof value}`);
        }
        kept[key] = value;
      },
      load: (key) => (key in kept ? kept[key] : null),
      invokeAsync: (name, delay = 0) => {
        this.delays.push(delay);
        schedule({name});
      },
      ...more,
    };
    return strict('ctx', values, []);
  }

  /** Does what waits, and what that schedules, until nothing is left. */
  settle(functions) {
    while (this.waiting.length > 0) {
      const call = this.waiting.shift();
      const more = call.response ? {response: strict('Response', call.response, ['code', 'exception'])} : {};
      functions[call.name](this.context(call.issue, call.settings, call.stored(), more));
    }
  }
}

let current = new Site();

class Connection {
  constructor(url, sslKey, timeout) {
    Object.assign(this, {url, sslKey, timeout, headers: []});
    if (current.isAsync) {
      this.postAsync = (uri, query, payload, handler) => {
        this.record(payload);
        current.schedule({name: handler, response: current.answer()});
      };
    }
  }

  addHeader(name, value) {
    if (typeof name !== 'string' || typeof value !== 'string') {
      throw new Error('addHeader takes texts');
    }
    this.headers.push({name, value});
    return this;
  }

  postSync(uri, query, payload) {
    this.record(payload);
    const answer = current.answer();
    if (answer instanceof Error) {
      throw answer;
    }
    return answer;
  }

  record(payload) {
    if (typeof payload !== 'string') {
      throw new Error('what is signed has to be sent as it is');
    }
    const headers = Object.fromEntries(this.headers.map(({name, value}) => [name, value]));
    current.sent.push({url: this.url, headers, payload, timeout: this.timeout});
  }
}

const modules = {
  [ENTITIES]: {
    Issue: {
      onChange: (rule) => {
        const known = ['title', 'guard', 'action', 'runOn', 'requirements', 'asyncFunctions'];
        const strange = Object.keys(rule).filter((name) => !known.includes(name));
        if (strange.length > 0 || typeof rule.action !== 'function' || typeof rule.guard !== 'function') {
          throw new Error(`not a rule: ${strange}`);
        }
        return rule;
      },
    },
  },
  [HTTP]: {Connection},
};

const load = Module._load;
Module._load = function (request, ...rest) {
  return modules[request] || load.call(this, request, ...rest);
};

/** Starts a new site, on which the app's connections are made from now on. */
function newSite(options) {
  current = new Site(options);
  return current;
}

module.exports = {commentOf, issueOf, named, newSite, period, setOf, state, strict, user};

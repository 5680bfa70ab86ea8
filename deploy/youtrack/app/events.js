/**
 * What one transaction did to an issue, as one body. The README describes each key; webhooks/youtrack/own_app.py reads it.
 */
'use strict';

const VERSION = 1;
const DATABASE_ID = /^\d+-\d+$/;
const IN_LINK = /Comments-(\d+-\d+)/;
const PARENT_LINKS = ['subtask of', 'parent for'];

/**
 * Returns the body of a transaction, or null where nothing happened that the service asks for.
 * @param {RuleContext} ctx
 * @param {number} sent milliseconds
 * @param {string} delivery
 * @returns {object | null}
 */
function bodyOf(ctx, sent, delivery) {
  const issue = ctx.issue;
  const changes = issue.becomesRemoved ? [] : changesOf(issue);
  const tags = {added: names(part(issue.tags, 'added')), removed: names(part(issue.tags, 'removed'))};
  const comments = issue.becomesRemoved ? [] : commentsOf(issue);
  const did = {
    created: issue.becomesReported === true,
    updated: changes.length > 0 && issue.becomesReported !== true,
    tagged: tags.added.length + tags.removed.length > 0,
    commented: comments.some((each) => each.what === 'added'),
    edited: comments.some((each) => each.what === 'edited'),
    uncommented: comments.some((each) => each.what === 'removed'),
    attached: hasAny(part(issue.attachments, 'added')),
    worked: isChanged(issue.workItems) || hasAny(issue.editedWorkItems),
    deleted: issue.becomesRemoved === true,
  };
  const kinds = Object.keys(did).filter((kind) => did[/** @type {keyof typeof did} */ (kind)]);
  if (kinds.length === 0) {
    return null;
  }
  return {
    app: 'ugovor',
    version: VERSION,
    delivery: delivery,
    sent: sent,
    kinds: kinds,
    issue: {
      key: issue.id,
      project: issue.project.shortName,
      summary: issue.summary,
      created: issue.created,
      updated: issue.updated,
      reporter: user(issue.reporter),
    },
    actor: user(ctx.currentUser),
    changes: changes,
    tags: tags,
    comments: comments,
  };
}

/** @param {Issue} issue @returns {object[]} */
function changesOf(issue) {
  /** @type {object[]} */
  const found = [];
  if (issue.becomesReported === true) {
    return found;
  }
  if (issue.isChanged('summary')) {
    found.push({field: 'summary', kind: 'text', from: text(issue.oldValue('summary')), to: text(issue.summary)});
  }
  if (issue.isChanged('description')) {
    // Read again anyway, and too long to be sent twice.
    found.push({field: 'description', kind: 'text'});
  }
  if (issue.isChanged('project')) {
    const before = issue.oldValue('project');
    found.push({field: 'project', kind: 'text', from: before ? before.shortName : null, to: issue.project.shortName});
  }
  Object.keys(issue.fields).forEach((name) => {
    const change = fieldChange(issue.fields, name);
    if (change) {
      found.push(change);
    }
  });
  if (PARENT_LINKS.some((name) => isChanged(issue.links[name]))) {
    found.push({field: 'parent', kind: 'link'});
  }
  return found;
}

/** @param {Issue['fields']} fields @param {string} name @returns {object | null} */
function fieldChange(fields, name) {
  const now = fields[name];
  if (typeof now === 'function' || !fields.isChanged(name)) {
    return null;
  }
  if (isSet(now)) {
    const added = names(now.added);
    const before = names(now).filter((each) => added.indexOf(each) < 0).concat(names(now.removed));
    return {field: name, kind: 'field', from: before, to: names(now)};
  }
  const before = fields.oldValue(name);
  const isState = [now, before].some((value) => value && value.isResolved !== undefined);
  return {field: name, kind: isState ? 'state' : 'field', from: shown(before), to: shown(now)};
}

/** @param {Issue} issue @returns {any[]} */
function commentsOf(issue) {
  /** @type {any[]} */
  const found = [];
  each(part(issue.comments, 'added'), (one) => found.push(comment('added', one)));
  each(issue.editedComments, (one) => found.push(comment(one.deleted === true ? 'removed' : 'edited', one)));
  each(part(issue.comments, 'removed'), (one) => found.push(comment('removed', one)));
  return found;
}

/** @param {string} what @param {IssueComment} one @returns {object} */
function comment(what, one) {
  const known = {what: what, id: commentId(one), author: user(one.author)};
  if (what === 'removed') {
    return known;
  }
  return Object.assign(known, {
    created: one.created,
    updated: one.updated || null,
    restricted: isRestricted(one),
    text: one.text,
  });
}

/** The API documents no id of a comment, but its link, which ends with it. @param {IssueComment} one @returns {string} */
function commentId(one) {
  if (typeof one.id === 'string' && DATABASE_ID.test(one.id)) {
    return one.id;
  }
  const linked = IN_LINK.exec(one.url || '');
  return linked ? linked[1] : String(one.id);
}

/** @param {IssueComment} one @returns {boolean} */
function isRestricted(one) {
  return Boolean(one.permittedGroup) || hasAny(one.permittedGroups) || hasAny(one.permittedUsers);
}

/** @param {User | null} one @returns {object | null} */
function user(one) {
  return one ? {login: one.login, name: one.fullName} : null;
}

/** @param {any} value @returns {any} what REST calls it: a name, a login, a number, a text */
function shown(value) {
  if (value === null || value === undefined) {
    return null;
  }
  if (typeof value !== 'object') {
    return value;
  }
  return value.login || value.name || String(value);
}

/** @param {any} value @returns {string} */
function text(value) {
  return value === null || value === undefined ? '' : String(value);
}

/** @param {any} value @returns {boolean} */
function isSet(value) {
  return Boolean(value) && typeof value === 'object' && typeof value.isEmpty === 'function';
}

/** @param {any} set @param {'added' | 'removed'} name @returns {any} */
function part(set, name) {
  return set ? set[name] : null;
}

/** @param {any} set @returns {boolean} */
function isChanged(set) {
  return Boolean(set) && (hasAny(set.added) || hasAny(set.removed));
}

/** @param {any} set @returns {boolean} */
function hasAny(set) {
  return Boolean(set) && !set.isEmpty();
}

/** @param {any} set @param {(one: any) => void} visit */
function each(set, visit) {
  if (set) {
    set.forEach(visit);
  }
}

/** @param {any} set @returns {string[]} */
function names(set) {
  /** @type {string[]} */
  const found = [];
  each(set, (one) => found.push(shown(one)));
  return found;
}

exports.bodyOf = bodyOf;
exports.isRestricted = isRestricted;

/* The documented names of YouTrack's scripting API that the app uses; test/names.test.js holds them against the
   stubs that JetBrains publishes. What the stubs of 2022.1 do not have yet is marked with its version. */

declare const console: {warn(text: string): void; error(text: string): void};
declare const exports: Record<string, unknown>;
declare function require(name: '@jetbrains/youtrack-scripting-api/entities'): typeof import('@jetbrains/youtrack-scripting-api/entities');
declare function require(name: '@jetbrains/youtrack-scripting-api/http'): typeof import('@jetbrains/youtrack-scripting-api/http');
declare function require(name: './sha256'): typeof import('./app/sha256');
declare function require(name: './events'): typeof import('./app/events');
declare function require(name: './sending'): typeof import('./app/sending');
declare function require(name: './shown'): typeof import('./app/shown');

interface YouTrackSet<T> {
  added: YouTrackSet<T>;
  removed: YouTrackSet<T>;
  forEach(visit: (one: T) => void): void;
  isEmpty(): boolean;
}

interface User {
  login: string;
  fullName: string;
}

interface Project {
  shortName: string;
}

interface IssueComment {
  id: string;
  url: string;
  text: string;
  created: number;
  updated: number | null;
  deleted: boolean;
  author: User | null;
  permittedGroup: object | null;
  permittedGroups: YouTrackSet<object>;
  permittedUsers: YouTrackSet<User>;
  isVisibleTo(user: User): boolean;
}

interface Issue {
  id: string;
  summary: string;
  description: string | null;
  created: number;
  updated: number;
  reporter: User | null;
  project: Project;
  isReported: boolean;
  becomesReported: boolean;
  becomesRemoved: boolean;
  comments: YouTrackSet<IssueComment>;
  editedComments: YouTrackSet<IssueComment>;
  attachments: YouTrackSet<object>;
  workItems: YouTrackSet<object>;
  editedWorkItems: YouTrackSet<object>;
  tags: YouTrackSet<{name: string}>;
  links: Record<string, YouTrackSet<Issue>>;
  fields: Record<string, any> & {isChanged(name: string): boolean; oldValue(name: string): any};
  isChanged(name: string): boolean;
  oldValue(name: string): any;
  hasTag(name: string): boolean;
}

interface Settings {
  address?: string;
  signingSecret?: string;
  account?: User | null;
  labels?: string;
}

/** store, load, invokeAsync and a response in callbacks: since 2026.2. */
interface RuleContext {
  issue: Issue;
  currentUser: User;
  settings: Settings;
  store(key: string, value: string | number | boolean | null): void;
  load(key: string): any;
  invokeAsync(name: 'answered' | 'again', delay?: number): void;
  response?: Answer;
}

interface EndpointContext {
  issue: Issue;
  currentUser: User;
  settings: Settings;
  response: {json(value: object): void};
}

interface Answer {
  code?: number;
}

declare module '@jetbrains/youtrack-scripting-api/entities' {
  interface Rule {
    title: string;
    runOn: {change: boolean; removal: boolean};
    guard(ctx: RuleContext): boolean;
    action(ctx: RuleContext): void;
    requirements: {};
    asyncFunctions: Record<string, (ctx: RuleContext) => void>;
  }
  const Issue: {onChange(rule: Rule): Rule};
}

declare module '@jetbrains/youtrack-scripting-api/http' {
  class Connection {
    constructor(url?: string, sslKeyName?: string, timeout?: number);
    addHeader(name: string, value: string): Connection;
    postSync(uri: string, queryParams: object[], payload: string): Answer;
    /** Since 2026.2. */
    postAsync?(uri: string, queryParams: object[], payload: string, handlerName: string): void;
  }
}

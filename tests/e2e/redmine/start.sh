#!/bin/bash
# Start an own Redmine on 127.0.0.1 and print one line of JSON about it. Needs no root.
#   start.sh ROOT PORT [EVENTS_URL SECRET]     ROOT: where its tree is put; forget it: kill its pid, rm -rf ROOT
set -euo pipefail
here=$(cd "$(dirname "${BASH_SOURCE[0]}")" && pwd)
fail() { echo "start.sh: $*" >&2; exit 1; }

root=$1 port=$2 events_url=${3:-} secret=${4:-}
[[ $root == /* ]] || fail "ROOT: an absolute path"
[[ $port =~ ^[0-9]+$ ]] || fail "PORT: a number"
folder=$root/instances/own database=$root/instances/own/db/redmine.sqlite3

if [ ! -e "$database" ]; then
    template=$("$here/template.sh" "${UGOVOR_REDMINE_TEMPLATES:-$here/../../../.redmine}")
    "$here/copy.sh" "$root"
    cp "$template" "$database"
    # Every instance gets keys of its own, so that a client that mixes two instances up is refused.
    sqlite3 "$database" "UPDATE tokens SET value = lower(hex(randomblob(20))) WHERE action = 'api'"
fi

cd "$root"
# A clean environment: no proxy, no Ruby settings of the caller; the mark of the run of tests, by which it is reaped.
# One thread: SQLite answers "database is locked" (500) when two requests write at once.
setsid env -i PATH=/usr/bin:/bin LANG=C.UTF-8 TZ=UTC HOME="$folder/tmp" RAILS_ENV=production \
    REDMINE_INSTANCE=own UGOVOR_CLOCK="$folder/clock" UGOVOR_EVENTS_URL="$events_url" \
    UGOVOR_EVENTS_SECRET="$secret" TEST_RUN="${TEST_RUN:-}" \
    puma -b "tcp://127.0.0.1:$port" -t 1:1 -e production config.ru </dev/null >>"$folder/log/puma.log" 2>&1 &
pid=$!
most=$(awk "BEGIN { print int(600 * ${UGOVOR_TEST_TIME_FACTOR:-1}) }")
for ((tries = 0; tries < most; tries++)); do
    curl -fs --noproxy '*' -o /dev/null "http://127.0.0.1:$port/login" && { answers=yes; break; }
    kill -0 "$pid" 2>/dev/null || { tail -n 20 "$folder/log/puma.log" >&2; fail "puma ended"; }
    sleep 0.1
done
[ -n "${answers:-}" ] || { kill "$pid"; fail "no answer in time; see $folder/log"; }

sqlite3 -readonly "$database" "SELECT json_object(
    'url', 'http://127.0.0.1:$port', 'root', '$root', 'folder', '$folder', 'pid', $pid,
    'keys', (SELECT json_group_object(login, value) FROM tokens JOIN users ON users.id = user_id WHERE action = 'api'),
    'users', (SELECT json_group_object(login, id) FROM users WHERE login <> ''),
    'roles', (SELECT json_group_object(name, id) FROM roles),
    'statuses', (SELECT json_group_object(name, id) FROM issue_statuses),
    'activity', (SELECT id FROM enumerations WHERE type = 'TimeEntryActivity' LIMIT 1),
    'trackers', (SELECT json_group_object(name, id) FROM trackers),
    'custom_fields', (SELECT json_group_object(name, id) FROM custom_fields))"

#!/bin/bash
# Start an own Redmine on 127.0.0.1 and print one line of JSON about it. Run as root.
#   start.sh NAME PORT [EVENTS_URL SECRET]     forget it: kill its pid, rm -rf /var/lib/redmine/NAME
set -euo pipefail
here=$(cd "$(dirname "${BASH_SOURCE[0]}")" && pwd)
fail() { echo "start.sh: $*" >&2; exit 1; }

name=$1 port=$2 events_url=${3:-} secret=${4:-}
[[ $name =~ ^[a-z0-9][a-z0-9_-]*$ && $name != default ]] || fail "NAME: small letters, digits, - and _"
[[ $port =~ ^[0-9]+$ ]] || fail "PORT: a number"
folder=/var/lib/redmine/$name
as_redmine=(setpriv --reuid=www-data --regid=www-data --init-groups)

exec 9>/run/redmine-ugovor-start.lock
flock 9
plugin=/usr/share/redmine/plugins/ugovor_events
if ! cmp -s "$here/ugovor_events/init.rb" "$plugin/init.rb"; then
    install -d "$plugin"
    install -m 644 "$here/ugovor_events/init.rb" "$plugin/init.rb.$$"
    mv "$plugin/init.rb.$$" "$plugin/init.rb"
fi

if [ ! -e "$folder/config/database.yml" ]; then
    template=$("$here/template.sh" 9>&-)
    install -d -o www-data -g www-data "$folder"/{,config,db,log,tmp,files,public/plugin_assets}
    install -o www-data -g www-data -m 640 "$template" "$folder/db/redmine.sqlite3"
    # Every instance gets keys of its own, so that a client that mixes two instances up is refused.
    "${as_redmine[@]}" sqlite3 "$folder/db/redmine.sqlite3" \
        "UPDATE tokens SET value = lower(hex(randomblob(20))) WHERE action = 'api'"
    head -c 32 /dev/urandom | sha256sum | cut -d ' ' -f 1 >"$folder/config/secret_key.txt"
    printf 'production:\n  adapter: sqlite3\n  database: %s\n  timeout: 10000\n' "$folder/db/redmine.sqlite3" \
        >"$folder/config/database.yml.new"
    mv "$folder/config/database.yml.new" "$folder/config/database.yml"
fi
flock -u 9

cd /usr/share/redmine
# A clean environment: no proxy, no Ruby settings of the caller.
# One thread: SQLite answers "database is locked" (500) when two requests write at once.
setsid "${as_redmine[@]}" env -i PATH=/usr/bin:/bin LANG=C.UTF-8 TZ=UTC HOME="$folder/tmp" RAILS_ENV=production \
    REDMINE_INSTANCE="$name" UGOVOR_CLOCK="$folder/clock" UGOVOR_EVENTS_URL="$events_url" \
    UGOVOR_EVENTS_SECRET="$secret" \
    puma -b "tcp://127.0.0.1:$port" -t 1:1 -e production config.ru </dev/null >>"$folder/log/puma.log" 2>&1 9>&- &
pid=$!
for ((tries = 0; tries < 600; tries++)); do
    curl -fs --noproxy '*' -o /dev/null "http://127.0.0.1:$port/login" && break
    kill -0 "$pid" 2>/dev/null || { tail -n 20 "$folder/log/puma.log" >&2; fail "puma ended"; }
    sleep 0.1
done
((tries < 600)) || { kill "$pid"; fail "no answer in time; see $folder/log"; }

sqlite3 -readonly "$folder/db/redmine.sqlite3" "SELECT json_object(
    'url', 'http://127.0.0.1:$port', 'folder', '$folder', 'pid', $pid,
    'keys', (SELECT json_group_object(login, value) FROM tokens JOIN users ON users.id = user_id WHERE action = 'api'),
    'users', (SELECT json_group_object(login, id) FROM users WHERE login <> ''),
    'roles', (SELECT json_group_object(name, id) FROM roles),
    'statuses', (SELECT json_group_object(name, id) FROM issue_statuses),
    'activity', (SELECT id FROM enumerations WHERE type = 'TimeEntryActivity' LIMIT 1),
    'trackers', (SELECT json_group_object(name, id) FROM trackers),
    'custom_fields', (SELECT json_group_object(name, id) FROM custom_fields))"

#!/bin/bash
# Print the path of the migrated and seeded database that start.sh copies; it is built once a seed.
#   template.sh FOLDER     the folder that keeps it
set -euo pipefail
here=$(cd "$(dirname "${BASH_SOURCE[0]}")" && pwd)
key=$({ dpkg-query -W redmine; cat "$here"/{seed.rb,template.sh,copy.sh}; } | sha256sum | cut -c1-12)
mkdir -p "$1"
template=$(cd "$1" && pwd)/$key.sqlite3

exec 9>"$1/lock"
flock 9
if [ ! -e "$template" ]; then
    building=$(mktemp -d)
    trap 'rm -rf "$building"' EXIT
    root=$building/redmine
    "$here/copy.sh" "$root"
    database=$root/instances/own/db/redmine.sqlite3 log=$root/instances/own/log/build.log
    redmine() {
        env -i PATH=/usr/bin:/bin LANG=C.UTF-8 TZ=UTC HOME="$building" SCHEMA="$building/schema.rb" \
            RAILS_ENV=production REDMINE_INSTANCE=own TEST_RUN="${TEST_RUN:-}" "$@"
    }
    cd "$root"
    redmine bin/rake db:migrate >"$log" 2>&1 9>&- &&
        redmine bin/rails runner - <"$here/seed.rb" >>"$log" 2>&1 9>&- ||
        { tail -n 20 "$log" >&2; exit 1; }
    # Redmine's migrations leave SQLite free to give a deleted issue's id to the next issue;
    # a server database never does.
    sqlite3 "$database" "PRAGMA writable_schema = ON;
        UPDATE sqlite_master SET sql = replace(sql, '\"id\" integer NOT NULL PRIMARY KEY,',
            '\"id\" integer NOT NULL PRIMARY KEY AUTOINCREMENT,') WHERE type = 'table' AND name <> 'sqlite_sequence';
        PRAGMA writable_schema = RESET;"
    mv "$database" "$template.new"
    mv "$template.new" "$template"
fi
echo "$template"

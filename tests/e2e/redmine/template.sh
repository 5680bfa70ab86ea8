#!/bin/bash
# Print the path of the migrated and seeded database that start.sh copies; it is built once a seed.
set -euo pipefail
here=$(cd "$(dirname "${BASH_SOURCE[0]}")" && pwd)
key=$({ dpkg-query -W redmine; cat "$here/seed.rb" "$here/template.sh"; } | sha256sum | cut -c1-12)
name=.ugovor-$key # a leading dot hides it from Redmine's Gemfile, which reads every instance's database.yml
folder=/var/lib/redmine/$name

redmine() {
    setpriv --reuid=www-data --regid=www-data --init-groups env -i PATH=/usr/bin:/bin LANG=C.UTF-8 TZ=UTC \
        HOME="$folder/tmp" SCHEMA="$folder/tmp/schema.rb" RAILS_ENV=production REDMINE_INSTANCE="$name" "$@"
}

exec 9>/run/redmine-ugovor.lock
flock 9
if [ ! -e "$folder/seeded.sqlite3" ]; then
    rm -rf "$folder"
    install -d -o www-data -g www-data "$folder"/{,config,db,log,tmp,files,public/plugin_assets}
    printf 'production:\n  adapter: sqlite3\n  database: %s\n' "$folder/db/redmine.sqlite3" \
        >"$folder/config/database.yml"
    head -c 32 /dev/urandom | sha256sum | cut -d ' ' -f 1 >"$folder/config/secret_key.txt"
    cd /usr/share/redmine
    redmine bin/rake db:migrate >"$folder/log/build.log" 2>&1 9>&- &&
        redmine bin/rails runner - <"$here/seed.rb" >>"$folder/log/build.log" 2>&1 9>&- ||
        { tail -n 20 "$folder/log/build.log" >&2; exit 1; }
    # Redmine's migrations leave SQLite free to give a deleted issue's id to the next issue;
    # a server database never does.
    sqlite3 "$folder/db/redmine.sqlite3" "PRAGMA writable_schema = ON;
        UPDATE sqlite_master SET sql = replace(sql, '\"id\" integer NOT NULL PRIMARY KEY,',
            '\"id\" integer NOT NULL PRIMARY KEY AUTOINCREMENT,') WHERE type = 'table' AND name <> 'sqlite_sequence';
        PRAGMA writable_schema = RESET;"
    mv "$folder/db/redmine.sqlite3" "$folder/seeded.sqlite3"
fi
echo "$folder/seeded.sqlite3"

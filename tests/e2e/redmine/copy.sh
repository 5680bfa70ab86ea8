#!/bin/bash
# Make a Redmine of one's own from Debian's: its tree, with its own plugins, settings and data. Changes nothing else.
#   copy.sh ROOT     ROOT does not exist yet; the one instance in it is ROOT/instances/own
set -euo pipefail
here=$(cd "$(dirname "${BASH_SOURCE[0]}")" && pwd)
debian=/usr/share/redmine
root=$1 instance=$1/instances/own

mkdir -p "$root"
# What belongs to the host stays out: its plugins, its instances, and links to its settings.
tar --create --directory "$debian" --exclude=./plugins --exclude=./instances --exclude=./Gemfile.lock \
    --exclude=./config/database.yml --exclude=./config/configuration.yml . | tar --extract --no-same-owner --directory "$root"
install -d "$root/plugins/ugovor_events" "$instance"/{config,db,log,tmp,files,public/plugin_assets}
install -m 644 "$here/ugovor_events/init.rb" "$root/plugins/ugovor_events/init.rb"
cp --dereference "$debian/Gemfile.lock" "$root/Gemfile.lock"
# Debian's Gemfile names the folder in which it looks for the kinds of databases.
sed -i "s|$debian/|$root/|" "$root/Gemfile"
head -c 32 /dev/urandom | sha256sum | cut -d ' ' -f 1 >"$instance/config/secret_key.txt"
printf 'production:\n  adapter: sqlite3\n  database: %s\n  timeout: 10000\n' "$instance/db/redmine.sqlite3" \
    >"$instance/config/database.yml"

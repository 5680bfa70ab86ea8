#!/bin/bash
# Install Debian's Redmine with SQLite and Puma, asking nothing. Run as root, any number of times.
set -euo pipefail
export DEBIAN_FRONTEND=noninteractive
packages=(redmine redmine-sqlite puma sqlite3 curl)
apt=(apt-get -o DPkg::Lock::Timeout=300 --yes --quiet=2)

installed() { dpkg-query -W -f '${db:Status-Status}\n' "${packages[@]}" 2>/dev/null | grep -cx installed || true; }

if [ "$(installed)" -ne ${#packages[@]} ]; then
    debconf-set-selections <<-'ANSWERS'
	redmine redmine/instances/default/dbconfig-install boolean true
	redmine redmine/instances/default/database-type select sqlite3
	redmine redmine/default-language select en
	ANSWERS
    ls /var/lib/apt/lists/*_Packages* >/dev/null 2>&1 || "${apt[@]}" update >&2
    "${apt[@]}" install --no-install-recommends "${packages[@]}" >&2
fi

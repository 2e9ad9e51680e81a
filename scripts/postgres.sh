#!/bin/sh
# Run a command with DATABASE_URL set to a PostgreSQL of its own, which is gone afterwards.
#   scripts/postgres.sh .venv/bin/python -m pytest
# It listens on a socket in its own folder alone, and runs as the user postgres where we are root, as it demands.
# Ends with 69 where PostgreSQL is not installed, else as the command ended.
set -eu

debian=$(ls -d /usr/lib/postgresql/*/bin 2>/dev/null | sort -V | tail -n 1)
PATH="${debian:+$debian:}$PATH"
as_owner() { if [ "$(id -u)" = 0 ]; then runuser -u postgres -- "$@"; else "$@"; fi; }
command -v initdb >/dev/null && as_owner true 2>/dev/null || exit 69

# What would survive a crash is of no use to it.
unsafe="-c fsync=off -c full_page_writes=off -c synchronous_commit=off -c wal_level=minimal -c max_wal_senders=0"
unsafe="$unsafe -c checkpoint_timeout=1h -c max_wal_size=4GB"

home=$(mktemp -d /tmp/spacenews-postgres.XXXXXX)
stop() {
  as_owner pg_ctl --pgdata="$home/data" --mode=immediate --silent stop || true
  rm -rf "$home"
}
trap stop EXIT
trap 'exit 130' INT TERM
[ "$(id -u)" != 0 ] || chown postgres "$home"
cd "$home"
as_owner initdb --pgdata=data --username=postgres --auth=trust --encoding=UTF8 --locale=C.UTF-8 --no-sync >/dev/null
as_owner pg_ctl --pgdata=data --log=log --wait --silent start \
  -o "-c listen_addresses='' -c unix_socket_directories='$home' -c jit=off -c autovacuum=off $unsafe"
cd "$OLDPWD"

DATABASE_URL="postgres://postgres@/postgres?host=$home" "$@"

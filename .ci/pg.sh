#!/bin/bash
# pg.sh start|stop DIR PORT: a throw-away PostgreSQL on the loopback. As root its server runs as user postgres.
set -euo pipefail
bin=$(ls -d /usr/lib/postgresql/*/bin | sort -V | tail -n 1)
dir=$2
as_owner() { if [ "$(id -u)" = 0 ]; then runuser -u postgres -- "$@"; else "$@"; fi; }
case $1 in
start)
  mkdir -p "$dir"
  [ "$(id -u)" != 0 ] || chown postgres "$dir"
  cd "$dir" # the server must be able to enter where it starts
  [ -s "$dir/data/PG_VERSION" ] ||
    as_owner "$bin/initdb" -D "$dir/data" -U postgres -A trust -E UTF8 --locale=C.UTF-8 --no-sync >/dev/null
  as_owner "$bin/pg_ctl" -D "$dir/data" -w -s -l "$dir/log" start \
    -o "-p $3 -k $dir -c listen_addresses=127.0.0.1 -c fsync=off -c synchronous_commit=off -c full_page_writes=off" ;;
stop)
  cd "$dir"
  as_owner "$bin/pg_ctl" -D "$dir/data" -m fast -s -w stop ;;
*) echo "pg.sh start|stop DIR PORT" >&2; exit 2 ;;
esac

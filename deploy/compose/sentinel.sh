#!/bin/sh
# Sentinel writes what it learns into its file: it begins with this one, and keeps it.
set -eu
umask 077
[ -s /data/sentinel.conf ] || cat > /data/sentinel.conf <<CONF
port 26379
dir /data
sentinel resolve-hostnames yes
sentinel announce-hostnames yes
sentinel monitor hallway redis 6379 2
sentinel auth-user hallway sentinel
sentinel auth-pass hallway $SENTINEL_REDIS_PASSWORD
sentinel down-after-milliseconds hallway 2000
sentinel failover-timeout hallway 20000
CONF
exec redis-server /data/sentinel.conf --sentinel

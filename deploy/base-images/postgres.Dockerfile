# A stand-in for the published postgres image: the PostgreSQL that npm start uses, with the variables and folders of the original.
FROM localhost/debian:bookworm-slim
RUN apt-get update -q && apt-get install -y -q --no-install-recommends postgresql-client && rm -rf /var/lib/apt/lists/*
COPY postgres /usr/local
COPY postgres-entrypoint.sh /usr/local/bin/docker-entrypoint.sh
RUN useradd --uid 999 --user-group --home-dir /var/lib/postgresql postgres \
 && mkdir -p /var/lib/postgresql /var/run/postgresql /docker-entrypoint-initdb.d \
 && chown postgres:postgres /var/lib/postgresql /var/run/postgresql
ENV PGDATA=/var/lib/postgresql/18/docker
VOLUME /var/lib/postgresql
EXPOSE 5432
STOPSIGNAL SIGINT
ENTRYPOINT ["docker-entrypoint.sh"]
CMD ["postgres"]

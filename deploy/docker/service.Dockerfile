# One recipe for every service, and for all of them in one process (SERVICE=hallway):
# docker build -f deploy/docker/service.Dockerfile --build-arg SERVICE=messages -t hallway/messages .
# A release may name its base by digest: NODE_IMAGE=node:24-slim@sha256:…
ARG NODE_IMAGE=node:24-slim
FROM ${NODE_IMAGE} AS build
WORKDIR /src
COPY package.json package-lock.json .npmrc ./
COPY apps ./apps
COPY libs ./libs
COPY tools ./tools
COPY tsconfig.base.json tsconfig.json tsconfig.web.json ./
# As in web.Dockerfile to here, so that one install serves every image.
RUN npm ci --no-audit --no-fund
ARG SERVICE
RUN node tools/build.mjs ${SERVICE} \
 && node tools/build/native-packages.mjs dist/apps/${SERVICE}

FROM ${NODE_IMAGE}
ARG SERVICE
ARG VERSION=unreleased
ARG REVISION=unknown
LABEL org.opencontainers.image.title="Hallway ${SERVICE}" \
      org.opencontainers.image.description="Self-hosted team chat that does not lose messages" \
      org.opencontainers.image.licenses="Apache-2.0" \
      org.opencontainers.image.version="${VERSION}" \
      org.opencontainers.image.revision="${REVISION}"
WORKDIR /app
# What is written: files of the uploads service, and users.acl for Redis. A volume mounted here keeps this owner.
RUN mkdir /data /users && chown node:node /data /users
COPY --from=build /src/dist/apps/${SERVICE} ./
ENV NODE_ENV=production HOST=0.0.0.0 PORT=3000 OPS_PORT=9090
USER node
EXPOSE 3000 9090
HEALTHCHECK --interval=15s --timeout=5s --start-period=20s CMD ["node", "-e", "fetch('http://127.0.0.1:9090/health/live').then((r) => process.exit(r.ok ? 0 : 1), () => process.exit(1))"]
CMD ["node", "main.js"]

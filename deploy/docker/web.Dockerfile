# The built web app as files: docker build -f deploy/docker/web.Dockerfile -t hallway/web .
ARG NODE_IMAGE=node:24-slim
FROM ${NODE_IMAGE} AS build
WORKDIR /src
COPY package.json package-lock.json .npmrc ./
COPY apps ./apps
COPY libs ./libs
COPY tools ./tools
COPY tsconfig.base.json tsconfig.json tsconfig.web.json ./
RUN npm ci --no-audit --no-fund
RUN node tools/build.mjs web

# Only files: the gateway serves them (GATEWAY_WEB_DIR), or copy them to any file server.
FROM ${NODE_IMAGE}
ARG VERSION=unreleased
ARG REVISION=unknown
LABEL org.opencontainers.image.title="Hallway web" \
      org.opencontainers.image.description="Self-hosted team chat that does not lose messages" \
      org.opencontainers.image.licenses="Apache-2.0" \
      org.opencontainers.image.version="${VERSION}" \
      org.opencontainers.image.revision="${REVISION}"
WORKDIR /web
# A volume mounted here keeps this owner.
RUN mkdir -p /srv/web && chown node:node /srv/web
COPY --from=build /src/dist/apps/web ./
USER node
CMD ["node", "-e", "require('node:fs').cpSync('/web', '/srv/web', { recursive: true })"]

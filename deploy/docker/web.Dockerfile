# The built web app as files: docker build -f deploy/docker/web.Dockerfile -t hallway/web .
FROM node:24-slim AS build
WORKDIR /src
COPY package.json package-lock.json .npmrc ./
COPY apps ./apps
COPY libs ./libs
COPY tools ./tools
COPY tsconfig.base.json tsconfig.json tsconfig.web.json ./
RUN npm ci --no-audit --no-fund
RUN node tools/build.mjs web

# Only files: the gateway serves them (GATEWAY_WEB_DIR), or copy them to any file server.
FROM node:24-slim
WORKDIR /web
# A volume mounted here keeps this owner.
RUN mkdir -p /srv/web && chown node:node /srv/web
COPY --from=build /src/dist/apps/web ./
USER node
CMD ["node", "-e", "require('node:fs').cpSync('/web', '/srv/web', { recursive: true })"]

# One recipe for every service: docker build -f deploy/docker/service.Dockerfile --build-arg SERVICE=messages -t hallway/messages .
FROM node:24-slim AS build
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

FROM node:24-slim
ARG SERVICE
WORKDIR /app
# The one folder that is written: files of the uploads service. A volume mounted here keeps this owner.
RUN mkdir /data && chown node:node /data
COPY --from=build /src/dist/apps/${SERVICE} ./
ENV NODE_ENV=production HOST=0.0.0.0 PORT=3000 OPS_PORT=9090
USER node
EXPOSE 3000 9090
HEALTHCHECK --interval=15s --timeout=5s --start-period=20s CMD ["node", "-e", "fetch('http://127.0.0.1:9090/health/live').then((r) => process.exit(r.ok ? 0 : 1), () => process.exit(1))"]
CMD ["node", "--enable-source-maps", "main.js"]

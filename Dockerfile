# One image for every process; the command says which: api/server.js, workers/main.js, db/migrate.js, brokers/simulator/server.js.
FROM node:24-bookworm-slim AS build
WORKDIR /app
COPY package.json package-lock.json ./
# No install script is needed to build or to run: native parts come ready-made in their packages.
RUN npm ci --ignore-scripts --no-audit --no-fund
COPY . .
RUN node dev/build.mjs \
  && npm prune --omit=dev --ignore-scripts --no-audit --no-fund \
  && rm -rf dist/dev dist/examples dist/packages dist/.tsbuildinfo dist/.build.json

FROM node:24-bookworm-slim
# Temporal's client checks TLS certificates against the system's authorities.
RUN apt-get update \
  && apt-get install -y --no-install-recommends ca-certificates \
  && rm -rf /var/lib/apt/lists/*
ENV NODE_ENV=production
WORKDIR /app
COPY --from=build /app/package.json ./
COPY --from=build /app/node_modules ./node_modules
COPY --from=build /app/dist ./dist
COPY --from=build /app/docs ./docs
COPY --from=build /app/CHANGELOG.md ./
USER node
EXPOSE 8080
HEALTHCHECK --interval=10s --timeout=5s --start-period=20s --retries=3 \
  CMD ["node", "-e", "fetch('http://127.0.0.1:' + (process.env.PORT || 8080) + '/healthz').then((r) => process.exit(r.ok ? 0 : 1), () => process.exit(1))"]
CMD ["node", "--enable-source-maps", "dist/api/server.js"]

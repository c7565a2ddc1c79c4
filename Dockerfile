# One image for api and worker: the same build, started with another main.
FROM node:20.20.2-bookworm-slim AS build
WORKDIR /app
ENV npm_config_update_notifier=false
COPY package.json package-lock.json ./
RUN npm ci --no-audit --no-fund
COPY . .
RUN node scripts/build.mjs && npm prune --omit=dev --no-audit --no-fund

FROM node:20.20.2-bookworm-slim
ENV NODE_ENV=production
WORKDIR /app
COPY --from=build /app/package.json ./
COPY --from=build /app/node_modules ./node_modules
COPY --from=build /app/dist ./dist
# Read at run time: the documents as data, and the published facts.
COPY --from=build /app/libs/policy/packs ./libs/policy/packs
COPY --from=build /app/libs/contracts/data ./libs/contracts/data
# Only the embedded store writes to a disk; mount a volume here for it.
RUN mkdir data && chown node:node data
VOLUME /app/data
USER node
EXPOSE 7300
CMD ["node", "dist/apps/api/src/main.js"]

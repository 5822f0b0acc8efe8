// PostGraphile over the gateway's own tables, with what its users add for filters, aggregates and groups. Runs in a folder
// that has its packages, not here.
import { PgAggregatesPreset } from '@graphile/pg-aggregates';
import { makePgService } from 'postgraphile/adaptors/pg';
import { PostGraphileAmberPreset } from 'postgraphile/presets/amber';
import { pgSmartTags } from 'postgraphile/utils';
import { PostGraphileConnectionFilterPreset } from 'postgraphile-plugin-connection-filter';

/** Days are text here, of which it knows no periods by itself. */
const periods = {
  name: 'PeriodsOfDaysPlugin',
  version: '1.0.0',
  after: ['PgAggregatesSpecsPlugin', 'aggregates'],
  schema: {
    hooks: {
      build(build) {
        const { sql, dataplanPg } = build;
        const period = (id, sqlWrap) => ({
          ...{ id, sqlWrap, sqlWrapCodec: (codec) => codec },
          shouldApplyToEntity: ({ attributeName }) => attributeName === 'date_won',
          isSuitableType: (codec) => codec === dataplanPg.TYPES.text,
        });
        build.pgAggregateGroupBySpecs.push(
          period('month', (day) => sql`substr(${day}, 1, 7)`),
          period('quarter', (day) => sql`(substr(${day}, 1, 4) || '-Q' || (substr(${day}, 6, 2)::int + 2) / 3)`),
        );
        return build;
      },
    },
  },
};

/** It takes unique indexes for mere indexes, and fails to follow a reference to what it does not know to be unique. */
const unique = {
  lead: ['id', 'organization_id,id'],
  opportunity: ['id', 'organization_id,id'],
  membership: ['organization_id,user_id'],
};
const uniques = pgSmartTags(
  Object.entries(unique).map(([match, columns]) => ({ kind: 'class', match, tags: { unique: columns } })),
);

export default {
  plugins: [periods, uniques],
  extends: [PostGraphileAmberPreset, PostGraphileConnectionFilterPreset, PgAggregatesPreset],
  // It hides columns that no index begins with, and ours begin with the organization.
  disablePlugins: ['PgIndexBehaviorsPlugin'],
  pgServices: [makePgService({ connectionString: process.env.DATABASE_URL, schemas: ['public'] })],
  grafserv: { port: Number(process.env.PORT), host: '127.0.0.1', graphiql: false },
  schema: { connectionFilterRelations: true },
};

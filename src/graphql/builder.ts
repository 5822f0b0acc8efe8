/** The Pothos builder: its plugins, its scalars' types, and what every resolver is handed. */
import SchemaBuilder, { type InputFieldBuilder } from '@pothos/core';
import PrismaPlugin from '@pothos/plugin-prisma';
import type { PrismaClient } from '../db/generated/postgresql/client.ts';
import type PrismaTypes from '../db/generated/pothos.ts';
import { getDatamodel } from '../db/generated/pothos.ts';
import type { CalendarDate, Instant } from '../value/period.ts';
import type { Context } from './context.ts';

export const builder = new SchemaBuilder<{
  Context: Context;
  PrismaTypes: PrismaTypes;
  DefaultFieldNullability: false;
  Scalars: {
    ID: { Input: string; Output: string };
    Money: { Input: bigint; Output: bigint };
    Date: { Input: CalendarDate; Output: CalendarDate };
    DateTime: { Input: Instant; Output: Instant | Date };
    /** Text, until it is known in whose zone a day begins. */
    DateOrDateTime: { Input: string; Output: string };
    FilterJSON: { Input: never; Output: object };
    ObjectJSON: { Input: never; Output: object };
    EventFilterJSON: { Input: object; Output: object };
  };
}>({
  plugins: [PrismaPlugin],
  defaultFieldNullability: false,
  prisma: {
    // Pothos reads by it, and does nothing else.
    client: ({ unread }) => unread as unknown as PrismaClient,
    dmmf: getDatamodel(),
  },
});

builder.queryType({
  description: 'Everything there is to read. One operation is read at one moment, so that its numbers belong together.',
});

/** What makes the fields of an input type. */
export type InputFields = InputFieldBuilder<typeof builder.$inferSchemaTypes, 'InputObject'>;

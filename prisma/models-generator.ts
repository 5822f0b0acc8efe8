/** A Prisma generator: which table and columns stand for each model, and how its relations are joined, as data for `src/db/rows`. */
import { mkdirSync, writeFileSync } from 'node:fs';
import { dirname } from 'node:path';
import type { DMMF, GeneratorManifest } from '@prisma/generator-helper';
import helper from '@prisma/generator-helper';

helper.generatorHandler({
  onManifest: (): GeneratorManifest => ({ prettyName: 'Models', defaultOutput: '../src/db/generated/models.ts' }),
  async onGenerate({ dmmf, generator }) {
    const { models } = dmmf.datamodel;
    const text = JSON.stringify(
      Object.fromEntries(models.map((model) => [model.name, describe(model, models)])),
      null,
      2,
    );
    const file = generator.output?.value ?? '';
    mkdirSync(dirname(file), { recursive: true });
    writeFileSync(file, `export const models = ${text} as const;\n`);
  },
});

function describe(model: DMMF.Model, models: readonly DMMF.Model[]) {
  const scalars = model.fields.filter(({ kind }) => kind !== 'object');
  const relations = model.fields.filter(({ kind }) => kind === 'object');
  return {
    table: model.dbName ?? model.name,
    columns: Object.fromEntries(scalars.map((field) => [field.name, { column: columnOf(field), type: field.type }])),
    relations: Object.fromEntries(relations.map((field) => [field.name, join(model, field, models)])),
  };
}

const columnOf = (field: DMMF.Field) => field.dbName ?? field.name;

/** `on`: pairs of a column of this model and the one of the other that equals it. */
function join(model: DMMF.Model, field: DMMF.Field, models: readonly DMMF.Model[]) {
  const other = models.find(({ name }) => name === field.type);
  const opposite = other?.fields.find(
    (candidate) => candidate.relationName === field.relationName && candidate !== field,
  );
  const [from, to] = field.relationFromFields?.length
    ? [field.relationFromFields, field.relationToFields]
    : [opposite?.relationToFields, opposite?.relationFromFields];
  const column = (owner: DMMF.Model | undefined, name: string | undefined) => {
    const found = owner?.fields.find((candidate) => candidate.name === name);
    if (!found) throw new Error(`${model.name}.${field.name} has no column ${name}`);
    return columnOf(found);
  };
  return {
    model: field.type,
    isList: field.isList,
    on: (from ?? []).map((name, index) => [column(model, name), column(other, to?.[index])]),
  };
}

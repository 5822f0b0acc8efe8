import { beforeAll, expect, test } from 'vitest';
import type { Session } from '../../src/db/client.ts';
import {
  createLeadStatus,
  deleteLeadStatus,
  readLeadStatuses,
  renameLeadStatus,
  reorderLeadStatuses,
} from '../../src/lead/status.ts';
import { createOpportunity } from '../../src/opportunity/create.ts';
import { updateOpportunity } from '../../src/opportunity/update.ts';
import { createPipeline, deletePipeline, reorderPipelines, updatePipeline } from '../../src/pipeline/pipeline.ts';
import { createStatus, deleteStatus, reorderStatuses, updateStatus } from '../../src/pipeline/status.ts';
import { readStatuses } from '../../src/pipeline/statuses.ts';
import { describeDatabases } from '../describe-databases.ts';
import { createOffices, failure, type Office, readOpportunity } from '../fixtures.ts';

describeDatabases('pipelines and statuses', (opened) => {
  let mine: Office;
  let theirs: Office;
  beforeAll(async () => {
    ({ mine, theirs } = await createOffices(opened.database));
  });

  const write = <T>(work: (session: Session) => Promise<T>) => opened.database.write(work);
  const labels = async () => {
    const { all } = await opened.database.read((session) => readStatuses(session, mine.organizationId));
    return all.map(({ pipelineName, label }) => `${pipelineName}: ${label}`).join(', ');
  };
  const pipelineNames = async () => {
    const where = { organizationId: mine.organizationId };
    const rows = await opened.database.write(({ prisma }) =>
      prisma.pipeline.findMany({ where, orderBy: { position: 'asc' } }),
    );
    return rows.map(({ name }) => name).join(', ');
  };

  test('a pipeline comes last, with its statuses in their order', async () => {
    const statuses = [{ label: 'In' }, { label: 'Out', type: 'lost' }];
    const id = await write((session) => createPipeline(session, mine.caller, { name: 'Partners', statuses }));
    expect(await pipelineNames()).toBe('Sales, Renewals, Partners');
    expect(await labels()).toMatch(/Renewals: Churned, Partners: In, Partners: Out$/);
    const wrong = write((session) =>
      createPipeline(session, mine.caller, { name: 'P', statuses: [{ label: 'a' }, { label: 'b', type: 'gone' }] }),
    );
    expect(await failure(wrong)).toBe('INVALID_INPUT statuses.1.type');
    expect(await failure(write((session) => createPipeline(session, mine.caller, { name: '' })))).toBe(
      'INVALID_INPUT name',
    );
    expect(await failure(write((session) => deletePipeline(session, mine.caller, id)))).toBe('IN_USE');
  });

  test('pipelines are renamed, put in order, and deleted when they are empty', async () => {
    const id = await write((session) => createPipeline(session, mine.caller, { name: 'Empty' }));
    await write((session) => updatePipeline(session, mine.caller, id, { name: 'Émpty' }));
    await write((session) => reorderPipelines(session, mine.caller, [id, mine.pipelines.renewals]));
    expect(await pipelineNames()).toBe('Émpty, Renewals, Sales, Partners');
    const foreign = write((session) => reorderPipelines(session, mine.caller, [theirs.pipelines.sales]));
    expect(await failure(foreign)).toBe('INVALID_INPUT ids');
    await write((session) => deletePipeline(session, mine.caller, id));
    await write((session) => reorderPipelines(session, mine.caller, [mine.pipelines.sales]));
    expect(await pipelineNames()).toBe('Sales, Renewals, Partners');
    expect(await failure(write((session) => deletePipeline(session, mine.caller, id)))).toBe('NOT_FOUND');
  });

  test('a status is made in the pipeline given, or in the first', async () => {
    await write((session) => createStatus(session, mine.caller, { label: 'Demo' }));
    const { renewals } = mine.pipelines;
    const wonAgain = { label: 'Won again', type: 'won', pipelineId: renewals };
    await write((session) => createStatus(session, mine.caller, wonAgain));
    expect(await labels()).toContain('Sales: Lost, Sales: Demo, Renewals: Upcoming');
    expect(await labels()).toContain('Renewals: Churned, Renewals: Won again');
    const create = (input: object) =>
      failure(write((session) => createStatus(session, mine.caller, { label: 'x', ...input })));
    expect(await create({ label: ' ' })).toBe('INVALID_INPUT label');
    expect(await create({ type: 'winning' })).toBe('INVALID_INPUT type');
    expect(await create({ pipelineId: theirs.pipelines.sales })).toBe('INVALID_INPUT pipelineId');
  });

  test('statuses are renamed; what is recorded of them keeps the old label', async () => {
    const id = await write((session) => createOpportunity(session, mine.caller, { leadId: mine.leadId }));
    const change = { statusId: mine.status.talking };
    await write((session) => updateOpportunity(session, mine.caller, { id, change }));
    await write((session) => updateStatus(session, mine.caller, mine.status.talking, { label: 'In talks' }));
    expect(await labels()).toContain('Sales: Open, Sales: In talks');
    const [recorded] = await opened.database.write(({ prisma }) =>
      prisma.statusChange.findMany({ where: { opportunityId: id } }),
    );
    expect(recorded?.newStatusLabel).toBe('Talking');
    const rename = (statusId: string, label: string) =>
      failure(write((session) => updateStatus(session, mine.caller, statusId, { label })));
    expect(await rename(mine.status.talking, '')).toBe('INVALID_INPUT label');
    expect(await rename(theirs.status.open, 'x')).toBe('NOT_FOUND');
    await write((session) => updateStatus(session, mine.caller, mine.status.talking, { label: 'Talking' }));
  });

  test('the first status in order is the default, and a status moves with its opportunities', async () => {
    const { open, talking, won } = mine.status;
    await write((session) => reorderStatuses(session, mine.caller, mine.pipelines.sales, [talking, won]));
    expect(await labels()).toMatch(/^Sales: Talking, Sales: Won, Sales: Open, Sales: Lost/);
    const id = await write((session) => createOpportunity(session, mine.caller, { leadId: mine.leadId }));
    expect((await readOpportunity(opened.database, id)).statusId).toBe(talking);
    await write((session) => updateStatus(session, mine.caller, talking, { pipelineId: mine.pipelines.renewals }));
    expect(await labels()).toMatch(/^Sales: Won, Sales: Open.*Renewals: Won again, Renewals: Talking/);
    // Put into an order, it moves back in.
    await write((session) => reorderStatuses(session, mine.caller, mine.pipelines.sales, [open, talking]));
    expect(await labels()).toMatch(/^Sales: Open, Sales: Talking, Sales: Won, Sales: Lost/);
    const reorder = (pipelineId: string, ids: string[]) =>
      failure(write((session) => reorderStatuses(session, mine.caller, pipelineId, ids)));
    expect(await reorder(mine.pipelines.sales, [open, open])).toBe('INVALID_INPUT statusIds');
    expect(await reorder(mine.pipelines.sales, [theirs.status.open])).toBe('INVALID_INPUT statusIds');
    expect(await reorder(theirs.pipelines.sales, [open])).toBe('NOT_FOUND');
    const moved = write((session) => updateStatus(session, mine.caller, open, { pipelineId: theirs.pipelines.sales }));
    expect(await failure(moved)).toBe('INVALID_INPUT pipelineId');
  });

  test('a status is deleted only when no opportunity has it', async () => {
    const statusId = await write((session) => createStatus(session, mine.caller, { label: 'Brief' }));
    const id = await write((session) => createOpportunity(session, mine.caller, { leadId: mine.leadId, statusId }));
    const remove = (office = mine) => failure(write((session) => deleteStatus(session, office.caller, statusId)));
    expect(await remove()).toBe('IN_USE');
    expect(await remove(theirs)).toBe('NOT_FOUND');
    await write((session) => updateOpportunity(session, mine.caller, { id, change: { statusId: mine.status.open } }));
    expect(await remove()).toBe('no error');
    expect(await remove()).toBe('NOT_FOUND');
    // The history names it still.
    expect(
      await opened.database.write(({ prisma }) => prisma.statusChange.count({ where: { oldStatusId: statusId } })),
    ).toBe(1);
  });

  test('the last status and the last pipeline stay', async () => {
    for (const status of Object.values(theirs.status).slice(1)) {
      await write((session) => deleteStatus(session, theirs.caller, status));
    }
    expect(await failure(write((session) => deleteStatus(session, theirs.caller, theirs.status.open)))).toBe('IN_USE');
    await write((session) => deletePipeline(session, theirs.caller, theirs.pipelines.renewals));
    expect(await failure(write((session) => deletePipeline(session, theirs.caller, theirs.pipelines.sales)))).toBe(
      'IN_USE',
    );
    const pipelineId = await write((session) => createPipeline(session, theirs.caller, { name: 'Empty' }));
    const create = { leadId: theirs.leadId, pipelineId };
    const wrong = write((session) => createOpportunity(session, theirs.caller, create));
    expect(await failure(wrong)).toBe('INVALID_INPUT pipelineId');
  });
});

describeDatabases('lead statuses', (opened) => {
  let mine: Office;
  let theirs: Office;
  beforeAll(async () => {
    ({ mine, theirs } = await createOffices(opened.database));
  });
  const write = <T>(work: (session: Session) => Promise<T>) => opened.database.write(work);
  const labels = async () =>
    (await opened.database.read((session) => readLeadStatuses(session, mine.organizationId))).map(({ label }) => label);

  test('they are made, renamed, put in order, and deleted when no lead has them', async () => {
    const id = await write((session) => createLeadStatus(session, mine.caller, { label: 'New' }));
    expect(await labels()).toEqual(['Potential', 'Customer', 'New']);
    await write((session) => renameLeadStatus(session, mine.caller, id, { label: 'Newer' }));
    await write((session) => reorderLeadStatuses(session, mine.caller, [id]));
    expect(await labels()).toEqual(['Newer', 'Potential', 'Customer']);
    const remove = (statusId: string, office = mine) =>
      failure(write((session) => deleteLeadStatus(session, office.caller, statusId)));
    expect(await remove(mine.leadStatusIds[0])).toBe('IN_USE');
    expect(await remove(id, theirs)).toBe('NOT_FOUND');
    expect(await remove(id)).toBe('no error');
    expect(await labels()).toEqual(['Potential', 'Customer']);
    const rename = (label: string, office = mine) =>
      failure(write((session) => renameLeadStatus(session, office.caller, mine.leadStatusIds[0], { label })));
    expect(await rename('')).toBe('INVALID_INPUT label');
    expect(await rename('x', theirs)).toBe('NOT_FOUND');
    expect(await remove(mine.leadStatusIds[1])).toBe('no error');
    expect(await remove(mine.leadStatusIds[0])).toBe('IN_USE');
  });
});

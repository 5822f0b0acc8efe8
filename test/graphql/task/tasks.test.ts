/** Tasks over GraphQL: made, changed, found, and read beneath leads by as many statements as for one. */
import { expect, test } from 'vitest';
import { describeDatabases } from '../../describe-databases.ts';
import { as, failures, openDesk } from '../desk.ts';

const fields = `id text dueDate dueAt isComplete dateCompleted priority version
  lead { id } contact { id } assignee { id } createdBy { id }`;

// Now is 2026-06-15 12:00 UTC.
describeDatabases('tasks over GraphQL', (opened) => {
  const desk = openDesk(opened);
  const create = async (input: object) => {
    const made = await desk.gateway.askText(
      `mutation ($input: NewTaskInput!) { createTask(input: $input) { task { ${fields} } } }`,
      { input: { leadId: desk.mine.leadId, ...input } },
    );
    expect(made.errors).toEqual([]);
    return made.data.createTask.task;
  };
  const update = (id: string, input: object, expectedVersion?: number) =>
    desk.gateway.askText(
      `mutation ($id: ID!, $input: TaskInput!, $expectedVersion: Int) {
        updateTask(id: $id, input: $input, expectedVersion: $expectedVersion) { task { ${fields} } }
      }`,
      { id, input, expectedVersion },
    );
  const found = async (filter: object) => {
    const { data, errors } = await desk.gateway.askText(
      'query ($filter: TaskFilter) { tasks(filter: $filter) { nodes { id } totalCount } }',
      { filter },
    );
    expect(errors).toEqual([]);
    expect(data.tasks.nodes).toHaveLength(data.tasks.totalCount);
    return data.tasks.nodes.map(({ id }: { id: string }) => id);
  };

  test('are made, read as nodes, changed and deleted', async () => {
    const { mine, gateway } = desk;
    const made = await create({ text: 'Call', dueDate: '2026-07-01', priority: 'HIGH', contactId: mine.contactId });
    expect(made).toMatchObject({
      ...{ text: 'Call', dueDate: '2026-07-01', dueAt: null, isComplete: false, priority: 'HIGH', version: 1 },
      ...{ lead: { id: mine.leadId }, contact: { id: mine.contactId }, assignee: { id: mine.caller.userId } },
    });
    const node = await gateway.askText(`query ($id: ID!) { node(id: $id) { ... on Task { ${fields} } } }`, {
      id: made.id,
    });
    expect(node.data.node).toEqual(made);
    const done = await update(made.id, { isComplete: true, dueAt: '2026-07-02T09:00:00Z', assigneeId: null });
    expect(done.data.updateTask.task).toMatchObject({
      ...{ isComplete: true, dueDate: '2026-07-02', dueAt: '2026-07-02T09:00:00.000Z', assignee: null, version: 2 },
      dateCompleted: expect.any(String),
    });
    const gone = await gateway.askText('mutation ($id: ID!) { deleteTask(id: $id) { deletedId } }', { id: made.id });
    expect(gone.data.deleteTask.deletedId).toBe(made.id);
    expect(failures(await update(made.id, {}))).toEqual(['NOT_FOUND']);
  });

  test('filters of tasks, and of leads by their tasks, find the same', async () => {
    const { mine, gateway } = desk;
    const [, bo] = mine.userIds;
    const open = await create({ text: 'Quote for Böhm', dueDate: '2026-08-01', assigneeId: bo });
    const never = await create({ text: 'Quote whenever' });
    const done = await create({ text: 'Quote done', isComplete: true });
    expect(await found({ text: { contains: 'quote' } })).toEqual([never.id, done.id, open.id].sort(byPlace));
    function byPlace(a: string, b: string) {
      const place = (id: string) => (id === open.id ? `2 ${id}` : `1 ${id}`);
      return place(a) < place(b) ? -1 : 1;
    }
    expect(await found({ dateCompleted: { isNull: true }, dueDate: { gte: '2026-08-01' } })).toContain(open.id);
    expect(await found({ dueDate: { isNull: true }, text: { contains: 'whenever' } })).toEqual([never.id]);
    expect(await found({ words: 'böhm' })).toEqual([open.id]);
    const leads = (query: string) =>
      gateway.askText('query ($query: String) { leads(query: $query) { nodes { id } } }', { query });
    const byTask = await leads('task(description:"böhm" is_complete:no due_date >= 2026-08-01 assigned_to:me)');
    expect(byTask.data.leads.nodes).toEqual([]);
    const bos = await leads(`task(description:"böhm" is_complete:no due_date >= 2026-08-01 assigned_to:${bo})`);
    expect(bos.data.leads.nodes).toEqual([{ id: mine.leadId }]);
    const explained = await gateway.askText('query ($filter: LeadFilter) { leads(filter: $filter) { totalCount } }', {
      filter: { tasks: { text: { contains: 'Quote done' }, dateCompleted: { isNull: false } } },
    });
    expect(explained.data.leads.totalCount).toBe(1);
  });

  test('beneath a list of leads take as many statements as beneath one', async () => {
    const { gateway } = desk;
    const list = (first: number) =>
      gateway.askText(`{ leads(first: ${first}) { nodes { id tasks(first: 2) { totalCount nodes { text } } } } }`);
    for (const name of ['Many', 'More']) {
      const made = await gateway.askText(`mutation { createLead(input: { name: "${name}" }) { lead { id } } }`);
      await create({ text: name, leadId: made.data.createLead.lead.id });
    }
    await list(1);
    const one = gateway.statements.length;
    const { data } = await list(50);
    expect(gateway.statements.length).toBe(one);
    expect(data.leads.nodes.flatMap((lead: { tasks: { nodes: object[] } }) => lead.tasks.nodes)).toEqual(
      expect.arrayContaining([{ text: 'Many' }, { text: 'More' }]),
    );
  });

  test('what is wrong is told with its place', async () => {
    const { mine, theirs, gateway } = desk;
    const made = await create({ text: 'Right' });
    const wrong = [
      [{ assigneeId: 'user_none' }, 'INVALID_INPUT input.assigneeId'],
      [{ leadId: theirs.leadId }, 'INVALID_INPUT input.leadId'],
      [{ contactId: theirs.contactId }, 'INVALID_INPUT input.contactId'],
      [{ dueDate: '2026-01-01', dueAt: '2026-01-01T00:00:00Z' }, 'INVALID_INPUT input.dueAt'],
    ] as const;
    for (const [input, failure] of wrong) expect(failures(await update(made.id, input))).toEqual([failure]);
    expect(failures(await update(made.id, { text: 'x' }, 7))).toEqual(['VERSION_CONFLICT']);
    const stranger = await gateway.askText(
      `mutation ($id: ID!) { deleteTask(id: $id) { deletedId } }`,
      { id: made.id },
      as(desk.keys.stranger),
    );
    expect(failures(stranger)).toEqual(['NOT_FOUND']);
    const none = await gateway.askText(
      'query ($id: ID!) { task(id: $id) { id } tasks { totalCount } }',
      { id: made.id },
      as(desk.keys.stranger),
    );
    expect(none.data).toEqual({ task: null, tasks: { totalCount: 0 } });
    expect(mine.leadId).not.toBe(theirs.leadId);
  });
});

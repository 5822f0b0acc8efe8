/** What is to be done about the lead of the deal. */
import { useState } from 'preact/hooks';
import { noteChange } from '../api/changes.ts';
import { mistakeOf } from '../api/mistake.ts';
import { onceKey } from '../api/once-key.ts';
import { useAnswer } from '../ask/use-answer.ts';
import { showDay } from '../format/dates.ts';
import {
  AddTaskDocument,
  CompleteTaskDocument,
  type TaskFragment,
  TasksOfLeadDocument,
} from '../generated/documents.ts';
import { gateway, mayChange } from '../state/session.ts';
import { say } from '../state/toast.ts';

interface Props {
  readonly lead: { readonly id: string; readonly name: string };
}

export function Tasks({ lead }: Props) {
  const { data } = useAnswer(TasksOfLeadDocument, { leadId: lead.id });
  const tasks = data?.lead?.tasks;
  const complete = async ({ id, version, text }: TaskFragment) => {
    const { error } = await gateway().client.mutation(CompleteTaskDocument, { id, expectedVersion: version });
    if (error) say(mistakeOf(error).message, 'problem');
    else say(`Done: ${text || 'a task'}.`);
    noteChange(0);
  };
  return (
    <section class="tasks">
      <h3>Tasks of {lead.name}</h3>
      <ul>
        {tasks?.nodes.map((task) => (
          <li key={task.id}>
            <label>
              <input
                type="checkbox"
                checked={task.isComplete}
                disabled={!mayChange()}
                onChange={() => void complete(task)}
              />
              <span>
                {task.text || 'Untitled task'}
                <small class="quiet">
                  {task.dueDate && ` · due ${showDay(task.dueDate)}`}
                  {task.assignee && ` · ${task.assignee.fullName}`}
                </small>
              </span>
            </label>
          </li>
        ))}
        {tasks?.totalCount === 0 && <li class="quiet">No open tasks.</li>}
      </ul>
      {mayChange() && <NewTask leadId={lead.id} />}
    </section>
  );
}

function NewTask({ leadId }: { readonly leadId: string }) {
  const [text, setText] = useState('');
  const [dueDate, setDay] = useState('');
  const [key, setKey] = useState(onceKey);
  const add = async (event: Event) => {
    event.preventDefault();
    const input = { leadId, text: text.trim(), ...(dueDate && { dueDate }) };
    const { error } = await gateway().client.mutation(AddTaskDocument, { input, idempotencyKey: key });
    if (error) return say(mistakeOf(error).message, 'problem');
    setText('');
    setKey(onceKey());
    noteChange(0);
  };
  return (
    <form onSubmit={(event) => void add(event)}>
      <input
        type="text"
        aria-label="New task"
        placeholder="What needs doing?"
        required
        value={text}
        onInput={({ currentTarget }) => setText(currentTarget.value)}
      />
      <input
        type="date"
        aria-label="Due on"
        value={dueDate}
        onInput={({ currentTarget }) => setDay(currentTarget.value)}
      />
      <button type="submit">Add</button>
    </form>
  );
}

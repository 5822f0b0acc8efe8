import { address } from '../state/address.ts';
import { type Pipeline, signedIn } from '../state/session.ts';
import { Select } from './select.tsx';

/** The one in the address bar, or else the first; undefined where there is none at all. */
export function chosenPipeline(): Pipeline | undefined {
  const { pipelines } = signedIn();
  return pipelines.find(({ id }) => id === address.value.pipeline) ?? pipelines[0];
}

/** Where there are several. */
export function PipelineSelect() {
  const { pipelines } = signedIn();
  if (pipelines.length < 2) return null;
  const options = pipelines.map(({ id, name }) => [id, name] as const);
  return <Select label="Pipeline" name="pipeline" value={chosenPipeline()?.id ?? ''} options={options} />;
}

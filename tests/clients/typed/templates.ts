import { submitWorkflow } from '@civitai/client';
import type { CustomTextToSpeechInput, EchoStepTemplate, TextToSpeechStepTemplate, Workflow, WorkflowStepTemplate, WorkflowTemplate } from '@civitai/client';
import { type Client, must } from '../harness/baton.ts';

export function echo(message: string): EchoStepTemplate {
  return { $type: 'echo', input: { message } };
}

/** Minutes of speech, which take a while to make. */
export function longSpeech(sentence: string): TextToSpeechStepTemplate {
  const input: CustomTextToSpeechInput = { engine: 'custom', text: sentence.repeat(500), speaker: 'aiden', xVectorOnlyMode: true };
  return { $type: 'textToSpeech', input };
}

/** A reference where the client declares a value, as its users write it. */
export function ref(source: string, path: string): string {
  return { $ref: source, path } as unknown as string;
}

/** A workflow that has ended. */
export function submitted(client: Client, steps: WorkflowStepTemplate[], more: Partial<WorkflowTemplate> = {}): Promise<Workflow> {
  return must(200, submitWorkflow({ client, body: { steps, currencies: [], ...more }, query: { wait: 60 } }));
}

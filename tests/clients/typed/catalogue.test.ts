import assert from 'node:assert/strict';
import { test } from 'node:test';
import {
  createCivitaiClient,
  invokeChatCompletionStepTemplate,
  invokeComfyStepTemplate,
  invokeImageGenStepTemplate,
  invokeTextToImageStepTemplate,
  invokeTranscriptionStepTemplate,
} from '@civitai/client';
import type * as api from '@civitai/client';
import { Baton, must, refused } from '../harness/baton.ts';
import { submitted } from './templates.ts';

interface Size {
  width: number;
  height: number;
}

interface Picture extends Size {
  input: api.ImageGenInput;
}

interface Clip extends Size {
  input: api.VideoGenInput;
}

// The sandbox stands in for every engine. Most clips are tiny: what their engines make at the least would keep the machine busy for a minute.
const tinyEngines = 'haiper,mochi,kling,minimax,lightricks,vidu,veo3,sora,kling-v3,grok,seedance,happyHorse,minimax-h3,minimax-h3-comfy,flux';
const tinySide = 16;

const baton = await Baton.start({
  Sandbox__Providers__0: 'pictures type=imageGen,textToImage,comfy,chatCompletion,transcription slots=4',
  Sandbox__Providers__1: 'clips type=videoGen engine=ltx2,ltx2.3,hunyuan,wan,vidu-q3 slots=2',
  Sandbox__Providers__2: `tiny type=videoGen engine=${tinyEngines} media=tiny slots=4`,
});
const client = baton.client();
// The types of a chat are more than the generator of schemas can read, so this answer alone is not held against them.
const unwatched = createCivitaiClient({ baseUrl: baton.server.url, auth: baton.server.token });
const prompt = 'a lighthouse at dusk';

function picture<T extends api.ImageGenInput>(input: T, width: number, height: number): Picture {
  return { input, width, height };
}

function clip<T extends api.VideoGenInput>(input: T, width = tinySide, height = tinySide): Clip {
  return { input, width, height };
}

const pictures: Picture[] = [
  picture<api.OpenAiGpt1CreateImageInput>({ engine: 'openai', model: 'gpt-image-1', operation: 'createImage', prompt, size: '1024x1536' }, 1024, 1536),
  picture<api.Flux1KontextProImageGenInput>({ engine: 'flux1-kontext', model: 'pro', prompt, aspectRatio: '1:1' }, 1024, 1024),
  picture<api.Flux2DevCreateImageInput>({ engine: 'flux2', model: 'dev', operation: 'createImage', prompt, width: 640, height: 512 }, 640, 512),
  picture<api.Imagen4ImageGenInput>({ engine: 'google', model: 'imagen4', prompt, aspectRatio: '1:1' }, 1024, 1024),
  picture<api.Wan22FalImageGenInput>({ engine: 'wan', version: 'v2.2', provider: 'fal', prompt, imageSize: 'square' }, 512, 512),
  picture<api.Gemini25FlashCreateImageGenInput>({ engine: 'gemini', model: '2.5-flash', operation: 'createImage', prompt }, 1024, 1024),
  picture<api.Qwen20bCreateImageGenInput>({ engine: 'sdcpp', ecosystem: 'qwen', model: '20b', operation: 'createImage', prompt, width: 256, height: 192 }, 256, 192),
  picture<api.ComfySd1CreateImageGenInput>(
    { engine: 'comfy', ecosystem: 'sd1', operation: 'createImage', model: 'urn:air:sd1:checkpoint:civitai:4384@128713', prompt, width: 128, height: 192 }, 128, 192),
  picture<api.SeedreamImageGenInput>({ engine: 'seedream', prompt, width: 320, height: 256 }, 320, 256),
  picture<api.GrokCreateImageGenInput>({ engine: 'grok', operation: 'createImage', prompt, aspectRatio: '1:1' }, 1024, 1024),
  picture<api.Qwen2CreateFalImageGenInput>({ engine: 'fal', model: 'qwen2', operation: 'createImage', prompt }, 1024, 1024),
  picture<api.QwenApiCreateImageGenInput>({ engine: 'qwen', operation: 'createImage', prompt, width: 192, height: 128 }, 192, 128),
];

const clips: Clip[] = [
  clip<api.HaiperVideoGenInput>({ engine: 'haiper', prompt, duration: 2 }),
  clip<api.MochiVideoGenInput>({ engine: 'mochi', prompt, seed: 1 }),
  clip<api.KlingVideoGenInput>({ engine: 'kling', prompt, cfgScale: 0.5 }),
  clip<api.MiniMaxVideoGenInput>({ engine: 'minimax', prompt }),
  clip<api.LightricksVideoGenInput>({ engine: 'lightricks', prompt, cfgScale: 4 }),
  clip<api.ComfyLtx2CreateVideoInput>({ engine: 'ltx2', operation: 'createVideo', prompt, width: 128, height: 96, duration: 3 }, 128, 96),
  clip<api.ComfyLtx23CreateVideoInput>({ engine: 'ltx2.3', operation: 'createVideo', prompt, width: 96, height: 128, duration: 3 }, 96, 128),
  clip<api.HunyuanVdeoGenInput>({ engine: 'hunyuan', prompt, cfgScale: 4, width: 160, height: 120, duration: 1 }, 160, 120),
  clip<api.Wan21CivitaiVideoGenInput>({ engine: 'wan', version: 'v2.1', provider: 'civitai', prompt, cfgScale: 4, width: 120, height: 160, duration: 1 }, 120, 160),
  clip<api.ViduVideoGenInput>({ engine: 'vidu', prompt }),
  clip<api.ViduQ3VideoGenInput>({ engine: 'vidu-q3', prompt, resolution: '360p', aspectRatio: '16:9', duration: 1 }, 640, 360),
  clip<api.Veo3VideoGenInput>({ engine: 'veo3', prompt, generateAudio: true }),
  clip<api.Sora2TextToVideoInput>({ engine: 'sora', operation: 'text-to-video', prompt }),
  clip<api.KlingV3VideoGenInput>({ engine: 'kling-v3', prompt }),
  clip<api.GrokTextToVideoInput>({ engine: 'grok', version: 'v1.0', operation: 'text-to-video', prompt }),
  clip<api.SeedanceVideoGenInput>({ engine: 'seedance', prompt, aspectRatio: '16:9', duration: 4, resolution: '480p' }),
  clip<api.HappyHorseV1TextToVideoInput>({ engine: 'happyHorse', version: 'v1.0', operation: 'textToVideo', prompt }),
  clip<api.MiniMaxH3VideoGenInput>({ engine: 'minimax-h3', prompt, aspectRatio: '16:9', duration: 5, resolution: '2K' }),
  clip<api.ComfyMiniMaxH3ImageToVideoInput>({ engine: 'minimax-h3-comfy', operation: 'imageToVideo', prompt }),
  clip<api.Flux3V3TextToVideoInput>({ engine: 'flux', version: 'v3.0', operation: 'textToVideo', prompt }),
];

test('The samples have every engine that the server describes', async () => {
  const description = (await (await fetch(`${baton.server.url}/openapi/v2.json`)).json()) as Described;
  const engines = (type: string) => Object.keys(description.components.schemas[type]?.discriminator.mapping ?? {}).sort();

  assert.deepEqual(pictures.map(({ input }) => input.engine).sort(), engines('ImageGenInput'));
  assert.deepEqual(clips.map(({ input }) => input.engine).sort(), engines('VideoGenInput'));
});

test('Every engine of imageGen makes a picture of the size it was asked for', async () => {
  const steps: api.ImageGenStepTemplate[] = pictures.map(({ input }) => ({ $type: 'imageGen', input: { ...input, outputFormat: 'png' } }));

  const workflow = await submitted(client, steps);

  assert.equal(workflow.status, 'succeeded');
  for (const [index, step] of (workflow.steps as api.ImageGenStep[]).entries()) {
    const { input, width, height } = pictures[index]!;
    const blob = step.output?.images[0];
    assert.deepEqual({ engine: input.engine, width: blob?.width, height: blob?.height, available: blob?.available }, { engine: input.engine, width, height, available: true });
    assert.deepEqual({ engine: input.engine, ...(await pngSize(blob?.url)) }, { engine: input.engine, width, height });
  }
});

test('Every engine of videoGen makes a clip of the size it was asked for', async () => {
  const steps: api.VideoGenStepTemplate[] = clips.map(({ input }) => ({ $type: 'videoGen', input }));

  const workflow = await submitted(client, steps);

  assert.equal(workflow.status, 'succeeded');
  for (const [index, step] of (workflow.steps as api.VideoGenStep[]).entries()) {
    const { input, width, height } = clips[index]!;
    const blob = step.output?.video;
    assert.deepEqual([input.engine, blob?.type, blob?.width, blob?.height], [input.engine, 'video', width, height]);
    const answer = await fetch(blob?.url ?? '');
    assert.equal(answer.headers.get('Content-Type'), 'video/mp4');
    assert.equal(Buffer.from(await answer.arrayBuffer()).toString('latin1', 4, 8), 'ftyp');
  }
});

test('textToImage makes its batches and comfy runs a graph', async () => {
  const body: api.TextToImageInput = { prompt, cfgScale: 7, seed: 4, width: 256, height: 320, quantity: 3, batchSize: 2, outputFormat: 'png' as api.OutputFormat };
  const graph: api.ComfyInput = { comfyWorkflow: { 5: { classType: 'EmptyLatentImage', inputs: { width: 192, height: 128, batch_size: 1 }, meta: { title: 'size' } } as unknown as api.ComfyNode } };

  const made = await must(200, invokeTextToImageStepTemplate({ client, body }));
  const run = await must(200, invokeComfyStepTemplate({ client, body: graph }));

  assert.deepEqual(made.images.map(({ width, height }) => [width, height]), [[256, 320], [256, 320], [256, 320]]);
  assert.deepEqual(await pngSize(made.images[2]?.url), { width: 256, height: 320 });
  const [drawn] = run.blobs as api.ImageBlob[];
  assert.deepEqual([drawn?.type, drawn?.width, drawn?.height], ['image', 192, 128]);
});

test('A recording is written down and a question answered', async () => {
  const transcript = await must(200, invokeTranscriptionStepTemplate({ client, body: { mediaUrl: `data:audio/wav;base64,${silence().toString('base64')}`, returnTimeStamps: true } }));
  const question: api.UserMessage = { role: 'user', content: [{ type: 'text', text: 'Which colour has the sea?' }] };
  const answer = await must(200, invokeChatCompletionStepTemplate({ client: unwatched, body: { model: 'sandbox', messages: [question] } }));

  assert.ok(transcript.text.length > 0);
  assert.ok(transcript.timeStamps.length > 0);
  assert.match(answer.choices[0]?.message?.content as string, /sea/);
});

test('An engine that is not known is refused with those that are', async () => {
  const error = await refused(400, invokeImageGenStepTemplate({ client, body: { engine: 'crayon' } }));

  assert.match(JSON.stringify(error), /Allowed: openai, flux1-kontext, flux2/);
});

baton.checkAnswers('SubmitWorkflow 200', 'InvokeTextToImageStepTemplate 200', 'InvokeComfyStepTemplate 200', 'InvokeTranscriptionStepTemplate 200',
  'InvokeImageGenStepTemplate 400');

interface Described {
  components: { schemas: Record<string, { discriminator: { mapping: Record<string, string> } }> };
}

async function pngSize(url: string | null | undefined): Promise<Size> {
  const bytes = Buffer.from(await (await fetch(url ?? '')).arrayBuffer());
  assert.equal(bytes.toString('latin1', 1, 4), 'PNG');
  return { width: bytes.readUInt32BE(16), height: bytes.readUInt32BE(20) };
}

/** Half a second of nothing, as 8-bit sound at 8000 Hz. */
function silence(): Buffer {
  const samples = Buffer.alloc(4000, 128);
  const header = Buffer.alloc(44);
  header.write('RIFF', 0);
  header.writeUInt32LE(36 + samples.length, 4);
  header.write('WAVEfmt ', 8);
  header.writeUInt32LE(16, 16);
  header.writeUInt16LE(1, 20);
  header.writeUInt16LE(1, 22);
  header.writeUInt32LE(8000, 24);
  header.writeUInt32LE(8000, 28);
  header.writeUInt16LE(1, 32);
  header.writeUInt16LE(8, 34);
  header.write('data', 36);
  header.writeUInt32LE(samples.length, 40);
  return Buffer.concat([header, samples]);
}

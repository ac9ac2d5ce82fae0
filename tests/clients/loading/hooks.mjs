// The client is published with imports such as './generated', without file extension or index file, as bundlers resolve them and node does
// not. These hooks resolve them for node, so that the package is loaded as published. They also let node load the TypeScript of these tests.
import { readFile, stat } from 'node:fs/promises';
import { fileURLToPath } from 'node:url';
import ts from 'typescript';

const client = '/node_modules/@civitai/client/';

export async function resolve(specifier, context, nextResolve) {
  const ofClient = context.parentURL?.includes(client) && /^\.\.?\//.test(specifier);
  return nextResolve(ofClient ? await withExtension(new URL(specifier, context.parentURL)) : specifier, context);
}

export async function load(url, context, nextLoad) {
  if (!url.endsWith('.ts')) {
    return nextLoad(url, context);
  }

  const { outputText } = ts.transpileModule(await readFile(new URL(url), 'utf8'), {
    fileName: fileURLToPath(url),
    compilerOptions: { module: ts.ModuleKind.ESNext, target: ts.ScriptTarget.ES2022, inlineSourceMap: true },
  });
  return { format: 'module', source: outputText, shortCircuit: true };
}

async function withExtension(url) {
  for (const suffix of ['', '.js', '/index.js']) {
    const candidate = url.href + suffix;
    if (await isFile(new URL(candidate))) {
      return candidate;
    }
  }
  return url.href;
}

async function isFile(url) {
  try {
    return (await stat(url)).isFile();
  } catch (error) {
    if (error.code === 'ENOENT' || error.code === 'ENOTDIR') {
      return false;
    }
    throw error;
  }
}

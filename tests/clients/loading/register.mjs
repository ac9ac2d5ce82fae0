// Loaded before the tests (node --import ./loading/register.mjs).
import { register } from 'node:module';

register('./hooks.mjs', import.meta.url);

// The screens begin here.
import '@fontsource/be-vietnam-pro/latin-400.css';
import '@fontsource/be-vietnam-pro/latin-600.css';
import '@fontsource/be-vietnam-pro/vietnamese-400.css';
import '@fontsource/be-vietnam-pro/vietnamese-600.css';
import { mount } from 'svelte';
import App from './App.svelte';
import './lib/styles/tokens.css';

const target = document.getElementById('app');
if (target) mount(App, { target });

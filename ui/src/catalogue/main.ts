// The catalogue of components, for whoever builds screens: `cargo xtask ui`.
import '@fontsource/be-vietnam-pro/latin-400.css';
import '@fontsource/be-vietnam-pro/latin-600.css';
import '@fontsource/be-vietnam-pro/vietnamese-400.css';
import '@fontsource/be-vietnam-pro/vietnamese-600.css';
import { mount } from 'svelte';
import { pretend, sample } from '../lib/ipc/fake';
import '../lib/styles/base.css';
import '../lib/styles/tokens.css';
import Catalogue from './Catalogue.svelte';

pretend(sample);
const target = document.getElementById('catalogue');
if (target) mount(Catalogue, { target });

/** The page of the pipeline: a client of the gateway like any other, which sees and does what its key may. */
import { render } from 'preact';
import { App } from './shell/app.tsx';
import './style/page.css';

const root = document.querySelector('#root');
if (root) render(<App />, root);

/** A component that is loaded when it is first drawn. Preact has it in its compatibility layer, which is larger than this. */
import type { ComponentType, FunctionComponent } from 'preact';
import { useEffect, useState } from 'preact/hooks';

export function lazy<Props extends object>(load: () => Promise<ComponentType<Props>>): FunctionComponent<Props> {
  let loaded: ComponentType<Props> | undefined;
  return (props) => {
    const [, redraw] = useState(0);
    useEffect(() => {
      if (loaded) return;
      void load().then((component) => {
        loaded = component;
        redraw(1);
      });
    }, []);
    const Component = loaded;
    return Component ? <Component {...props} /> : <div class="canvas" />;
  };
}

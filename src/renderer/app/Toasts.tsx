import { Undo2, X } from 'lucide-react';
import {
  Button,
  Text,
  UNSTABLE_Toast as Toast,
  UNSTABLE_ToastContent as ToastContent,
  UNSTABLE_ToastRegion as ToastRegion,
} from 'react-aria-components';
import { toasts } from '../state/undo-toast.ts';

/** What was just done, with the way back. F6 leads there. */
export const Toasts = () => (
  <ToastRegion queue={toasts} className="toasts" aria-label="What was just done">
    {({ toast }) => (
      <Toast toast={toast} className="over toast">
        <ToastContent className="toast-text">
          <Text slot="title">{toast.content.text}</Text>
        </ToastContent>
        {toast.content.undo && (
          <Button
            className="btn"
            onPress={() => {
              toasts.close(toast.key);
              toast.content.undo?.();
            }}
          >
            <Undo2 className="i i-14" aria-hidden />
            Undo
          </Button>
        )}
        <Button
          slot="close"
          className="btn"
          data-kind="quiet"
          data-size="icon"
          aria-label="Dismiss"
        >
          <X className="i" aria-hidden />
        </Button>
      </Toast>
    )}
  </ToastRegion>
);

import { ChevronDown } from 'lucide-react';
import type { ComponentProps } from 'react';

/** The platform's own list of a few, with our face. */
export const Select = ({ className = '', children, ...props }: ComponentProps<'select'>) => (
  <span className="pick-box">
    <select {...props} className={`pick ${className}`.trim()}>
      {children}
    </select>
    <ChevronDown className="i i-14" aria-hidden />
  </span>
);

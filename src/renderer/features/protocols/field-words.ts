const WORDS: Readonly<Record<string, string>> = {
  protocol_name: 'Name',
  protocol_type: 'Transport',
  description: 'What it does',
  template: 'Template',
  method: 'Method',
  query: 'Query',
  headers: 'Headers',
  bodyKind: 'Body',
  body: 'Body',
  oscArgs: 'Arguments',
  oscTransport: 'OSC over',
  host: 'Host',
  port: 'Port',
  statuses: 'Statuses',
  replyPrefix: 'Reply line',
  replyReject: 'Refused replies',
  replyIgnore: 'Passed-over replies',
  idempotent: 'Sending it twice',
  samples: 'Samples',
};

/** A field of the form as the page calls it. */
export const fieldWords = (path: string): string => {
  const [field = '', ...more] = path.split('.');
  const words = WORDS[field] ?? field;
  return field === 'samples' && more.length > 0 ? `Sample of ${more.join('.')}` : words;
};

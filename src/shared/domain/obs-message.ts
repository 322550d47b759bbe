/** A request as it goes over the wire. `data` is JSON already; null where the request has none. */
export const obsRequestText = (
  requestType: string,
  requestId: string,
  data: string | null,
): string =>
  `{"op":6,"d":{"requestType":${JSON.stringify(requestType)},"requestId":${JSON.stringify(requestId)}${data === null ? '' : `,"requestData":${data}`}}}`;

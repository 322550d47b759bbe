/** Where and how gRPC is served. */
export interface GrpcSettings {
  /** 0 takes any that is free. */
  port: number;
  host: string;
  /** Files in PEM; null for a connection in the clear. */
  tls: {
    cert: string;
    key: string;
    /** With it a client has to show a certificate that this authority signed. */
    clientCa: string | null;
  } | null;
}

/** Names of this machine that nobody else can reach, as an address to listen on or as the host of a URL. */
export const isLoopbackHost = (host: string): boolean =>
  host === 'localhost' || host === '::1' || host === '[::1]' || /^127(\.\d{1,3}){3}$/.test(host);

/** MIME type of DM messages in XML (OMA-DM HTTP binding; device-and-mdm.md, 5.1). */
export const messageType = 'application/vnd.syncml.dm+xml';

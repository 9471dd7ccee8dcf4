'use strict';
// A broadcast server of the usual kind: what one socket sends as a frame of JSON is parsed, numbered,
// written as JSON once and sent to every socket. No log, no names, no limits.
//   node broadcast.js PORT [CERTIFICATE KEY]
const fs = require('node:fs');
const net = require('node:net');
const tls = require('node:tls');

const [port, certificate, key] = process.argv.slice(2);
const members = new Set();
let seq = 0;

function frame(message) {
  const json = Buffer.from(JSON.stringify(message));
  const bytes = Buffer.allocUnsafe(4 + json.length);
  bytes.writeUInt32BE(json.length);
  json.copy(bytes, 4);
  return bytes;
}

function broadcast(message) {
  message.seq = ++seq;
  message.at = new Date().toISOString();
  const bytes = frame(message);
  for (const member of members) {
    member.write(bytes);
  }
}

function serve(socket) {
  let rest = Buffer.alloc(0);
  socket.setNoDelay(true);
  members.add(socket);
  socket.write(frame({ type: 'ready' }));
  socket.on('data', (chunk) => {
    rest = rest.length === 0 ? chunk : Buffer.concat([rest, chunk]);
    let at = 0;
    while (rest.length - at >= 4) {
      const length = rest.readUInt32BE(at);
      if (rest.length - at - 4 < length) {
        break;
      }
      broadcast(JSON.parse(rest.toString('utf8', at + 4, at + 4 + length)));
      at += 4 + length;
    }
    rest = rest.subarray(at);
  });
  socket.on('error', () => socket.destroy());
  socket.on('close', () => members.delete(socket));
}

// The suite that the servers beside it choose first.
const suite = { minVersion: 'TLSv1.3', ciphers: 'TLS_AES_128_GCM_SHA256' };
const server = certificate
  ? tls.createServer(
      { ...suite, cert: fs.readFileSync(certificate), key: fs.readFileSync(key) },
      serve,
    )
  : net.createServer(serve);
server.listen({ host: '127.0.0.1', port: Number(port), backlog: 1024 });

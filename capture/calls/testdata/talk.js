// Both ends of a connection, for TestInterpreters.
const net = require('net');

const server = net.createServer((conn) => {
  conn.on('data', (data) => conn.end(data.toString().toUpperCase()));
  server.close();
});
server.listen(0, '127.0.0.1', () => {
  const conn = net.connect(server.address().port, '127.0.0.1', () => conn.write('hello'));
  conn.on('data', () => conn.end());
});

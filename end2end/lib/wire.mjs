// A wire between browser and server that can be cut: whoever is on the other side of it is offline for real, service
// workers and sockets included.
import net from 'node:net';

export class Wire {
  static async to(base) {
    const wire = new Wire();
    const { port } = new URL(base);
    wire.ends = new Set();
    wire.whole = true;
    wire.server = net.createServer((near) => {
      if (!wire.whole) { near.destroy(); return; }
      const far = net.connect(Number(port), '127.0.0.1');
      for (const [one, other] of [[near, far], [far, near]]) {
        wire.ends.add(one);
        one.on('error', () => other.destroy());
        one.on('close', () => { wire.ends.delete(one); other.destroy(); });
        one.pipe(other);
      }
    });
    await new Promise((resolve) => wire.server.listen(0, '127.0.0.1', resolve));
    wire.base = `http://127.0.0.1:${wire.server.address().port}`;
    return wire;
  }

  cut() {
    this.whole = false;
    for (const end of this.ends) end.destroy();
  }

  mend() { this.whole = true; }

  async remove() {
    this.cut();
    await new Promise((resolve) => this.server.close(resolve));
  }
}

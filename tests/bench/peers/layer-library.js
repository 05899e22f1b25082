/**
 * The peer: a library of layers, as those for convolution nets in a browser are built. What flows is a volume of numbers with
 * their gradients, in typed arrays; a network is a list of layers that each know forward and backward, and a trainer takes the
 * points one by one and updates after every batch. It rounds in another order than the engines: the same to about 12 digits.
 */

/** Numbers, and the gradient by each. */
export class Vol {
  /** @param {number} depth */
  constructor(depth) {
    this.depth = depth;
    this.w = new Float64Array(depth);
    this.dw = new Float64Array(depth);
  }
}

/**
 * `forward` keeps its input for `backward`, which adds to the gradients of the parameters and sets those of the input.
 * @typedef {{forward(input: Vol): Vol, backward(): void, parameters(): Vol[]}} Layer
 */

export class FullyConnected {
  /** @param {number} nin @param {number} nout */
  constructor(nin, nout) {
    this.filters = Array.from({ length: nout }, () => new Vol(nin));
    this.biases = new Vol(nout);
    this.out = new Vol(nout);
    this.input = new Vol(nin);
  }

  /** @param {Vol} input */
  forward(input) {
    this.input = input;
    const x = input.w;
    for (let i = 0; i < this.out.depth; i++) {
      const { w } = this.filters[i];
      let sum = 0;
      for (let j = 0; j < x.length; j++) sum += w[j] * x[j];
      this.out.w[i] = sum + this.biases.w[i];
    }
    return this.out;
  }

  backward() {
    const { w: x, dw: dx } = this.input;
    dx.fill(0);
    for (let i = 0; i < this.out.depth; i++) {
      const { w, dw } = this.filters[i];
      const chain = this.out.dw[i];
      for (let j = 0; j < x.length; j++) {
        dx[j] += w[j] * chain;
        dw[j] += x[j] * chain;
      }
      this.biases.dw[i] += chain;
    }
  }

  parameters() {
    return [...this.filters, this.biases];
  }
}

export class Tanh {
  /** @param {number} depth */
  constructor(depth) {
    this.out = new Vol(depth);
    this.input = this.out;
  }

  /** @param {Vol} input */
  forward(input) {
    this.input = input;
    for (let i = 0; i < input.depth; i++) this.out.w[i] = Math.tanh(input.w[i]);
    return this.out;
  }

  backward() {
    const { w, dw } = this.out;
    for (let i = 0; i < w.length; i++) this.input.dw[i] = (1 - w[i] * w[i]) * dw[i];
  }

  parameters() {
    return [];
  }
}

/** Softmax with the negative log-likelihood of a label; the last layer of a network. */
export class Softmax {
  /** @param {number} classes */
  constructor(classes) {
    this.out = new Vol(classes);
    this.input = this.out;
  }

  /** @param {Vol} input */
  forward(input) {
    this.input = input;
    const [z, p] = [input.w, this.out.w];
    let largest = z[0];
    for (let i = 1; i < z.length; i++) if (z[i] > largest) largest = z[i];
    let sum = 0;
    for (let i = 0; i < z.length; i++) {
      p[i] = Math.exp(z[i] - largest);
      sum += p[i];
    }
    for (let i = 0; i < z.length; i++) p[i] /= sum;
    return this.out;
  }

  /** Returns the loss. @param {number} label */
  backward(label) {
    const p = this.out.w;
    for (let i = 0; i < p.length; i++) this.input.dw[i] = p[i] - (i === label ? 1 : 0);
    return this.loss(label);
  }

  /** @param {number} label */
  loss(label) {
    return -Math.log(this.out.w[label]);
  }
}

export class Net {
  /** @param {Layer[]} layers @param {Softmax} last */
  constructor(layers, last) {
    this.layers = layers;
    this.last = last;
  }

  /** The probabilities of the classes. @param {Vol} input */
  forward(input) {
    let out = input;
    for (const layer of this.layers) out = layer.forward(out);
    return this.last.forward(out);
  }

  /** The loss of what went forward last. @param {number} label */
  backward(label) {
    const loss = this.last.backward(label);
    for (let i = this.layers.length - 1; i >= 0; i--) this.layers[i].backward();
    return loss;
  }

  parameters() {
    return this.layers.flatMap((layer) => layer.parameters());
  }
}

const OPTIONS = { lr: 0.1, beta1: 0.9, beta2: 0.95, eps: 1e-8, weightDecay: 1e-4 };

/** AdamW, after every `batchSize` points. */
export class Trainer {
  /** @param {Net} net @param {number} batchSize */
  constructor(net, batchSize) {
    this.net = net;
    this.batchSize = batchSize;
    this.seen = 0;
    this.t = 0;
    this.moments = net.parameters().map((p) => ({ p, m: new Vol(p.depth).w, v: new Vol(p.depth).w }));
  }

  /** Forward and backward of one point, and the update where it ends a batch; returns its loss. @param {Vol} input @param {number} label */
  train(input, label) {
    this.net.forward(input);
    const loss = this.net.backward(label);
    this.seen++;
    if (this.seen % this.batchSize === 0) this.update();
    return loss;
  }

  update() {
    const { lr, beta1, beta2, eps, weightDecay } = OPTIONS;
    this.t++;
    const [seen1, seen2] = [1 - beta1 ** this.t, 1 - beta2 ** this.t];
    for (const { p, m, v } of this.moments) {
      const { w, dw } = p;
      for (let j = 0; j < w.length; j++) {
        const g = dw[j] / this.batchSize;
        m[j] = beta1 * m[j] + (1 - beta1) * g;
        v[j] = beta2 * v[j] + (1 - beta2) * g * g;
        w[j] -= lr * (m[j] / seen1 / (Math.sqrt(v[j] / seen2) + eps) + weightDecay * w[j]);
        dw[j] = 0;
      }
    }
  }
}

/** @typedef {{x: Float64Array, label: number}} Point */

export class LayerLibrary {
  /**
   * @param {Float64Array} parameters in the engines' order: w0 w1 … b of each neuron
   * @param {number[]} sizes of the inputs, the hidden layers and the outputs
   */
  constructor(parameters, sizes) {
    const last = sizes.length - 1;
    const connected = sizes.slice(1).map((nout, i) => new FullyConnected(sizes[i], nout));
    let at = 0;
    for (const { filters, biases } of connected) {
      filters.forEach(({ w, depth }, i) => {
        w.set(parameters.subarray(at, at + depth));
        biases.w[i] = parameters[at + depth];
        at += depth + 1;
      });
    }
    const layers = connected.flatMap((layer, i) =>
      i < last - 1 ? [layer, new Tanh(sizes[i + 1])] : [layer],
    );
    this.net = new Net(layers, new Softmax(sizes[last]));
    /** @type {Trainer | null} */
    this.trainer = null;
    this.input = new Vol(sizes[0]);
  }

  /**
   * One step from the train points, and the mean loss of the val points before it, as the engines do.
   * @param {Point[]} train @param {Point[]} val @returns {[number, number]}
   */
  step(train, val) {
    this.trainer ??= new Trainer(this.net, train.length);
    let [trainLoss, valLoss] = [0, 0];
    for (const { x, label } of val) {
      this.net.forward(this.take(x));
      valLoss += this.net.last.loss(label);
    }
    for (const { x, label } of train) trainLoss += this.trainer.train(this.take(x), label);
    return [trainLoss / train.length, valLoss / val.length];
  }

  /** @param {ArrayLike<number>} x */
  take(x) {
    this.input.w.set(x);
    return this.input;
  }

  /** The probabilities over [-extent, extent]^2, row by row from the top. @param {number} columns @param {number} rows @param {number} extent */
  surface(columns, rows, extent) {
    const out = new Float64Array(3 * columns * rows);
    for (let row = 0, at = 0; row < rows; row++) {
      this.input.w[1] = (1 - ((row + 0.5) / rows) * 2) * extent;
      for (let column = 0; column < columns; column++, at += 3) {
        this.input.w[0] = (((column + 0.5) / columns) * 2 - 1) * extent;
        out.set(this.net.forward(this.input).w, at);
      }
    }
    return out;
  }
}

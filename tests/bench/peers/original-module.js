/**
 * The peer: the original module in JavaScript, built as it is taught. A Value has its children, and a closure that hands its
 * gradient on to them; backward sorts the graph by recursion and calls the closures. Operations round in the engines' order,
 * but tanh, exp, log and pow are V8's, so the numbers are those of the engines to about 12 digits.
 */

export class Value {
  /** @param {number} data @param {Value[]} children */
  constructor(data, children = []) {
    this.data = data;
    this.grad = 0;
    this.m = 0;
    this.v = 0;
    this._prev = children;
    this._backward = () => {};
  }

  /** @param {Value | number} other */
  add(other) {
    const b = asValue(other);
    const out = new Value(this.data + b.data, [this, b]);
    out._backward = () => {
      this.grad += out.grad;
      b.grad += out.grad;
    };
    return out;
  }

  /** @param {Value | number} other */
  mul(other) {
    const b = asValue(other);
    const out = new Value(this.data * b.data, [this, b]);
    out._backward = () => {
      this.grad += b.data * out.grad;
      b.grad += this.data * out.grad;
    };
    return out;
  }

  /** @param {number} k */
  pow(k) {
    const out = new Value(this.data ** k, [this]);
    out._backward = () => {
      this.grad += k * this.data ** (k - 1) * out.grad;
    };
    return out;
  }

  tanh() {
    const out = new Value(Math.tanh(this.data), [this]);
    out._backward = () => {
      this.grad += (1 - out.data ** 2) * out.grad;
    };
    return out;
  }

  exp() {
    const out = new Value(Math.exp(this.data), [this]);
    out._backward = () => {
      this.grad += out.data * out.grad;
    };
    return out;
  }

  log() {
    const out = new Value(Math.log(this.data), [this]);
    out._backward = () => {
      this.grad += (1 / this.data) * out.grad;
    };
    return out;
  }

  neg() {
    return this.mul(-1);
  }

  /** @param {Value} other */
  div(other) {
    return this.mul(other.pow(-1));
  }

  backward() {
    /** @type {Value[]} */
    const topo = [];
    const visited = new Set();
    const visit = (/** @type {Value} */ v) => {
      if (visited.has(v)) return;
      visited.add(v);
      for (const child of v._prev) visit(child);
      topo.push(v);
    };
    visit(this);
    this.grad = 1;
    for (const v of topo.reverse()) v._backward();
  }
}

/** @param {Value | number} x */
const asValue = (x) => (x instanceof Value ? x : new Value(x));

class Neuron {
  /** @param {number[]} w @param {number} b @param {boolean} nonlin */
  constructor(w, b, nonlin) {
    this.w = w.map((x) => new Value(x));
    this.b = new Value(b);
    this.nonlin = nonlin;
  }

  /** @param {Value[]} x */
  forward(x) {
    let act = this.b;
    this.w.forEach((wi, i) => {
      act = act.add(wi.mul(x[i]));
    });
    return this.nonlin ? act.tanh() : act;
  }

  parameters() {
    return [...this.w, this.b];
  }
}

class Layer {
  /** @param {Neuron[]} neurons */
  constructor(neurons) {
    this.neurons = neurons;
  }

  /** @param {Value[]} x */
  forward(x) {
    return this.neurons.map((neuron) => neuron.forward(x));
  }

  parameters() {
    return this.neurons.flatMap((neuron) => neuron.parameters());
  }
}

class MLP {
  /** @param {Layer[]} layers */
  constructor(layers) {
    this.layers = layers;
  }

  /** @param {ArrayLike<number>} x */
  forward(x) {
    let out = Array.from(x, (xi) => new Value(xi));
    for (const layer of this.layers) out = layer.forward(out);
    return out;
  }

  parameters() {
    return this.layers.flatMap((layer) => layer.parameters());
  }
}

class AdamW {
  /** @param {Value[]} parameters @param {number} lr @param {number[]} betas @param {number} eps @param {number} weightDecay */
  constructor(parameters, lr = 0.1, betas = [0.9, 0.95], eps = 1e-8, weightDecay = 1e-4) {
    this.parameters = parameters;
    this.lr = lr;
    this.betas = betas;
    this.eps = eps;
    this.weightDecay = weightDecay;
    this.t = 0;
  }

  step() {
    this.t += 1;
    const [beta1, beta2] = this.betas;
    for (const p of this.parameters) {
      p.m = beta1 * p.m + (1 - beta1) * p.grad;
      p.v = beta2 * p.v + (1 - beta2) * p.grad ** 2;
      const mHat = p.m / (1 - beta1 ** this.t);
      const vHat = p.v / (1 - beta2 ** this.t);
      p.data -= this.lr * (mHat / (vHat ** 0.5 + this.eps) + this.weightDecay * p.data);
    }
  }

  zeroGrad() {
    for (const p of this.parameters) p.grad = 0;
  }
}

/** -log softmax(logits)[label] @param {Value[]} logits @param {number} label */
function nll(logits, label) {
  const ex = logits.map((z) => z.exp());
  const denom = ex.reduce((sum, e) => sum.add(e));
  return ex[label].div(denom).log().neg();
}

/** @typedef {{x: Float64Array, label: number}} Point */

export class OriginalModule {
  /**
   * @param {Float64Array} parameters in the engines' order: w0 w1 … b of each neuron
   * @param {number[]} sizes of the inputs, the hidden layers and the outputs
   */
  constructor(parameters, sizes) {
    const layers = [];
    let at = 0;
    for (let l = 1; l < sizes.length; l++) {
      const neurons = [];
      for (let i = 0; i < sizes[l]; i++) {
        const bias = at + sizes[l - 1];
        neurons.push(new Neuron([...parameters.subarray(at, bias)], parameters[bias], l < sizes.length - 1));
        at = bias + 1;
      }
      layers.push(new Layer(neurons));
    }
    this.model = new MLP(layers);
    this.optimizer = new AdamW(this.model.parameters());
  }

  /** The mean loss over points, as a graph. @param {Point[]} points */
  loss(points) {
    let total = new Value(0);
    for (const { x, label } of points) total = total.add(nll(this.model.forward(x), label));
    return total.mul(1 / points.length);
  }

  /**
   * One step from the train points, and the mean loss of the val points before it, as the engines do.
   * @param {Point[]} train @param {Point[]} val @returns {[number, number]}
   */
  step(train, val) {
    const loss = this.loss(train);
    const valLoss = this.loss(val).data;
    this.optimizer.zeroGrad();
    loss.backward();
    this.optimizer.step();
    return [loss.data, valLoss];
  }

  /** The probabilities over [-extent, extent]^2, row by row from the top. @param {number} columns @param {number} rows @param {number} extent */
  surface(columns, rows, extent) {
    const out = [];
    for (let row = 0; row < rows; row++) {
      for (let column = 0; column < columns; column++) {
        const x = (((column + 0.5) / columns) * 2 - 1) * extent;
        const y = (1 - ((row + 0.5) / rows) * 2) * extent;
        const ex = this.model.forward([x, y]).map((z) => z.exp());
        const denom = ex.reduce((sum, e) => sum.add(e));
        for (const e of ex) out.push(e.div(denom).data);
      }
    }
    return out;
  }
}

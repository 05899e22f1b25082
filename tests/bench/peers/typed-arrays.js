/**
 * The peer: what a web developer would write by hand for this one network, as fast as plain JavaScript goes. Layers of
 * tanh over typed arrays, softmax with cross-entropy, forward, backward and AdamW; no graph, nothing general. It rounds
 * in another order than the engines, so it learns the same, but not to the last bit.
 */

const BETA1 = 0.9;
const BETA2 = 0.95;
const EPS = 1e-8;

/** @typedef {{w: Float64Array, b: Float64Array, gw: Float64Array, gb: Float64Array, out: Float64Array, delta: Float64Array, nin: number, nout: number, tanh: boolean}} Layer */

export class TypedArrayMlp {
  /**
   * @param {Float64Array} parameters in the engines' order: w0 w1 … b of each neuron
   * @param {number[]} sizes of the inputs, the hidden layers and the outputs
   */
  constructor(parameters, sizes) {
    this.t = 0;
    this.count = parameters.length;
    this.data = new Float64Array(this.count);
    this.grad = new Float64Array(this.count);
    this.m = new Float64Array(this.count);
    this.v = new Float64Array(this.count);
    /** @type {Layer[]} */
    this.layers = [];
    let to = 0;
    let from = 0;
    for (let l = 1; l < sizes.length; l++) {
      const [nin, nout] = [sizes[l - 1], sizes[l]];
      const [weights, biases] = [to, to + nin * nout];
      to = biases + nout;
      for (let i = 0; i < nout; i++) {
        for (let j = 0; j < nin; j++) this.data[weights + i * nin + j] = parameters[from++];
        this.data[biases + i] = parameters[from++];
      }
      const part = (/** @type {Float64Array} */ all) => ({
        w: all.subarray(weights, biases),
        b: all.subarray(biases, to),
      });
      const { w: gw, b: gb } = part(this.grad);
      const [out, delta] = [new Float64Array(nout), new Float64Array(nout)];
      this.layers.push({ ...part(this.data), gw, gb, out, delta, nin, nout, tanh: l < sizes.length - 1 });
    }
  }

  /** The logits, in the last layer's `out`. @param {Float64Array} x */
  forward(x) {
    let input = x;
    for (const { w, b, out, nin, nout, tanh } of this.layers) {
      for (let i = 0, at = 0; i < nout; i++) {
        let sum = b[i];
        for (let j = 0; j < nin; j++) sum += w[at++] * input[j];
        out[i] = tanh ? Math.tanh(sum) : sum;
      }
      input = out;
    }
    return input;
  }

  /** Adds one point's gradient of scale * loss; returns the loss. @param {Float64Array} x @param {number} label @param {number} scale */
  backward(x, label, scale) {
    const z = this.forward(x);
    const last = this.layers[this.layers.length - 1];
    let denom = 0;
    for (let i = 0; i < z.length; i++) {
      last.delta[i] = Math.exp(z[i]);
      denom += last.delta[i];
    }
    const inverse = 1 / denom;
    const loss = -Math.log(last.delta[label] * inverse);
    for (let i = 0; i < z.length; i++) {
      last.delta[i] = (last.delta[i] * inverse - (i === label ? 1 : 0)) * scale;
    }
    for (let l = this.layers.length - 1; l >= 0; l--) {
      const { w, gw, gb, delta, nin, nout } = this.layers[l];
      const below = l > 0 ? this.layers[l - 1] : null;
      const input = below ? below.out : x;
      for (let i = 0, at = 0; i < nout; i++) {
        const d = delta[i];
        for (let j = 0; j < nin; j++) gw[at++] += d * input[j];
        gb[i] += d;
      }
      if (!below) continue;
      for (let j = 0; j < nin; j++) {
        let sum = 0;
        for (let i = 0, at = j; i < nout; i++, at += nin) sum += w[at] * delta[i];
        below.delta[j] = sum * (1 - input[j] * input[j]);
      }
    }
    return loss;
  }

  /** One update of every parameter. @param {number} lr @param {number} decay */
  adamw(lr, decay) {
    const { data, grad, m, v } = this;
    this.t++;
    const seen1 = 1 - BETA1 ** this.t;
    const seen2 = 1 - BETA2 ** this.t;
    for (let i = 0; i < data.length; i++) {
      const g = grad[i];
      m[i] = BETA1 * m[i] + (1 - BETA1) * g;
      v[i] = BETA2 * v[i] + (1 - BETA2) * g * g;
      data[i] -= lr * (m[i] / seen1 / (Math.sqrt(v[i] / seen2) + EPS) + decay * data[i]);
    }
  }

  /**
   * One step from the train points, and the mean loss of the val points before it, as the engines do.
   * @param {{x: Float64Array, label: number}[]} train
   * @param {{x: Float64Array, label: number}[]} val
   * @returns {[number, number]}
   */
  step(train, val) {
    this.grad.fill(0);
    let trainLoss = 0;
    let valLoss = 0;
    for (const { x, label } of train) trainLoss += this.backward(x, label, 1 / train.length);
    for (const { x, label } of val) valLoss += this.loss(x, label);
    this.adamw(0.1, 1e-4);
    return [trainLoss / train.length, valLoss / val.length];
  }

  /** @param {Float64Array} x @param {number} label */
  loss(x, label) {
    const z = this.forward(x);
    let denom = 0;
    for (let i = 0; i < z.length; i++) denom += Math.exp(z[i]);
    return -Math.log(Math.exp(z[label]) / denom);
  }

  /** The probabilities over [-extent, extent]^2, row by row from the top. @param {number} columns @param {number} rows @param {number} extent */
  surface(columns, rows, extent) {
    const out = new Float64Array(3 * columns * rows);
    const x = new Float64Array(2);
    for (let row = 0, at = 0; row < rows; row++) {
      x[1] = (1 - ((row + 0.5) / rows) * 2) * extent;
      for (let column = 0; column < columns; column++, at += 3) {
        x[0] = (((column + 0.5) / columns) * 2 - 1) * extent;
        const z = this.forward(x);
        const m = Math.max(z[0], z[1], z[2]);
        let denom = 0;
        for (let i = 0; i < 3; i++) {
          out[at + i] = Math.exp(z[i] - m);
          denom += out[at + i];
        }
        for (let i = 0; i < 3; i++) out[at + i] /= denom;
      }
    }
    return out;
  }
}

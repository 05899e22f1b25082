class AdamW:
    def step(self):
        """One update of every parameter from its gradient."""
        self.t += 1
        beta1, beta2 = self.betas
        # m and v start at 0; dividing by what they have seen so far takes that bias away
        seen1 = 1.0 - beta1**self.t
        seen2 = 1.0 - beta2**self.t
        for i, p in enumerate(self.parameters):
            g = p.grad
            self.m[i] = beta1 * self.m[i] + (1.0 - beta1) * g
            self.v[i] = beta2 * self.v[i] + (1.0 - beta2) * g**2.0
            m_hat = self.m[i] / seen1
            v_hat = self.v[i] / seen2
            p.data -= self.lr * (m_hat / (v_hat**0.5 + self.eps) + self.weight_decay * p.data)

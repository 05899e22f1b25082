"""The optimisers, against their formulas written out for one parameter."""

import math

import pytest
from bits import bits

from micrograd.config import Config
from micrograd.engine import Value
from micrograd.optim import OPTIMIZERS, SGD, AdamW, Optimizer

GRADS = [0.5, -2.0, 1e-9, 0.0, 3.0]


def test_adamw_is_its_formula_to_the_last_bit() -> None:
    lr, beta1, beta2, eps, weight_decay = 0.1, 0.9, 0.95, 1e-8, 1e-4
    p = Value(1.0)
    optimizer = AdamW([p])
    data, m, v = 1.0, 0.0, 0.0
    for t, g in enumerate(GRADS, 1):
        p.grad = g
        optimizer.step()
        m = beta1 * m + (1 - beta1) * g
        v = beta2 * v + (1 - beta2) * (g**2)
        m_hat, v_hat = m / (1 - beta1**t), v / (1 - beta2**t)
        data -= lr * (m_hat / (v_hat**0.5 + eps) + weight_decay * data)
        assert (optimizer.t, optimizer.m, optimizer.v, p.data) == (t, [m], [v], data)


def test_sgd_is_its_formula_to_the_last_bit() -> None:
    p = Value(1.0)
    optimizer = SGD([p])
    data, m = 1.0, 0.0
    for t, g in enumerate(GRADS, 1):
        p.grad = g
        optimizer.step()
        m = 0.9 * m + g
        data -= 0.1 * (m + 1e-4 * data)
        assert (optimizer.t, optimizer.m, optimizer.v, p.data) == (t, [m], [0.0], data)


def test_the_first_step_of_adamw_is_lr_whatever_the_size_of_the_gradient() -> None:
    for g in (1e-3, 1.0, -1e6):
        p = Value(0.0)
        p.grad = g
        AdamW([p], lr=0.1, weight_decay=0.0).step()
        assert p.data == pytest.approx(-math.copysign(0.1, g), rel=1e-4)


def test_weight_decay_shrinks_a_parameter_without_gradient() -> None:
    for optimizer in (AdamW, SGD):
        p = Value(2.0)
        optimizer([p], lr=0.1, weight_decay=0.5).step()
        assert p.data == 2.0 - 0.1 * (0.5 * 2.0)


def test_a_step_leaves_the_gradients_and_zero_grad_clears_them() -> None:
    for kind in OPTIMIZERS.values():
        p = Value(2.0)
        p.grad = 1.5
        optimizer = kind([p])
        optimizer.step()
        assert p.grad == 1.5
        optimizer.zero_grad()
        assert bits(p.grad) == bits(0.0)


def test_infinite_and_nan_gradients_give_nan_and_never_raise() -> None:
    for g in (math.inf, -math.inf, math.nan, 1e200):
        p = Value(1.0)
        p.grad = g
        optimizer = AdamW([p])
        optimizer.step()
        assert optimizer.v[0] == math.inf or math.isnan(optimizer.v[0])
        assert math.isnan(p.data) == (abs(g) != 1e200)


def test_a_row_has_the_name_of_its_class_in_small_letters_by_which_the_page_finds_its_source() -> None:
    assert [kind.__name__.lower() for kind in OPTIMIZERS.values()] == list(OPTIMIZERS)
    assert OPTIMIZERS["adamw"] is AdamW
    assert OPTIMIZERS["sgd"] is SGD


def test_the_defaults_of_adamw_are_those_of_the_settings() -> None:
    optimizer, config = AdamW([]), Config()
    assert (*optimizer.betas, optimizer.eps) == (config.beta1, config.beta2, config.eps)


def test_the_base_class_does_not_step() -> None:
    with pytest.raises(TypeError, match="use one of adamw, sgd"):
        Optimizer([Value(1.0)], 0.1, 0.0).step()

"""What csrc/wasm/exports.c exports, for ctypes: the types of arguments and results."""

from ctypes import POINTER, c_char_p, c_double, c_int, c_ubyte, c_void_p

Doubles, Ints = POINTER(c_double), POINTER(c_int)

COMMANDS: dict[str, tuple[object, list[object]]] = {
    "buffer_alloc": (c_void_p, [c_int]),
    "buffer_free": (None, [c_void_p]),
    "error_text": (c_char_p, []),
    "description": (c_char_p, []),
    "answer_columns": (c_int, []),
    "answer_column": (c_void_p, [c_int]),
    "answer_length": (c_int, [c_int]),
    "set_batched": (c_int, [c_int]),
    "open_session": (c_int, [c_char_p, Doubles]),
    "set_hyper": (c_int, [c_char_p, Doubles]),
    "set_variant": (None, [c_int]),
    "set_points": (c_int, [c_int, Doubles, Doubles, Ints, Ints]),
    "step": (c_int, []),
    "train_loss": (c_double, []),
    "val_loss": (c_double, []),
    "restore": (c_int, [c_int, Doubles]),
}

# Every query: the types of its arguments, and the columns of its reply with the type of an element.
QUERIES: dict[str, tuple[list[object], dict[str, object]]] = {
    "points": ([], {"x": c_double, "y": c_double, "label": c_int, "split": c_int}),
    "snapshot": (
        [],
        dict.fromkeys(("step", "train", "val", "optimizer", "t", "data", "grad", "m", "v"), c_double),
    ),
    "trace": (
        [c_double, c_double, c_int],
        {
            "op": c_ubyte,
            "role": c_ubyte,
            "k": c_double,
            "data": c_double,
            "grad": c_double,
            "prev": c_int,
            "local": c_double,
            "contribution": c_double,
            "name": c_char_p,
            "layer": c_int,
            "neuron": c_int,
            "part": c_char_p,
            "input": c_int,
        },
    ),
    "surface": ([c_int, c_int, c_double], {"probabilities": c_double}),
    "predict": ([c_double, c_double], {"probabilities": c_double}),
    "learning_rate": ([], {"rate": c_double}),
    "gradient": ([], {"gradient": c_double}),
    "contributions": ([c_int], {"contributions": c_double}),
    "predictions": ([], {"predicted": c_double}),
    "point_losses": ([], {"losses": c_double}),
    "landscape": ([c_int, c_int, *[c_double] * 4, c_int, c_int], {"losses": c_double}),
    "naive": (
        [c_double, c_double, c_int, c_int],
        dict.fromkeys(("naive", "grad", "visits"), c_double),
    ),
    "overwritten": ([c_double, c_double, c_int], dict.fromkeys(("overwritten", "grad"), c_double)),
    "nudge": (
        [c_double, c_double, c_int, c_int, c_double],
        dict.fromkeys(("loss", "nudged", "predicted", "measured", "data"), c_double),
    ),
    "field": ([c_int, c_int, c_int, c_int, c_double], {"field": c_double}),
}

EXPORTS = {**COMMANDS, **{name: (c_int, arguments) for name, (arguments, _) in QUERIES.items()}}

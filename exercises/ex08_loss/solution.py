def nll(logits, label):
    """-log softmax(logits)[label]: how wrong the logits of one point are."""
    ex = [z.exp() for z in logits]
    denom = ex[0]
    for e in ex[1:]:
        denom = denom + e
    p = ex[label] * denom**-1
    return p.log() * -1.0


def mean(losses):
    """(0 + l0 + l1 + …) * (1/n), summed in order."""
    total = Value(0.0)
    for loss in losses:
        total = total + loss
    return total * (1.0 / len(losses))

"""Optimizers, learning rate schedules and clipping in NumPy, as PyTorch's documentation defines them, written independently of the package."""

import math

import numpy as np

RATES = {
    "gradient_descent": 0.1,
    "momentum": 0.01,
    "nesterov": 0.01,
    "rprop": 0.1,
    "adam": 0.001,
    "adamw": 0.001,
    "rmsprop": 0.01,
}


def named(option) -> tuple[str, dict]:
    """An option that is a name, or a dict of a name and constants."""
    if isinstance(option, str):
        return option, {}
    return option["name"], {key: value for key, value in option.items() if key != "name"}


def scheduled(rate: float, schedule, iterations: int, at: int) -> float:
    """The learning rate of the iteration that comes after `at` others."""
    name, constants = named(schedule)
    warm_up = constants.get("warm_up", 0)
    if at < warm_up:
        return rate * (at + 1) / (warm_up + 1)
    count = at - warm_up
    if name == "step":
        return rate * constants.get("factor", 0.5) ** (count // constants.get("every", 30))
    if name == "exponential":
        return rate * constants.get("factor", 0.99) ** count
    if name == "inverse":
        return rate / (1 + constants.get("decay", 0.01) * count)
    if name == "cosine":
        lowest, length = constants.get("smallest_rate", 0), constants.get("iterations", iterations) - warm_up
        return lowest + (rate - lowest) * (1 + math.cos(math.pi * min(count, length) / length)) / 2
    return rate


class Optimizer:
    """One step for all matrices. `iterations` is the length of a cosine that is not told its own."""

    def __init__(self, network, optimizer="gradient_descent", schedule="constant", clip_norm=None, iterations=30):
        self.name, self.constants = named(optimizer)
        self.first_rate, self.schedule, self.clip_norm, self.iterations = (
            network.learning_rate,
            schedule,
            clip_norm,
            iterations,
        )
        self.at, self.rate = 0, None
        self.memory = [{"velocity": 0.0 * m, "mean": 0.0 * m, "square": 0.0 * m} for m in network.matrices]
        if self.name == "rprop":
            self.steps = [np.full(m.shape, network.learning_rate) for m in network.matrices]
            self.previous = [0.0 * m for m in network.matrices]

    def __call__(self, matrices, gradients):
        self.rate = scheduled(self.first_rate, self.schedule, self.iterations, self.at)
        norm = math.sqrt(sum((gradient**2).sum() for gradient in gradients))
        if self.clip_norm is not None and norm > self.clip_norm:
            gradients = [gradient * self.clip_norm / norm for gradient in gradients]
        self.at += 1
        step = getattr(self, self.name)
        return [step(m, g, at) for at, (m, g) in enumerate(zip(matrices, gradients))]

    def gradient_descent(self, value, gradient, _):
        return value - self.rate * gradient

    def momentum(self, value, gradient, at, ahead=False):
        momentum, memory = self.constants.get("momentum", 0.9), self.memory[at]
        memory["velocity"] = momentum * memory["velocity"] + gradient
        return value - self.rate * (gradient + momentum * memory["velocity"] if ahead else memory["velocity"])

    def nesterov(self, value, gradient, at):
        return self.momentum(value, gradient, at, ahead=True)

    def rmsprop(self, value, gradient, at):
        decay, memory = self.constants.get("decay", 0.99), self.memory[at]
        memory["square"] = decay * memory["square"] + (1 - decay) * gradient**2
        return value - self.rate * gradient / (np.sqrt(memory["square"]) + self.constants.get("epsilon", 1e-8))

    def adam(self, value, gradient, at):
        beta1, beta2 = self.constants.get("beta1", 0.9), self.constants.get("beta2", 0.999)
        memory = self.memory[at]
        memory["mean"] = beta1 * memory["mean"] + (1 - beta1) * gradient
        memory["square"] = beta2 * memory["square"] + (1 - beta2) * gradient**2
        mean, square = memory["mean"] / (1 - beta1**self.at), memory["square"] / (1 - beta2**self.at)
        return value - self.rate * mean / (np.sqrt(square) + self.constants.get("epsilon", 1e-8))

    def adamw(self, value, gradient, at):
        shrunk = value * (1 - self.rate * self.constants.get("weight_decay", 0.01))
        shrunk[0] = value[0]  # biases
        return self.adam(shrunk, gradient, at)

    def rprop(self, value, gradient, at):
        increase, decrease = self.constants.get("increase", 1.2), self.constants.get("decrease", 0.5)
        largest, smallest = self.constants.get("largest_step", 50), self.constants.get("smallest_step", 1e-6)
        turned, steps = gradient * self.previous[at], self.steps[at]
        steps = np.where(turned > 0, np.minimum(steps * increase, largest), steps)
        steps = np.where(turned < 0, np.maximum(steps * decrease, smallest), steps)
        self.steps[at], self.previous[at] = steps, np.where(turned < 0, 0, gradient)
        return value - np.sign(self.previous[at]) * steps

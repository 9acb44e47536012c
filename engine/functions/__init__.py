"""The mathematics of a network: activations, losses, optimizers, initializers, proximal step."""

"""Looking into a network: outputs, maps, ablation, twins, gradients, one sample step by step."""

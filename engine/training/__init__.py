"""A training run: state, schedule, curves, snapshots, early stopping."""

"""How good outputs are: the metrics, and what a level asks of them."""

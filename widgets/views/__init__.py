"""Windows into the network: each is a widget and one row in the registry."""

"""The search for small networks: which wirings there are, each once, in a fixed order."""

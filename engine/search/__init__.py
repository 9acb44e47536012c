"""The search for small networks: which wirings there are, and which starts of them pass."""

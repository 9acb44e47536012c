"""Ways of colouring the network: each lens is one file and one row of `registry`."""
